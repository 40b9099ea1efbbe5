// Wallets and verifiers that nobody here wrote fetch a licence from a running city, show it, and check it; and onego
// checks what they issue.
//
//   node wallets.mjs ONEGO PYTHON [PORT]
//
// PYTHON has the package sd-jwt (requirements.txt). Everything happens on this machine.

import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { clientAuthenticationAnonymous, setGlobalConfig } from '@openid4vc/oauth2';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { OpenID4VCIClientV1_0_15 } from '@sphereon/oid4vci-client';
import * as jose from 'jose';

import { visitorOf } from './page.mjs';

const [onego, python, port = '21777'] = process.argv.slice(2);
if (!python) {
  console.error('usage: node wallets.mjs ONEGO PYTHON [PORT]');
  process.exit(2);
}
// The city of this test speaks plain http, on this machine only.
setGlobalConfig({ allowInsecureUrls: true });
const base = `http://127.0.0.1:${port}`;
const folder = mkdtempSync(path.join(tmpdir(), 'onego-credential-'));
const ours = path.join(import.meta.dirname, 'ours.py');
const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

let passed = 0;
const failures = [];
function expect(condition, what) {
  if (condition) passed += 1;
  else { failures.push(what); console.log(`  FAILED ${what}`); }
  return condition;
}

async function startCity() {
  const child = spawn(onego, ['demo', '--port', port], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  for (let tries = 0; tries < 1200 && child.exitCode === null; tries += 1) {
    const answer = await fetch(`${base}/ready`).catch(() => null);
    if (answer?.ok) return { said: () => said, stop: async () => { child.kill('SIGTERM'); await ended; } };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGTERM');
  throw new Error(`the demo city did not answer: ${said}`);
}

/** Somebody of the demo with their cookie. */
async function be(person) {
  const answer = await fetch(`${base}/demo/be/${person}`, { method: 'POST', body: new URLSearchParams({ language: 'en' }), redirect: 'manual' });
  const cookie = answer.headers.getSetCookie().find((c) => c.includes('onego_session'))?.split(';')[0];
  if (!cookie) throw new Error(`${person} could not sign in (${answer.status})`);
  const ask = async (method, address, form) => {
    const body = form ? new URLSearchParams(form) : undefined;
    const found = await fetch(`${base}${address}`, { method, body, headers: { cookie }, redirect: 'manual' });
    return { status: found.status, headers: found.headers, text: await found.text() };
  };
  return { get: (address) => ask('GET', address), post: (address, form) => ask('POST', address, form) };
}

const plain = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** An offer from the page: the link of the QR code, and the six digits. */
async function offer(holder, number) {
  const page = await holder.post(`/en/licence/${number}/wallet`, { once: randomBytes(6).toString('hex') });
  const link = plain(page.text.match(/href="(openid-credential-offer:[^"]+)"/)[1]);
  const digits = page.text.match(/wallet-digits[^>]*>\s*(\d{6})\s*</)[1];
  expect(page.headers.get('cache-control') === 'no-store', 'the page with the code stays in no cache');
  return { link, digits };
}

async function keyPair(kid) {
  const { privateKey, publicKey } = await jose.generateKeyPair('ES256', { extractable: true });
  const open = { ...(await jose.exportJWK(publicKey)), ...(kid ? { kid } : {}) };
  return { privateKey, publicKey, open, secret: { ...(await jose.exportJWK(privateKey)), ...(kid ? { kid } : {}) } };
}

/** Signs the bytes of a JWS the way the libraries of @sd-jwt ask for it. */
function signerOf(secret) {
  return async (data) => {
    const key = await crypto.subtle.importKey('jwk', secret, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    return Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(data))).toString('base64url');
  };
}

async function fits(jwk, data, signature) {
  const { kty, crv, x, y } = jwk;
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signature, 'base64url'), new TextEncoder().encode(data));
}

const hasher = (data, alg) => new Uint8Array(createHash(alg.replace('sha-', 'sha')).update(Buffer.from(data)).digest());
const saltGenerator = (length) => randomBytes(length).toString('base64url').slice(0, length);

