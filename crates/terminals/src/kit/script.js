// The optional script: every page works without it, this makes it faster.
// Parts ask for help with data attributes:
//   form[data-save]      saves by itself when a field is left; the value is where to, or the form's own address
//   form[data-live]      an answer refreshes the panel #need, fetched from the value
//   form[data-search]    suggestions under a search field
//   form[data-upload]    a file is sent as soon as it is chosen or dropped, with progress
//   [data-key]           the key of the desk that presses it
//   [data-list] [data-row]  rows that J and K walk through
"use strict";
(() => {
  const doc = document, root = doc.documentElement, words = doc.body.dataset;
  const one = (selector, from = doc) => from.querySelector(selector);
  const all = (selector, from = doc) => [...from.querySelectorAll(selector)];
  const on = (target, kind, act) => target && target.addEventListener(kind, act);
  const make = (tag, name, text) => Object.assign(doc.createElement(tag), { className: name || "", textContent: text || "" });
  const later = (act, wait) => { let timer; return (...args) => { clearTimeout(timer); timer = setTimeout(act, wait, ...args); }; };
  // While a word is being composed (Chinese, Japanese), no key means anything but writing.
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const kept = (store, key, value) => {
    try {
      if (value === undefined) return store.getItem(key);
      if (value === null) store.removeItem(key); else store.setItem(key, value);
    } catch { /* a browser that keeps nothing is fine */ }
    return null;
  };
  const fragment = async (address, options) => {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // Look: light or dark, larger text.
  const cookie = (name, value) => { doc.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
  all("[data-look]").forEach((look) => { look.hidden = false; });
  all("[data-theme-switch]").forEach((button) => on(button, "click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    cookie("theme", root.dataset.theme);
  }));
  all("[data-size-switch]").forEach((button) => on(button, "click", () => {
    const next = { 125: "150", 150: "100" }[root.dataset.size] || "125";
    root.dataset.size = next;
    cookie("size", next);
  }));

  // A page that came back: go to the list of what needs another look; its links go to the field, not above it.
  const wrong = one("[data-focus]");
  if (wrong) wrong.focus();
  all(".errors a").forEach((link) => on(link, "click", (event) => {
    const target = doc.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("fieldset") ? one("input,select,textarea", target) || target : target;
    field.focus();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
  }));

  // Saying how it stands: "Saved 09:21" in words, one strip when the connection is gone.
  const say = (text) => all("[data-saved-text]").forEach((place) => { place.textContent = text; });
  const now = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  let strip;
  const offline = (is) => {
    if (is && !strip) {
      strip = make("div", "offline", words.offline);
      strip.setAttribute("role", "status");
      doc.body.append(strip);
    } else if (!is && strip) {
      strip.remove();
      strip = null;
    }
  };

  // Saving by itself.
  const spot = (form) => `kept:${form.dataset.save || form.getAttribute("action") || location.pathname}`;
  const texts = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const keep = (form) => kept(sessionStorage, spot(form), JSON.stringify(texts(form)));
  const putBack = (form) => {
    const before = kept(sessionStorage, spot(form));
    if (!before) return;
    let pairs;
    try { pairs = JSON.parse(before); } catch { return; }
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "file" || !values.has(field.name)) continue;
      const mine = values.get(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = mine.includes(field.value);
      else if ("value" in field && field.tagName !== "BUTTON") field.value = mine[0];
    }
    say(words.restored);
    save(form);
  };
  const save = async (form) => {
    if (form.ariaBusy === "true") return;
    const body = new URLSearchParams(texts(form));
    body.set("auto", "1");
    try {
      const answer = await fetch(form.dataset.save || form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "text/plain" } });
      if (!answer.ok) throw new Error(String(answer.status));
      kept(sessionStorage, spot(form), null);
      offline(false);
      say(`${words.saved} ${now()}`);
    } catch {
      keep(form);
      offline(!navigator.onLine);
      say(words.notSaved);
    }
  };
  all("form[data-save]").forEach((form) => {
    putBack(form);
    on(form, "change", later(() => save(form), 150));
    on(form, "input", later(() => { if (!navigator.onLine) keep(form); }, 400));
  });
  on(window, "online", () => all("form[data-save]").forEach((form) => { if (kept(sessionStorage, spot(form))) save(form); else offline(false); }));
  on(window, "offline", () => { offline(true); all("form[data-save]").forEach(keep); });

  // What you will need: the panel follows the answers.
  all("form[data-live]").forEach((form) => {
    let turn = 0;
    on(form, "change", async () => {
      const mine = ++turn;
      const query = new URLSearchParams(texts(form));
      query.set("part", "need");
      const address = form.dataset.live + (form.dataset.live.includes("?") ? "&" : "?") + query;
      try {
        const fresh = one("#need", await fragment(address));
        const old = one("#need");
        if (mine !== turn || !fresh || !old) return;
        // The region stays, its content changes, so that the change is read out.
        old.replaceChildren(...doc.importNode(fresh, true).childNodes);
      } catch { /* the panel follows on the next page */ }
    });
  });

  // Forms count once.
  on(doc, "submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    if (form.ariaBusy === "true") { event.preventDefault(); return; }
    if (form.method === "post") {
      form.ariaBusy = "true";
      if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
      kept(sessionStorage, spot(form), null);
    }
  });
  on(window, "pageshow", () => all("form[aria-busy],[aria-busy=true]").forEach((busy) => busy.removeAttribute("aria-busy")));

  // Papers: drop, names, progress.
  const send = (form, input) => {
    const bar = one("progress", input.closest(".pick")), told = one("output", input.closest(".pick"));
    const request = new XMLHttpRequest();
    form.ariaBusy = "true";
    bar.hidden = false;
    on(request.upload, "progress", (event) => {
      const percent = Math.round((100 * event.loaded) / (event.total || 1));
      bar.value = percent;
      told.textContent = `${words.sending} ${percent}%`;
    });
    on(request, "load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      doc.open();
      doc.write(request.responseText);
      doc.close();
    });
    on(request, "error", () => { form.removeAttribute("aria-busy"); bar.hidden = true; told.textContent = words.offline; });
    const body = new FormData(form);
    body.set("op", `file:${input.name}`);
    request.open("POST", form.action);
    request.send(body);
  };
  all("[data-drop]").forEach((place) => {
    const input = one("input[type=file]", place), told = one("output", place);
    const chosen = () => {
      told.textContent = [...input.files].map((file) => file.name).join(", ");
      if (input.files.length && input.form && "upload" in input.form.dataset) send(input.form, input);
    };
    on(input, "change", chosen);
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      on(place, kind, (event) => {
        event.preventDefault();
        place.classList.toggle("over", kind === "dragenter" || kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; chosen(); }
      });
    }
  });

  // A list of options under a field: arrows move, Enter takes, nothing acts while a word is composed.
  const walk = (input, options, take) => {
    let at = -1;
    const mark = (place) => {
      at = place;
      options().forEach((option, index) => option.setAttribute("aria-selected", index === at));
      const chosen = options()[at];
      if (chosen) { input.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); }
      else input.removeAttribute("aria-activedescendant");
    };
    on(input, "keydown", (event) => {
      if (composing(event)) return;
      const count = options().length;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        mark((at + (event.key === "ArrowDown" ? 1 : count + (at < 0 ? 0 : -1))) % count);
      } else if (event.key === "Enter" && options()[at]) {
        event.preventDefault();
        take(options()[at]);
      }
    });
    return mark;
  };

  // Search with suggestions.
  all("form[data-search]").forEach((form) => {
    const input = one("input[type=search]", form);
    let list = null, turn = 0, writing = false;
    const options = () => (list ? all("a", list) : []);
    const mark = walk(input, options, (link) => location.assign(link.href));
    const close = () => { if (list) list.remove(); list = null; input.setAttribute("aria-expanded", "false"); mark(-1); };
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "hits" }).forEach(([name, value]) => input.setAttribute(name, value));
    const look = later(async () => {
      const query = input.value.trim(), mine = ++turn;
      if (!query) { close(); return; }
      try {
        const found = one(".hits", await fragment(`${form.action}?${new URLSearchParams({ q: query, part: "1" })}`));
        if (mine !== turn) return;
        close();
        all("#hits").forEach((old) => old.remove());
        if (!found || !found.children.length) return;
        list = doc.importNode(found, true);
        list.setAttribute("role", "listbox");
        all("li", list).forEach((item) => item.setAttribute("role", "presentation"));
        options().forEach((link, index) => Object.assign(link, { id: `hit-${index}`, role: "option", tabIndex: -1 }));
        form.after(list);
        input.setAttribute("aria-expanded", "true");
      } catch { /* the button searches */ }
    }, 140);
    on(input, "compositionstart", () => { writing = true; });
    on(input, "compositionend", () => { writing = false; look(); });
    on(input, "input", () => { if (!writing) look(); });
    on(input, "keydown", (event) => { if (event.key === "Escape" && !composing(event)) close(); });
    on(doc, "click", (event) => { if (list && !list.contains(event.target) && !form.contains(event.target)) close(); });
  });

  // Commands: Ctrl K.
  const palette = one("#palette");
  if (palette) {
    const input = one("input", palette), list = one("ul", palette), none = one(".none", palette);
    const options = () => all("[role=option]:not([hidden])", list);
    const take = (option) => {
      palette.close();
      const press = option.dataset.press && one(`[data-key="${CSS.escape(option.dataset.press)}"]`);
      if (press) press.click(); else if (option.dataset.href) location.assign(option.dataset.href);
    };
    const mark = walk(input, options, take);
    const filter = later(async () => {
      const query = input.value.trim().toLowerCase();
      all(".found", list).forEach((item) => item.remove());
      all("li", list).forEach((item) => { item.hidden = !item.textContent.toLowerCase().includes(query); });
      if (query && palette.dataset.search) {
        try {
          const page = await fragment(`${palette.dataset.search}?${new URLSearchParams({ q: query, part: "1" })}`);
          if (input.value.trim().toLowerCase() !== query) return;
          all(".hits a", page).forEach((link, index) => {
            const item = make("li", "found");
            item.id = `found-${index}`;
            item.setAttribute("role", "option");
            item.dataset.href = link.getAttribute("href");
            item.append(...[...link.children].slice(0, 2).map((part) => doc.importNode(part, true)));
            list.append(item);
          });
        } catch { /* the commands are enough */ }
      }
      none.hidden = options().length > 0;
      mark(options().length ? 0 : -1);
    }, 90);
    on(input, "input", (event) => { if (!event.isComposing) filter(); });
    on(input, "compositionend", filter);
    on(list, "click", (event) => { const option = event.target.closest("[role=option]"); if (option) take(option); });
    on(palette, "click", (event) => { if (event.target === palette) palette.close(); });
  }

  // Keys of the desk: only where nothing is being written, never during composition, and they can be switched off.
  let keysOn = kept(localStorage, "keys") !== "off";
  const showKeys = () => all("[data-keys-switch]").forEach((button) => {
    button.hidden = false;
    button.textContent = keysOn ? button.dataset.on : button.dataset.off;
    button.setAttribute("aria-pressed", String(!keysOn));
  });
  all("[data-keys-switch]").forEach((button) => on(button, "click", () => {
    keysOn = !keysOn;
    kept(localStorage, "keys", keysOn ? null : "off");
    showKeys();
  }));
  showKeys();
  const rows = () => all("[data-list] [data-row]");
  const move = (by) => {
    const list = rows();
    if (!list.length) return false;
    const here = list.findIndex((row) => row.closest("li").hasAttribute("aria-current"));
    const next = list[Math.max(0, Math.min(list.length - 1, here + by))];
    list.forEach((row) => row.closest("li").removeAttribute("aria-current"));
    next.closest("li").setAttribute("aria-current", "true");
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const pressed = (key) => {
    const target = all(`[data-key="${CSS.escape(key)}"]`).find((item) => item.offsetParent !== null);
    if (target) target.click();
    return Boolean(target);
  };
  on(doc, "keydown", (event) => {
    if (composing(event) || event.defaultPrevented || event.altKey || root.dataset.terminal !== "desk") return;
    const key = event.key.toLowerCase(), target = event.target;
    if ((event.ctrlKey || event.metaKey) && key === "k" && palette) {
      event.preventDefault();
      if (!palette.open) palette.showModal();
      return;
    }
    if (one("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey) {
      if (key === "enter" && pressed("ctrl enter")) event.preventDefault();
      return;
    }
    const field = target.closest && target.closest("input,textarea,select,[contenteditable]");
    if (field && key === "escape") { field.blur(); return; }
    if (!keysOn || (field && !field.closest("[data-list]"))) return;
    const help = one("#keys-help"), search = one("main input[type=search]");
    let done = true;
    if (key === "?" && help) help.showModal();
    else if (key === "/" && search) search.focus();
    else if (key === "escape") done = pressed("esc");
    else if (key === "enter") done = target === doc.body && pressed("enter");
    else if (pressed(key)) done = true;
    else if (key === "j") done = move(1);
    else if (key === "k") done = move(-1);
    else if (key === "x") {
      const box = one("[data-list] li[aria-current] input[type=checkbox]");
      if (box) box.click(); else done = false;
    } else done = false;
    if (done) event.preventDefault();
  });
})();
