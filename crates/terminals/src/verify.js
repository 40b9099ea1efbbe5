// Checks the licence behind # on this device: nothing of it is sent anywhere, and it works without a network.
// The city's keys, the words and the names of permits stand in the page (data-* of #check).
"use strict";
(() => {
  const place = document.getElementById("check");
  if (!place) return;
  const data = JSON.parse(place.dataset.trust);
  const words = JSON.parse(place.dataset.words);
  const permits = JSON.parse(place.dataset.permits);
  const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key] || "");
  const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name || "", textContent: text || "" });

  // Base64url without padding, one spelling for each byte string.
  const bytes = (text) => {
    if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new Error("malformed");
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const out = Uint8Array.from(plain, (c) => c.charCodeAt(0));
    const back = btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    if (back !== text) throw new Error("malformed");
    return out;
  };
  const json = (text) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));
  const day = (number) => {
    const text = String(number);
    return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  };
  const spoken = (iso) => new Date(`${iso}T12:00:00Z`).toLocaleDateString(words.locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  const check = async (jws) => {
    const parts = jws.split(".");
    if (parts.length !== 3) return { no: "not-ours" };
    let header, claims, signature;
    try {
      header = json(parts[0]);
      signature = bytes(parts[2]);
      bytes(parts[1]);
    } catch { return { no: "malformed" }; }
    if (Object.keys(header).sort().join() !== "alg,kid" || header.alg !== "ES256" || signature.length !== 64) return { no: "malformed" };
    const key = data.keys.find((k) => k.kid === header.kid);
    if (!key) return { no: "unknown-key" };
    if (!globalThis.crypto || !crypto.subtle) return { no: "cannot" };
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const ours = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x: key.x, y: key.y }, algorithm, false, ["verify"]);
    const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    if (!(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, ours, signature, signed))) return { no: "altered" };
    try { claims = json(parts[1]); } catch { return { no: "malformed" }; }
    if (claims.v > 1) return { no: "newer" };
    if (claims.v !== 1 || "f" in claims) return { no: "malformed" };
    const issued = day(claims.d);
    if (issued < key.from || issued > key.until) return { no: "key-then" };
    return { claims, issued };
  };

  const standing = (part, issued, today) => {
    const [, , until = 0, from = 0, state = ""] = part;
    if (state) return state;
    if (until && day(until) < today) return "e";
    return today < (from ? day(from) : issued) ? "n" : "";
  };

  const verdict = (shape, title, text) => {
    const box = make("div", `verdict ${shape}`);
    box.setAttribute("role", "status");
    const inner = make("div");
    inner.append(make("h1", "", title), make("p", "", text));
    box.append(inner);
    return box;
  };

  const show = ({ no, claims, issued }) => {
    const out = document.createDocumentFragment();
    if (no) {
      out.append(verdict(no === "cannot" ? "info" : "no", say(no === "cannot" ? "cannot-title" : "no-title"), say(no)));
      place.replaceChildren(out);
      return;
    }
    const today = new Date().toLocaleDateString("sv-SE");
    const parts = claims.p || [];
    const states = parts.map((part) => standing(part, issued, today));
    const good = states.filter((s) => !s).length;
    const [shape, title] = !parts.length ? ["ok", "genuine"] : good === parts.length ? ["ok", "valid"] : good ? ["warn", "in-part"] : ["no", "over"];
    out.append(verdict(shape, say(title), say("as-of", { day: spoken(issued) })));
    if (claims.x || data.specimen) out.append(make("p", "note warn", say("specimen")));
    const card = make("section", "card");
    card.append(make("h2", "", claims.t || claims.h || ""), make("p", "", claims.a || ""));
    if (claims.h) card.append(make("p", "dim", claims.h));
    card.append(make("p", "mono", claims.n));
    card.append(make("p", "note warn", say("compare")));
    out.append(card);
    if (parts.length) {
      const list = make("section", "card");
      list.append(make("h2", "", say("parts")));
      const items = make("ul", "checks");
      parts.forEach((part, at) => {
        const item = make("li", states[at] ? "no" : "ok"), body = make("div"), until = part[2] ? say("until", { day: spoken(day(part[2])) }) : say("open-ended");
        body.append(make("b", "", permits[part[0]] || part[0]), make("p", "dim", states[at] ? say(`state-${states[at]}`) : until));
        item.append(body);
        items.append(item);
      });
      list.append(items);
      out.append(list);
    } else if (claims.k) out.append(make("p", "", say("left-out", { n: claims.k })));
    const online = make("a", "btn", say("ask-online"));
    online.href = `/v/${encodeURIComponent(claims.c)}`;
    const offline = make("p", "hint", say("offline"));
    out.append(online, offline);
    place.replaceChildren(out);
  };

  const run = () => {
    const text = decodeURIComponent(location.hash.slice(1)).trim();
    if (!text) return;
    if (!globalThis.crypto || !crypto.subtle) { show({ no: "cannot" }); return; }
    if (!text.includes("~")) { check(text).then(show, () => show({ no: "malformed" })); return; }
    const tools = { data, bytes, json, say, make, verdict, spoken, permits, lang: document.documentElement.lang.slice(0, 2) };
    globalThis.onegoCredential(text, tools).then((found) => place.replaceChildren(found), (why) => show({ no: words[why && why.no] ? why.no : "malformed" }));
  };
  addEventListener("hashchange", run);
  run();

  // The field for a pasted code is read here too: what it holds stays on this device.
  const form = document.querySelector("form[data-here]");
  if (form) form.addEventListener("submit", (event) => {
    const typed = form.elements.text.value.trim(), at = typed.indexOf("#");
    if (at >= 0 && typed.slice(0, at).replace(/\/$/, "").toLowerCase() !== `${data.origin.replace(/\/$/, "")}/v`.toLowerCase()) return;
    const signed = at >= 0 ? typed.slice(at + 1) : typed;
    if (signed.split("~")[0].split(".").length !== 3 || !globalThis.crypto || !crypto.subtle) return;
    event.preventDefault();
    look(signed);
  });
  const look = (signed) => {
    history.replaceState(null, "", `#${signed}`);
    run();
    scrollTo(0, 0);
  };

  // A credential as a file is read here too.
  if (form && globalThis.crypto && crypto.subtle) {
    const label = make("label", "field"), input = make("input"), hint = make("p", "hint", say("file-hint"));
    input.type = "file";
    input.accept = ".sdjwt,.txt,application/dc+sd-jwt";
    hint.id = "file-hint";
    input.setAttribute("aria-describedby", hint.id);
    label.append(make("span", "", say("file")), input);
    form.after(label, hint);
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (file && file.size < 1e6) look((await file.text()).trim());
    });
  }

  // Kept for the door without a signal.
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/v-offline.js", { scope: "/v" }).catch(() => {});
})();