/** The type of a credential, when it has the digest it was signed with. The library's own check wants the digest in
 *  hexadecimal; Subresource Integrity, which SD-JWT VC refers to, has it in base64. */
async function typeOf(uri, integrity) {
  const text = await (await fetch(uri)).text();
  const digest = `sha256-${createHash('sha256').update(text).digest('base64')}`;
  return digest === integrity ? JSON.parse(text) : undefined;
}

/** A verifier of @sd-jwt that trusts the keys the city publishes. */
async function verifierOf(more = {}) {
  const { issuer, jwks } = await (await fetch(`${base}/.well-known/jwt-vc-issuer`)).json();
  expect(issuer === base, 'the issuer is the city');
  const [key] = jwks.keys;
  const verifier = (data, signature) => fits(key, data, signature);
  return new SDJwtVcInstance({
    hasher, hashAlg: 'sha-256', verifier, statusVerifier: verifier, loadTypeMetadataFormat: true, vctFetcher: typeOf,
    kbVerifier: (data, signature, payload) => fits(payload.cnf.jwk, data, signature), ...more,
  });
}

/** The wallet of the OpenWallet Foundation's TypeScript library. */
async function firstWallet({ link, digits }, key) {
  const client = new Openid4vciClient({
    callbacks: {
      hash: hasher,
      generateRandom: (length) => randomBytes(length),
      clientAuthentication: clientAuthenticationAnonymous(),
      signJwt: async (signer, { header, payload }) => ({
        jwt: await new jose.SignJWT(payload).setProtectedHeader(header).sign(key.privateKey),
        signerJwk: signer.publicJwk,
      }),
      verifyJwt: async () => ({ verified: false }),
      decryptJwe: async () => { throw new Error('not asked for'); },
      encryptJwe: async () => { throw new Error('not asked for'); },
    },
  });
  const credentialOffer = await client.resolveCredentialOffer(link);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode: digits });
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata, credentialConfigurationId, nonce, signer: { method: 'jwk', alg: 'ES256', publicJwk: key.open },
  });
  const given = await client.retrieveCredentials({
    issuerMetadata, credentialConfigurationId, accessToken: accessTokenResponse.access_token, proofs: { jwt: [jwt] },
  });
  return given.credentialResponse.credentials[0].credential;
}

/** Sphereon's wallet, which speaks a draft shortly before 1.0. */
async function secondWallet({ link, digits }, key) {
  const client = await OpenID4VCIClientV1_0_15.fromURI({ uri: link, clientId: 'a-wallet', alg: 'ES256' });
  await client.acquireAccessToken({ pin: digits });
  const given = await client.acquireCredentials({
    credentialConfigurationId: client.getCredentialOfferConfigurationIds()[0],
    format: 'dc+sd-jwt',
    alg: 'ES256',
    jwk: key.open,
    proofCallbacks: {
      signCallback: ({ header, payload }) => new jose.SignJWT(payload)
        .setProtectedHeader({ alg: 'ES256', typ: 'openid4vci-proof+jwt', jwk: key.open, ...(header?.kid ? {} : {}) })
        .sign(key.privateKey),
    },
  });
  return given.credentials ? given.credentials[0].credential : given.credential;
}

function verify(text, ...more) {
  const file = path.join(folder, `${randomBytes(6).toString('hex')}.sdjwt`);
  writeFileSync(file, text);
  const done = spawnSync(onego, ['verify', file, '--json', ...more]);
  let said = {};
  try { said = JSON.parse(done.stdout); } catch { said = { reason: `${done.stdout}${done.stderr}` }; }
  return { code: done.status, ...said };
}

function pythonReads(jwks, text, ...proof) {
  const done = spawnSync(python, [ours, 'read', JSON.stringify(jwks), ...proof], { input: text });
  return done.status === 0 ? JSON.parse(done.stdout) : null;
}

const payloadPermits = (payload) => payload.parts.map((part) => part.name.en);

