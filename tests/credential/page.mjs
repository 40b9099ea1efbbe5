// The scripts of the page /v, run without a browser: the least of a document they need, and the verdict they come to.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const SOURCES = path.join(import.meta.dirname, '../../crates/terminals/src');
const plain = (text) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

class Piece {
  constructor() { this.children = []; this.className = ''; this.textContent = ''; this.dataset = {}; }

  append(...more) { this.children.push(...more); }

  setAttribute() {}

  all() { return [this, ...this.children.flatMap((child) => child.all())]; }
}

/** A visitor of the page `/v` of a city: gives them a text, and says what they see: `ok`, `warn`, `no` or `info`. */
export async function visitorOf(base) {
  const html = await (await fetch(`${base}/v`, { headers: { 'accept-language': 'en' } })).text();
  const place = new Piece();
  for (const name of ['trust', 'words', 'permits']) {
    place.dataset[name] = plain(html.match(new RegExp(`data-${name}="([^"]*)"`))[1]);
  }
  let seen = () => {};
  place.replaceChildren = (fragment) => seen(fragment);
  let hashChanged;
  const location = { hash: '', origin: base };
  const context = vm.createContext({
    AbortSignal, Blob, DecompressionStream, Response, TextDecoder, TextEncoder, URL, atob, btoa, console, crypto,
    decodeURIComponent, fetch, location,
    navigator: {},
    addEventListener: (_name, heard) => { hashChanged = heard; },
    document: {
      getElementById: () => place,
      querySelector: () => null,
      createElement: () => new Piece(),
      createDocumentFragment: () => new Piece(),
      documentElement: { lang: 'en-GB' },
    },
  });
  for (const file of ['verify-credential.js', 'verify.js']) vm.runInContext(readFileSync(path.join(SOURCES, file), 'utf8'), context);
  return async (text) => {
    const shown = new Promise((resolve) => { seen = resolve; });
    location.hash = `#${text}`;
    hashChanged();
    const pieces = (await shown).all();
    const verdict = pieces.find((piece) => piece.className.startsWith('verdict '));
    return { shape: verdict.className.split(' ')[1], words: pieces.map((piece) => piece.textContent).filter(Boolean) };
  };
}
