// A real OpenID Connect provider on this machine, for the tests of sign-in, with faults on request.
//
//   node provider.mjs PORT REDIRECT_URI SIGNED_OUT_URI
//
// With TLS_CERT and TLS_KEY, two files, it speaks TLS as `localhost`.
// Everybody can sign in with any name. `PUT /fault/KIND` spoils every ID token from then on, `PUT /fault/none` ends it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import * as jose from 'jose';
import { Provider } from 'oidc-provider';

const [port, redirectUri, signedOutUri] = process.argv.slice(2);
if (!signedOutUri) {
  console.error('usage: node provider.mjs PORT REDIRECT_URI SIGNED_OUT_URI');
  process.exit(2);
}
const { TLS_CERT, TLS_KEY } = process.env;
const issuer = TLS_CERT ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
const CLIENT = 'onego';
const SECRET = 'a-secret-of-the-tests-with-enough-letters';

async function pair(alg, kid) {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await jose.exportJWK(privateKey)), alg, kid, use: 'sig' };
  const open = { ...(await jose.exportJWK(publicKey)), alg, kid, use: 'sig' };
  return { alg, kid, privateKey, jwk, open };
}

const known = {
  RS256: await pair('RS256', 'rsa'),
  PS256: await pair('PS256', 'pss'),
  ES256: await pair('ES256', 'ec'),
  EdDSA: await pair('EdDSA', 'ed'),
};
/// In no key set.
const stranger = await pair('RS256', 'stranger');
/// Comes into the key set only with the fault `rotated`.
const rotated = await pair('RS256', 'rotated');

const people = {
  'zhou-lan': { name: 'Zhou Lan' },
  'official-sub-7': { name: 'Somebody else' },
  'by-mail': { name: 'Mail', email: 'he.rui@city.example', email_verified: true },
  'by-unverified-mail': { name: 'Impostor', email: 'he.rui@city.example', email_verified: false },
};

const provider = new Provider(issuer, {
  clients: [{
    client_id: CLIENT,
    client_secret: SECRET,
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [signedOutUri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  jwks: { keys: Object.values(known).map((k) => k.jwk) },
  cookies: { keys: ['only-for-tests'] },
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  // Nobody is asked twice: consent is given with signing in.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});

let fault = 'none';

/// Signs claims anew, spoiled as the fault says.
async function spoil(token) {
  const claims = jose.decodeJwt(token);
  const now = Math.floor(Date.now() / 1000);
  let key = known.RS256;
  let header = {};
  switch (fault) {
    case 'nonce': claims.nonce = 'another-nonce'; break;
    case 'no-nonce': delete claims.nonce; break;
    case 'aud': claims.aud = 'another-client'; break;
    case 'more-aud': claims.aud = [CLIENT, 'another-client']; break;
    case 'azp': claims.azp = 'another-client'; break;
    case 'iss': claims.iss = 'https://another.example'; break;
    case 'expired': claims.iat = now - 4000; claims.exp = now - 90; break;
    case 'late-clock': claims.iat = now - 4000; claims.exp = now - 30; break;
    case 'future': claims.iat = now + 600; claims.exp = now + 4000; break;
    case 'at-hash': claims.at_hash = createHash('sha256').update('other').digest().subarray(0, 16).toString('base64url'); break;
    case 'sub': claims.sub = 'official-sub-7'; return `${token.split('.')[0]}.${jose.base64url.encode(JSON.stringify(claims))}.${token.split('.')[2]}`;
    case 'stranger': key = stranger; break;
    case 'forged-kid': key = stranger; header = { kid: known.RS256.kid }; break;
    case 'rotated': key = rotated; break;
    case 'PS256': case 'ES256': case 'EdDSA': key = known[fault]; break;
    case 'unsigned': return `${jose.base64url.encode(JSON.stringify({ alg: 'none' }))}.${jose.base64url.encode(JSON.stringify(claims))}.`;
    case 'hmac-secret':
      return new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));
    case 'hmac-public-key':
      // The old confusion: the public key used as a symmetric one.
      return new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: known.RS256.kid })
        .sign(new TextEncoder().encode(await jose.exportSPKI(await jose.importJWK(known.RS256.open, 'RS256'))));
    default: throw new Error(`no fault ${fault}`);
  }
  // The hash of the access token goes with the algorithm; all of ours but EdDSA are SHA-256.
  if (key.alg === 'EdDSA') delete claims.at_hash;
  return new jose.SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);
}

provider.use(async (ctx, next) => {
  const asked = ctx.method === 'PUT' && /^\/fault\/(.+)$/.exec(ctx.path);
  if (asked) {
    [, fault] = asked;
    ctx.body = fault;
    return;
  }
  await next();
  if (ctx.path === '/token' && ctx.body?.id_token) {
    if (fault === 'no-id-token') delete ctx.body.id_token;
    else if (fault !== 'none' && fault !== 'userinfo-sub') ctx.body.id_token = await spoil(ctx.body.id_token);
  }
  if (ctx.path === '/jwks' && fault === 'rotated') ctx.body = { keys: [...ctx.body.keys, rotated.open] };
  if (ctx.path === '/me' && fault === 'userinfo-sub') ctx.body = { sub: 'another', name: 'Another Person' };
});

const server = TLS_CERT
  ? createTlsServer({ cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) }, provider.callback())
  : createServer(provider.callback());
server.listen(Number(port), '127.0.0.1', () => console.log(`listening ${issuer}`));