/** The credential of a wallet, checked by everybody. */
async function everybodyChecks(name, credential, key, number) {
  const { jwks } = await (await fetch(`${base}/.well-known/jwt-vc-issuer`)).json();
  const { iat } = jose.decodeJwt(credential.split('~')[0]);
  const now = { currentDate: iat + 1 };
  const verifier = await verifierOf();
  const seen = await verifier.verify(credential, now).catch((error) => ({ error }));
  if (!expect(!seen.error, `${name}: @sd-jwt verifies it: ${seen.error?.message}`)) return;
  expect(seen.payload.number === number, `${name}: it is the licence ${number}`);
  expect(seen.typeMetadata?.mergedTypeMetadata.name === 'Comprehensive licence', `${name}: its type is there and has the digest it was signed with`);
  const { x, y } = seen.payload.cnf.jwk;
  expect(x === key.open.x && y === key.open.y, `${name}: it is bound to the wallet's key`);
  const inPython = pythonReads(jwks, credential);
  expect(isDeepStrictEqual(inPython, JSON.parse(JSON.stringify(seen.payload))), `${name}: PyPI sd-jwt sees the same claims`);
  const mine = verify(credential);
  expect(mine.code === 0 && mine.number === number, `${name}: onego verifies it: ${mine.reason}`);
  expect(mine.holder === 'not-shown' && mine.parts.every((part) => part.status === 'not-checked'), `${name}: offline the status is not checked`);

  // One part for an insurer, with the proof of the wallet.
  const holder = await verifierOf({ kbSigner: signerOf(key.secret), kbSignAlg: 'ES256' });
  const asked = { nonce: randomBytes(9).toString('base64url'), aud: 'https://insurer.example' };
  const shown = await holder.present(credential, { trade_name: true, premises: true, parts: { 0: true } }, { kb: { payload: { iat: iat + 2, ...asked } } });
  const insurer = await verifier.verify(shown, { ...now, keyBindingNonce: asked.nonce }).catch((error) => ({ error }));
  expect(insurer.payload?.parts.length === 1 && !insurer.payload.holder, `${name}: @sd-jwt sees the one part that was shown: ${insurer.error?.message}`);
  expect(pythonReads(jwks, shown, asked.aud, asked.nonce)?.parts.length === 1, `${name}: PyPI sd-jwt sees it with the proof`);
  const told = verify(shown);
  expect(told.code === 0 && told.holder?.proven?.nonce === asked.nonce && told.parts.length === 1, `${name}: onego sees it with the proof: ${told.reason}`);
  expect(told.withheld === seen.payload.part_count - 1, `${name}: onego says how many parts were withheld`);
  let accepted = 0;
  for (let at = 0; at < shown.length; at += 97) {
    const bytes = Buffer.from(shown);
    bytes[at] ^= 1;
    if (verify(bytes.toString()).code === 0) accepted += 1;
  }
  expect(accepted === 0, `${name}: onego accepted ${accepted} changed presentations`);
  const visitor = await visitorOf(base);
  const onPage = await visitor(shown);
  expect(onPage.shape === 'ok' && onPage.words.some((words) => words.includes(asked.aud)), `${name}: the page sees it with the proof: ${onPage.words}`);
  const permits = (words) => payloadPermits(seen.payload).filter((permit) => words.includes(permit)).length;
  expect(permits(onPage.words) === 1 && permits((await visitor(credential)).words) === seen.payload.part_count, `${name}: the page sees what is shown`);
  let unseen = 0;
  for (let tries = 0; tries < 1500; tries += 1) {
    const bytes = Buffer.from(shown);
    // Every bit but the highest, which makes no text; the places are the same in every run.
    const bit = (tries * 2_654_435_761) % (shown.length * 7);
    bytes[Math.floor(bit / 7)] ^= 1 << (bit % 7);
    if ((await visitor(encodeURIComponent(bytes.toString()))).shape !== 'no') unseen += 1;
  }
  expect(unseen === 0, `${name}: the page accepted ${unseen} of 1500 changed presentations`);
  return seen.payload;
}

