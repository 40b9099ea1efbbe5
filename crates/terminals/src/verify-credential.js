// Checks a licence shown as a credential (SD-JWT, RFC 9901) on this device. Only the city's status list is asked for,
// which says nothing about which licence is meant; without a network the status is said to be unchecked.
"use strict";
globalThis.onegoCredential = async (text, { data, bytes, json, say, make, verdict, spoken, permits, lang }) => {
  const utf8 = new TextEncoder();
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const digest = async (of) => encode(await crypto.subtle.digest("SHA-256", utf8.encode(of)));
  const no = (why) => { throw { no: why }; };

  // Header and claims of a compact JWS whose signature fits the key that `find` gives for its header.
  const signed = async (jws, find) => {
    const pieces = jws.split(".");
    if (pieces.length !== 3) no("malformed");
    const header = json(pieces[0]), signature = bytes(pieces[2]);
    bytes(pieces[1]);
    if (header.alg !== "ES256" || "crit" in header || "b64" in header || signature.length !== 64) no("malformed");
    const { x, y } = find(header);
    const key = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, algorithm, false, ["verify"]);
    const fits = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, utf8.encode(`${pieces[0]}.${pieces[1]}`));
    if (!fits) no("altered");
    return { header, claims: json(pieces[1]) };
  };
  const citysKey = (header) => data.keys.find((key) => key.kid === header.kid) || no("unknown-key");

  // Puts disclosures where their digests stand; each is used once, and none is left over.
  const unpack = async (claims, disclosures) => {
    const found = new Map(), seen = new Set();
    for (const one of disclosures) {
      const at = await digest(one);
      if (!one || found.has(at)) no("altered");
      found.set(at, json(one));
    }
    let used = 0;
    const take = (at, length) => {
      if (typeof at !== "string" || seen.has(at)) no("altered");
      seen.add(at);
      const list = found.get(at);
      if (!list) return null;
      used += 1;
      if (!Array.isArray(list) || list.length !== length || typeof list[0] !== "string") no("malformed");
      return list;
    };
    const open = (value, depth) => {
      if (depth > 48) no("malformed");
      if (Array.isArray(value)) {
        const out = [];
        for (const item of value) {
          if (!item || typeof item !== "object" || !Object.hasOwn(item, "...")) { out.push(open(item, depth + 1)); continue; }
          if (Object.keys(item).length !== 1) no("malformed");
          const list = take(item["..."], 2);
          if (list) out.push(open(list[1], depth + 1));
        }
        return out;
      }
      if (!value || typeof value !== "object") return value;
      if (Object.hasOwn(value, "...")) no("malformed");
      const out = new Map();
      for (const [name, member] of Object.entries(value)) {
        if (name === "_sd" || (depth === 0 && name === "_sd_alg")) continue;
        out.set(name, open(member, depth + 1));
      }
      const digests = Object.hasOwn(value, "_sd") ? value._sd : [];
      if (!Array.isArray(digests)) no("malformed");
      for (const at of digests) {
        const list = take(at, 3);
        if (!list) continue;
        const name = list[1];
        if (typeof name !== "string" || ["_sd", "..."].includes(name) || (depth === 0 && name === "_sd_alg") || out.has(name)) no("malformed");
        if (depth === 0 && ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"].includes(name)) no("malformed");
        out.set(name, open(list[2], depth + 1));
      }
      return Object.fromEntries(out);
    };
    if ("_sd_alg" in claims && claims._sd_alg !== "sha-256") no("malformed");
    const whole = open(claims, 0);
    if (used !== found.size) no("altered");
    return whole;
  };

  // The states of a list by address; nothing when it cannot be had now.
  const lists = new Map();
  const listAt = async (uri, now) => {
    try {
      if (new URL(uri).origin !== location.origin) return null;
      const answer = await fetch(uri, { signal: AbortSignal.timeout(5000), credentials: "omit", cache: "no-store" });
      if (!answer.ok) return null;
      const { header, claims } = await signed((await answer.text()).trim(), citysKey);
      if (header.typ !== "statuslist+jwt" || claims.sub !== uri) return null;
      // A city of specimens has a clock of its own.
      if (!data.specimen && (claims.iat > now + 60 || (claims.exp !== undefined && claims.exp <= now))) return null;
      const packed = new Blob([bytes(claims.status_list.lst)]).stream().pipeThrough(new DecompressionStream("deflate"));
      const states = new Uint8Array(await new Response(packed).arrayBuffer());
      const bits = claims.status_list.bits;
      return (idx) => {
        const bit = idx * bits;
        if (!Number.isSafeInteger(bit) || bit < 0 || bit >= states.length * 8) no("malformed");
        return (states[Math.floor(bit / 8)] >> (bit % 8)) & ((1 << bits) - 1);
      };
    } catch (why) {
      if (why && why.no === "malformed") throw why;
      return null;
    }
  };
  const stateOf = async (status, now) => {
    const entry = status && status.status_list;
    if (!entry) return null;
    if (!lists.has(entry.uri)) lists.set(entry.uri, await listAt(entry.uri, now));
    const list = lists.get(entry.uri);
    return list ? list(entry.idx) : null;
  };

  const pieces = text.split("~");
  const proof = pieces.pop(), [jwt, ...disclosures] = pieces;
  const { header, claims: sealed } = await signed(jwt, citysKey);
  if (!["dc+sd-jwt", "vc+sd-jwt"].includes(header.typ)) no("not-ours");
  const claims = await unpack(sealed, disclosures);
  const origin = data.origin.replace(/\/$/, "");
  if (claims.iss !== origin || claims.vct !== `${origin}/credentials/licence/1`) no("not-ours");
  const key = citysKey(header), day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
  if (!Number.isFinite(claims.iat)) no("malformed");
  if (day(claims.iat + 86400) < key.from || day(claims.iat - 86400) > key.until) no("key-then");
  const now = Math.floor(Date.now() / 1000);
  if (claims.nbf > now || claims.exp <= now) no("time");
  if (!Array.isArray(claims.parts) || !(claims.part_count >= claims.parts.length) || typeof claims.number !== "string") no("malformed");

  let holder = say("anybody");
  if (proof && !claims.cnf) no("proof");
  if (claims.cnf && !proof) holder = say("not-proven");
  if (claims.cnf && proof) {
    const shown = text.slice(0, text.length - proof.length);
    const bound = await signed(proof, () => claims.cnf.jwk).catch(() => no("proof"));
    if (bound.header.typ !== "kb+jwt" || bound.claims.sd_hash !== (await digest(shown))) no("proof");
    holder = say("proven", { for: bound.claims.aud });
  }

  const today = new Date().toLocaleDateString("sv-SE");
  const letter = { 1: "r", 2: "s" };
  const whole = await stateOf(claims.status, now);
  const states = [];
  for (const part of claims.parts) {
    const said = letter[await stateOf(part.status, now)];
    states.push(said || (part.until && part.until < today ? "e" : part.from > today ? "n" : ""));
  }
  const good = states.filter((state) => !state).length;
  let [shape, title] = !states.length ? ["ok", "genuine"] : good === states.length ? ["ok", "valid"] : good ? ["warn", "in-part"] : ["no", "over"];
  if (whole === 3 && title === "valid") [shape, title] = ["warn", "in-part"];
  if (whole === 1 || whole === 2) [shape, title] = ["no", "over"];

  const spokenIn = (words) => (words && (words[lang] || words.en || Object.values(words)[0])) || "";
  const out = document.createDocumentFragment();
  out.append(verdict(shape, say(title), say("credential-as-of", { day: spoken(claims.issued_on) })));
  out.append(make("p", whole === null ? "note warn" : "note", say(whole === null ? "status-not-checked" : "status-checked")));
  if (claims.specimen !== false || data.specimen) out.append(make("p", "note warn", say("specimen")));
  const card = make("section", "card");
  card.append(make("h2", "", claims.trade_name || claims.holder || claims.number));
  if (claims.premises) card.append(make("p", "", claims.premises));
  if (claims.holder) card.append(make("p", "dim", claims.holder));
  card.append(make("p", "mono", claims.number), make("p", "note warn", say("compare")));
  out.append(card);
  const list = make("section", "card"), items = make("ul", "checks");
  list.append(make("h2", "", say("parts")));
  claims.parts.forEach((part, at) => {
    const item = make("li", states[at] ? "no" : "ok"), body = make("div");
    const until = part.until ? say("until", { day: spoken(part.until) }) : say("open-ended");
    body.append(make("b", "", spokenIn(part.name) || permits[part.permit] || part.permit), make("p", "dim", states[at] ? say(`state-${states[at]}`) : until));
    item.append(body);
    items.append(item);
  });
  if (claims.parts.length) list.append(items);
  const withheld = claims.part_count - claims.parts.length;
  if (withheld > 0) list.append(make("p", "", say("withheld", { n: withheld })));
  out.append(list, make("p", "hint", holder));
  return out;
};
