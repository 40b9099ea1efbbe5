// What people do: fill a form from the examples of the definitions, add papers, read a number from an address.

import { readFileSync, readdirSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FACTS = path.join(import.meta.dirname, '../../catalogues/beijing/facts');

/** Fact (or item of a group) to the example its definition gives. */
export function examples() {
  const found = new Map();
  for (const file of readdirSync(FACTS)) {
    const text = readFileSync(path.join(FACTS, file), 'utf8');
    let fact = '';
    for (const line of text.split('\n')) {
      const start = line.match(/^\s*- fact: ([\w.]+)/);
      if (start) [, fact] = start;
      const item = line.match(/- \{ fact: (\w+).*?example: "([^"]*)"/);
      const example = line.match(/^\s+example: "([^"]*)"/);
      if (item) found.set(`${fact}/${item[1]}`, item[2]);
      else if (example && fact) found.set(fact, example[1]);
    }
  }
  return found;
}

/** Answers of this story where the example or "no" would be another story. */
export const NOODLE_SHOP = {
  'venue.kind': 'restaurant', 'premises.district': '110108', 'premises.building': 'commercial', 'kitchen.own_flue': 'yes',
  'premises.next_to_homes': 'no', 'kitchen.fumes': 'yes', 'business.chain': 'no', 'business.food_ban': 'no',
  'premises.operating_area': '186', 'business.registered': 'yes', 'premises.near_school': 'no',
  'drainage.route': 'own-outlet', 'sign.plan': 'small', 'shop.offers': 'none', 'road.occupies': 'no', 'premises.central_air': 'no',
};

/** Files that are what they say: one page, a few lines. */
export function papers() {
  const folder = mkdtempSync(path.join(tmpdir(), 'onego-papers-'));
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'];
  let pdf = '%PDF-1.4\n';
  const offsets = [];
  objects.forEach((object, index) => { offsets.push(pdf.length); pdf += `${index + 1} 0 obj\n${object}\nendobj\n`; });
  const start = pdf.length;
  pdf += `xref\n0 4\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`;
  pdf += `trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  const plan = path.join(folder, 'plan.pdf');
  writeFileSync(plan, pdf);
  const png = path.join(folder, 'picture.png');
  writeFileSync(png, Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
  const script = path.join(folder, 'script.pdf');
  writeFileSync(script, `#!/bin/sh\n${'echo no\n'.repeat(5_000_000)}`);
  return { plan, png, script };
}

/** Fills every empty question of a section; leaves what is there. */
export async function fill(page, answers, known) {
  const fields = await page.evaluate(() => {
    const form = [...document.querySelectorAll('main form')].find((f) => f.querySelector('input[name="asked"]'));
    if (!form) return [];
    const seen = new Map();
    for (const field of form.querySelectorAll('input, textarea, select')) {
      if (!field.name || ['asked', 'once', 'seen'].includes(field.name) || field.type === 'hidden') continue;
      const at = seen.get(field.name) ?? { name: field.name, type: field.type, values: [], filled: false };
      at.values.push(field.value);
      at.filled ||= ['radio', 'checkbox'].includes(field.type) ? field.checked : field.value !== '';
      seen.set(field.name, at);
    }
    return [...seen.values()];
  });
  for (const field of fields.filter((f) => !f.filled)) {
    const item = field.name.match(/^(.+)\.\d+\.(\w+)$/);
    const example = item ? known.get(`${item[1]}/${item[2]}`) : known.get(field.name);
    const wanted = answers[field.name] ?? example;
    const named = `[name="${field.name}"]`;
    if (field.type === 'radio') {
      const value = field.values.includes(wanted) ? wanted : field.values.includes('no') ? 'no' : field.values[0];
      await page.locator(`${named}[value="${value}"]`).check();
    } else if (field.type === 'checkbox') {
      const value = (wanted ?? '').split(',').map((v) => v.trim()).find((v) => field.values.includes(v)) ?? field.values[0];
      await page.locator(`${named}[value="${value}"]`).check();
    } else {
      await page.locator(named).fill(wanted ?? '12');
    }
  }
  return fields.length;
}

export const numberIn = (url) => url.match(/[A-Z]{1,4}\d{2}-\d{4,}-[0-9A-Z]/)?.[0];