/** What wallets may not do. */
async function misuse(holder, number) {
  const first = await offer(holder, number);
  const grant = JSON.parse(decodeURIComponent(first.link.split('credential_offer=')[1])).grants[PRE_AUTHORIZED];
  const code = grant['pre-authorized_code'];
  const token = async (form) => {
    const answer = await fetch(`${base}/wallet/token`, { method: 'POST', body: new URLSearchParams({ grant_type: PRE_AUTHORIZED, ...form }) });
    expect(answer.headers.get('cache-control') === 'no-store', 'answers of the token endpoint stay in no cache');
    return { status: answer.status, ...(await answer.json()) };
  };
  const right = { 'pre-authorized_code': code, tx_code: first.digits };
  const wrong = String((Number(first.digits) + 1) % 1e6).padStart(6, '0');
  expect((await token({ ...right, tx_code: wrong })).error === 'invalid_grant', 'wrong digits are refused');
  expect((await token({ 'pre-authorized_code': code })).error === 'invalid_request', 'without digits nothing is given');
  expect((await token({ ...right, grant_type: 'authorization_code' })).error === 'unsupported_grant_type', 'another grant is refused');
  const given = await token(right);
  expect(given.status === 200 && given.token_type === 'Bearer', 'the right digits are accepted');
  expect((await token(right)).error === 'invalid_grant', 'a code is good once');
  const second = await offer(holder, number);
  const again = JSON.parse(decodeURIComponent(second.link.split('credential_offer=')[1])).grants[PRE_AUTHORIZED]['pre-authorized_code'];
  const guess = String((Number(second.digits) + 1) % 1e6).padStart(6, '0');
  for (let tries = 0; tries < 3; tries += 1) await token({ 'pre-authorized_code': again, tx_code: guess });
  expect((await token({ 'pre-authorized_code': again, tx_code: second.digits })).error === 'invalid_grant', 'after three wrong tries the code is over');

  const ask = async (request, bearer = given.access_token) => {
    const headers = { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const answer = await fetch(`${base}/wallet/credential`, { method: 'POST', headers, body: typeof request === 'string' ? request : JSON.stringify(request) });
    return { status: answer.status, challenge: answer.headers.get('www-authenticate'), ...(await answer.json()) };
  };
  const key = await keyPair();
  const nonce = async () => (await (await fetch(`${base}/wallet/nonce`, { method: 'POST' })).json()).c_nonce;
  const proof = (nonce, aud = base) => new jose.SignJWT({ nonce, aud, iat: 1 }).setProtectedHeader({ alg: 'ES256', typ: 'openid4vci-proof+jwt', jwk: key.open }).sign(key.privateKey);
  const request = async (jwt) => ({ credential_configuration_id: 'licence', proofs: { jwt: [jwt] } });
  const fresh = await nonce();
  const stolen = await ask(await request(await proof(fresh)), 'STOLEN');
  expect(stolen.status === 401 && stolen.challenge.startsWith('Bearer'), 'an unknown token is refused');
  expect((await ask({}, '')).status === 401, 'without a token nothing is given');
  expect((await ask('{')).error === 'invalid_credential_request', 'what is no JSON is refused');
  expect((await ask({ credential_configuration_id: 'passport' })).error === 'unknown_credential_configuration', 'there is no passport here');
  expect((await ask({ credential_configuration_id: 'licence' })).error === 'invalid_proof', 'without proof nothing is given');
  expect((await ask(await request(await proof('GUESSED')))).error === 'invalid_nonce', 'a nonce that was not given is refused');
  expect((await ask(await request(await proof(await nonce(), 'https://other.example')))).error === 'invalid_proof', 'a proof for somebody else is refused');
  expect((await ask(await request(await proof(fresh)))).status === 200, 'a fresh proof is accepted');
  expect((await ask(await request(await proof(fresh)))).error === 'invalid_nonce', 'a nonce is good once');
  return [code, again, given.access_token, first.digits, second.digits, fresh];
}

/** The state of the list for entries of a credential. */
async function stateOf({ uri, idx }, time) {
  const answer = await fetch(time ? `${uri}?time=${time}` : uri, { headers: { accept: 'application/statuslist+jwt' } });
  if (!answer.ok) return `status ${answer.status}`;
  return getListFromStatusListJWT(await answer.text()).getStatus(idx);
}

/** A part is suspended, reinstated and revoked, and every list says so; the past stays as it was. */
async function follows(credential, payload, number) {
  const desk = await findDesk(number);
  const { status: { status_list: whole }, parts, iat } = payload;
  const part = parts.find((p) => p.permit === desk.permit).status.status_list;
  expect((await stateOf(part)) === 0 && (await stateOf(whole)) === 0, 'all is valid at first');
  const first = await fetch(whole.uri);
  const tag = first.headers.get('etag');
  expect(first.headers.get('content-type') === 'application/statuslist+jwt', 'the list says what it is');
  expect(/max-age=\d+/.test(first.headers.get('cache-control')), 'the list says how long it is fresh');
  expect(first.headers.get('access-control-allow-origin') === '*', 'pages of others may read it');
  const length = (await first.text()).length;
  expect(length < 4000, `the list of a million entries has ${length} bytes`);
  expect((await fetch(whole.uri, { headers: { 'if-none-match': tag } })).status === 304, 'what did not change is not sent again');
  const act = async (what) => {
    const done = await desk.official.post(`${desk.href}/measure/${what}`, { once: randomBytes(6).toString('hex'), law: '0', reason: 'Rats were seen' });
    expect(done.status === 303, `${what} is done at the desk (${done.status})`);
    // The city performs errands every five seconds.
    for (let tries = 0; tries < 30; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      if ((await stateOf(part)) === { suspend: 2, reinstate: 0, revoke: 1 }[what]) return true;
    }
    return false;
  };
  expect(await act('suspend'), 'a suspended part shows in the list');
  expect((await stateOf(whole)) === 3, 'the whole is valid in part');
  expect((await fetch(whole.uri, { headers: { 'if-none-match': tag } })).status === 200, 'what changed is sent again');
  expect((await stateOf(part, iat + 1)) === 0, 'the past stays as it was');
  for (const [time, status] of [[1, 404], [4e9, 404], ['soon', 400]]) {
    const answer = await fetch(`${whole.uri}?time=${time}`);
    expect(answer.status === status, `time=${time} is answered with ${answer.status}`);
  }
  const verifier = await verifierOf();
  const stopped = await verifier.verify(credential, { currentDate: iat + 1 }).then(() => 'accepted', (error) => error.message);
  const onPage = await (await visitorOf(base))(credential);
  expect(onPage.shape === 'warn' && onPage.words.some((words) => words.includes('suspended')), `the page says that a part is suspended: ${onPage.words}`);
  expect(/status/i.test(stopped), `@sd-jwt does not accept it any more: ${stopped}`);
  const list = path.join(folder, 'list.jwt');
  writeFileSync(list, await (await fetch(whole.uri)).text());
  const day = new Date((iat + 1) * 1000).toISOString().slice(0, 10);
  for (const place of [list, whole.uri]) {
    const told = verify(credential, '--on', day, '--status', place);
    const said = told.parts?.find((p) => p.permit === desk.permit)?.status?.said;
    expect(told.code === 0 && told.standing === 'valid-in-part' && said === 'suspended', `onego with ${place === list ? 'a file' : 'an address'} says so: ${JSON.stringify(told).slice(0, 300)}`);
  }
  expect(await act('reinstate'), 'a reinstated part shows in the list');
  expect((await stateOf(whole)) === 0, 'the whole is valid again');
  expect(await act('revoke'), 'a revoked part shows in the list');
  writeFileSync(list, await (await fetch(whole.uri)).text());
  const revoked = verify(credential, '--on', day, '--status', list);
  expect(revoked.parts?.find((p) => p.permit === desk.permit)?.status?.said === 'revoked', 'onego says revoked');
}

/** An official who decided one of the parts of a licence. */
async function findDesk(number) {
  const page = await (await fetch(`${base}/en/sign-in`)).text();
  for (const [, person] of page.matchAll(/action="\/demo\/be\/([^"]+)"/g)) {
    const official = await be(person);
    const found = await official.get(`/en/desk/licences?q=${number}`);
    if (found.status !== 200) continue;
    for (const [, href, permit] of found.text.matchAll(/href="(\/en\/desk\/case\/[^/"]+\/([^/"?]+))["?]/g)) {
      if ((await official.get(`${href}/measure/suspend`)).status === 200) return { official, href, permit };
    }
  }
  throw new Error(`nobody of the demo decided a part of ${number}`);
}

/** What others issue is read by onego, with the key of others in a trust bundle. */
async function oursReadsTheirs(payload) {
  const key = await keyPair('theirs-1');
  const trust = JSON.parse(await (await fetch(`${base}/trust.json`)).text());
  trust.keys = [{ ...trust.keys[0], kid: 'theirs-1', x: key.open.x, y: key.open.y }];
  const bundle = path.join(folder, 'theirs.json');
  writeFileSync(bundle, JSON.stringify(trust));
  const { cnf, ...claims } = payload;
  const hidden = Object.keys(claims).filter((name) => ['code', 'trade_name', 'holder', 'premises', 'district', 'sector'].includes(name));
  const theirs = new SDJwtVcInstance({ hasher, hashAlg: 'sha-256', saltGenerator, signAlg: 'ES256', signer: signerOf(key.secret) });
  const inJavaScript = await theirs.issue(claims, { _sd: hidden, parts: { _sd: claims.parts.map((_, at) => at) } }, { header: { kid: 'theirs-1' } });
  const made = spawnSync(python, [ours, 'issue', JSON.stringify(key.secret)], { input: JSON.stringify(claims) });
  for (const [name, text] of [['@sd-jwt', inJavaScript], ['PyPI sd-jwt', made.stdout.toString().trim()]]) {
    const told = verify(text, '--trust', bundle);
    expect(told.code === 0 && told.number === claims.number && told.parts.length === claims.part_count, `onego reads what ${name} issues: ${told.reason}`);
    expect((await (await visitorOf(base))(text)).shape === 'no', `the page without the key does not accept what ${name} issues`);
    expect(verify(text).code === 1, `onego without the key does not accept what ${name} issues`);
    const less = await theirs.present(text, { parts: { 0: true } });
    expect(verify(less, '--trust', bundle).withheld === claims.part_count - 1, `onego reads what ${name} issues with less shown`);
  }
}

const city = await startCity();
try {
  const holder = await be('dong-meiling');
  const wallet = await holder.get('/en/wallet');
  const number = wallet.text.match(/\/en\/licence\/([^"/?]+)/)[1];
  const page = await holder.get(`/en/licence/${number}`);
  expect(page.text.includes(`/en/licence/${number}/wallet`), 'the licence page leads to the wallet page');
  const stranger = await be('lin-yue');
  const theirs = await stranger.post(`/en/licence/${number}/wallet`, { once: 'x' });
  expect(!theirs.text.includes('openid-credential-offer'), 'nobody else gets an offer');

  console.log('two wallets');
  let credential;
  let payload;
  for (const [name, fetches] of [['@openid4vc', firstWallet], ['@sphereon', secondWallet]]) {
    const key = await keyPair();
    credential = await fetches(await offer(holder, number), key);
    payload = await everybodyChecks(name, credential, key, number);
  }
  console.log('misuse');
  const secrets = await misuse(holder, number);
  console.log('the other way round');
  await oursReadsTheirs(payload);
  const file = await holder.get(`/en/licence/${number}/licence.sdjwt`);
  expect(verify(file.text).holder === 'anybody', 'the file is bound to nobody and verifies');
  console.log('status');
  await follows(credential, payload, number);
  expect(secrets.every((secret) => !city.said().includes(secret)), 'no code, token or nonce is in the log');
} catch (error) {
  expect(false, `it ended: ${error.stack}`);
} finally {
  await city.stop();
}
console.log(`\n${passed} passed, ${failures.length} failed`);
for (const failure of failures) console.log(`  - ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);
