// An editor writes in a copy of the example city: `node editor.mjs ../../target/debug/onego`.
// The client is that of an editor (vscode-languageserver-protocol); its own position arithmetic applies every edit.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node.js";
import { TextDocument } from "vscode-languageserver-textdocument";

const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = protocol;
const here = dirname(fileURLToPath(import.meta.url));
const onego = resolve(process.argv[2] ?? join(here, "../../target/debug/onego"));
const scratch = mkdtempSync(join(tmpdir(), "onego-lsp-"));
const city = join(scratch, "城市 one");
cpSync(join(here, "../../catalogues/beijing"), city, { recursive: true });

/** One editor: open texts, the diagnostics it was told, and its connection. */
class Editor {
  constructor() {
    this.server = spawn(onego, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((done) => this.server.on("exit", (code) => done(code)));
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.server.stdout), new StreamMessageWriter(this.server.stdin));
    this.open = new Map();
    this.told = new Map();
    this.waiting = [];
    this.connection.onNotification("textDocument/publishDiagnostics", (said) => {
      this.told.set(said.uri, said);
      this.waiting = this.waiting.filter((wait) => !wait());
    });
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.listen();
  }

  async begin() {
    const hello = { processId: process.pid, rootUri: null, workspaceFolders: [{ uri: pathToFileURL(scratch).href, name: "city" }],
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } } };
    const { capabilities } = await this.connection.sendRequest("initialize", hello);
    assert.equal(capabilities.positionEncoding, "utf-16");
    await this.connection.sendNotification("initialized", {});
  }

  uri(name) {
    return pathToFileURL(join(city, name)).href;
  }

  async show(name, text = readFileSync(join(city, name), "utf8")) {
    const uri = this.uri(name);
    const document = TextDocument.create(uri, "yaml", 1, text);
    this.open.set(uri, document);
    await this.connection.sendNotification("textDocument/didOpen",
      { textDocument: { uri, languageId: "yaml", version: 1, text } });
    return document;
  }

  /** Types `text` over the first `what` (after `after`), as an incremental change. */
  async type(name, what, text, after = "") {
    const document = this.open.get(this.uri(name));
    const start = document.getText().indexOf(what, document.getText().indexOf(after));
    assert.ok(start >= 0, `${what} is not in ${name}`);
    const range = { start: document.positionAt(start), end: document.positionAt(start + what.length) };
    await this.change(document, [{ range, text }]);
    return { start, end: start + text.length };
  }

  async change(document, contentChanges) {
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    await this.connection.sendNotification("textDocument/didChange",
      { textDocument: { uri: document.uri, version }, contentChanges });
  }

  /** The diagnostics of a file as soon as they belong to its newest text. */
  diagnostics(name) {
    const uri = this.uri(name);
    const version = this.open.get(uri)?.version;
    return new Promise((done, fail) => {
      const limit = setTimeout(() => fail(new Error(`no diagnostics for ${name} version ${version}`)), 60_000);
      const ready = () => {
        const said = this.told.get(uri);
        if (!said || (version !== undefined && said.version !== version)) return false;
        clearTimeout(limit);
        done(said.diagnostics);
        return true;
      };
      if (!ready()) this.waiting.push(ready);
    });
  }

  /** The diagnostics of a file as soon as they are as `wanted`, after a change in another file. */
  until(name, wanted) {
    const uri = this.uri(name);
    return new Promise((done, fail) => {
      const limit = setTimeout(() => fail(new Error(`${name} keeps ${JSON.stringify(this.told.get(uri)?.diagnostics)}`)), 60_000);
      const ready = () => {
        const said = this.told.get(uri)?.diagnostics;
        if (!said || !wanted(said)) return false;
        clearTimeout(limit);
        done(said);
        return true;
      };
      if (!ready()) this.waiting.push(ready);
    });
  }

  at(name, what, inside = 0, after = "") {
    const document = this.open.get(this.uri(name));
    const start = document.getText().indexOf(what, document.getText().indexOf(after));
    assert.ok(start >= 0, `${what} is not in ${name}`);
    return { textDocument: { uri: document.uri }, position: document.positionAt(start + inside) };
  }

  ask(method, params) {
    return this.connection.sendRequest(method, params);
  }

  async complete(name, what, inside, after) {
    const items = await this.ask("textDocument/completion", this.at(name, what, inside, after));
    return new Map(items.map((item) => [item.label, item]));
  }

  async apply({ changes }) {
    for (const [uri, edits] of Object.entries(changes)) {
      const path = fileURLToPath(uri);
      const document = this.open.get(uri) ?? TextDocument.create(uri, "", 0, readFileSync(path, "utf8"));
      const text = TextDocument.applyEdits(document, edits);
      if (this.open.has(uri)) await this.change(document, [{ text }]);
      else writeFileSync(path, text);
    }
  }

  /** Writes every open text to disk. */
  async save() {
    for (const [uri, document] of this.open) {
      writeFileSync(fileURLToPath(uri), document.getText());
      await this.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
    }
  }

  async close() {
    await this.ask("shutdown");
    await this.connection.sendNotification("exit");
    assert.equal(await this.ended, 0, "the server ends with 0 after shutdown");
  }
}

const check = (...args) => {
  const ran = spawnSync(onego, args, { encoding: "utf8" });
  assert.equal(ran.status, 0, `onego ${args.join(" ")}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
};

let scenes = 0;
const scene = async (name, play) => {
  await play();
  scenes += 1;
  console.log(`ok ${name}`);
};

const editor = new Editor();
await editor.begin();
const food = "permits/food.yaml";
const text = (location) => {
  const path = fileURLToPath(location.uri);
  const document = editor.open.get(location.uri) ?? TextDocument.create(location.uri, "", 0, readFileSync(path, "utf8"));
  return document.getText(location.range);
};

await scene("a right catalogue has no diagnostics", async () => {
  await editor.show(food);
  await editor.until(food, (told) => told.length === 0);
});

await scene("a mistyped fact is shown where it stands, after Chinese and emoji, with a fix that works", async () => {
  await editor.type(food, "可以在该场所经营证上所列的食品项目。", "可以在该场所😀经营。", "permit: food-business");
  await editor.type(food, "{ fact: food.online_address, why: { en: \"to find your page\", zh: \"核对网络经营页面\" }",
    "{ why: { en: \"😀\", zh: \"核对😀页面\" }, fact: food.online_adress");
  const [wrong, ...others] = await editor.diagnostics(food);
  assert.deepEqual(others, []);
  assert.equal(wrong.code, "unknown-fact");
  const document = editor.open.get(editor.uri(food));
  assert.equal(document.getText(wrong.range), "food.online_adress");
  assert.match(wrong.message, /did you mean `food.online_address`/);
  assert.match(wrong.data.page, /Why it matters/);
  const [fix] = await editor.ask("textDocument/codeAction",
    { textDocument: { uri: document.uri }, range: wrong.range, context: { diagnostics: [wrong] } });
  assert.equal(fix.kind, "quickfix");
  assert.deepEqual(fix.diagnostics.map((d) => d.code), ["unknown-fact"]);
  await editor.apply(fix.edit);
  await editor.until(food, (told) => told.length === 0);
  assert.match(document.getText(), /核对😀页面" }, fact: food.online_address,/);
});

await scene("fixes know keys, choices and signs of conditions too", async () => {
  for (const [right, wrong, code] of [["authority: market", "autority: market", "unknown-key"],
    ["venue.kind == \"bar\"", "venue.kind == \"baar\"", "wrong-type-in-condition"],
    ["|| (venue.kind in [\"restaurant\"", "or (venue.kind in [\"restaurant\"", "unreadable-condition"]]) {
    const before = editor.open.get(editor.uri(food)).getText();
    await editor.type(food, right, wrong, "permit: food-business");
    const diagnostic = (await editor.diagnostics(food)).find((d) => d.code === code);
    assert.ok(diagnostic, code);
    const [fix] = await editor.ask("textDocument/codeAction",
      { textDocument: { uri: editor.uri(food) }, range: diagnostic.range, context: { diagnostics: [] } });
    assert.ok(fix, `a fix for ${wrong}`);
    await editor.apply(fix.edit);
    await editor.until(food, (told) => told.length === 0);
    assert.equal(editor.open.get(editor.uri(food)).getText(), before);
  }
});

await scene("hover says name, type, unit, law and where it is used", async () => {
  const hover = async (what, inside, after) =>
    (await editor.ask("textDocument/hover", editor.at(food, what, inside, after)))?.contents.value;
  const area = await hover("premises.operating_area", 3);
  assert.match(area, /Operating area \/ 经营面积/);
  assert.match(area, /type: area, a number in m²/);
  assert.match(area, /Used \d+ times: .*permit `food-business` \(in a condition, names it/);
  const permit = await hover("food-business", 3);
  assert.match(permit, /\(checked\).*\(recalled, not shown as law\)/);
  assert.match(await hover("param.small_catering_area", 10), /150 m² \/ 平方米 from 2019-07-01/);
  assert.match(await hover("\"bar\"", 2), /choice `bar` of `venue.kind`/);
  assert.equal(await hover("icon: bowl", 1), undefined);
});

await scene("completion knows what may stand at each place", async () => {
  const needs = await editor.complete(food, "fact: venue.name", 9);
  assert.ok(needs.has("premises.operating_area") && !needs.has("food-business"));
  assert.equal(needs.get("premises.operating_area").detail, "Operating area / 经营面积");
  assert.ok((await editor.complete(food, "authority: market", 12)).has("fire-rescue"));
  assert.ok((await editor.complete(food, "evidence: floor-plan", 12)).has("kitchen-plan"));
  assert.deepEqual([...(await editor.complete(food, "\"bar\"", 2)).keys()].includes("takeaway"), true);
  const condition = await editor.complete(food, "param.small_catering_area", 9);
  assert.ok(condition.has("param.small_catering_area") && condition.has("venue.kind") && condition.has("size"));
  const document = editor.open.get(editor.uri(food));
  await editor.change(document, [{ text: `${document.getText()}\n  - permit: 茶😀\n    need` }]);
  const keys = await editor.complete(food, "    need", 8, "permit: 茶");
  assert.match(keys.get("needs").documentation.value, /Facts the authority needs/);
  assert.ok(!keys.has("permit"));
  await editor.apply({ changes: { [document.uri]: [keys.get("needs").textEdit] } });
  assert.match(document.getText(), /茶😀\n {4}needs:$/);
  await editor.change(document, [{ text: document.getText().replace(/\n {2}- permit: 茶😀[^]*/u, "\n") }]);
});

await scene("definition and references go over all files, conditions, words and stories", async () => {
  const [definition] = await editor.ask("textDocument/definition", editor.at(food, "kitchen.area", 3));
  assert.ok(definition.uri.endsWith("/facts/food.yaml"));
  assert.equal(text(definition), "kitchen.area");
  const params = { ...editor.at(food, "premises.operating_area", 1), context: { includeDeclaration: true } };
  const found = await editor.ask("textDocument/references", params);
  assert.ok(found.every((location) => text(location) === "premises.operating_area"));
  const files = new Set(found.map((location) => location.uri.replace(/.*one\//, "")));
  for (const file of ["facts/premises.yaml", "facts/food.yaml", "sectors.yaml", food, "stories/deciding.md"]) {
    assert.ok(files.has(file), `${file} not among ${[...files]}`);
  }
  await editor.show("stories/deciding.md");
  const story = editor.at("stories/deciding.md", "premises.operating_area", 4);
  const [back] = await editor.ask("textDocument/definition", story);
  assert.ok(back.uri.endsWith("/facts/premises.yaml"));
});

await scene("the symbols of a file are its definitions", async () => {
  const symbols = await editor.ask("textDocument/documentSymbol", { textDocument: { uri: editor.uri(food) } });
  const document = editor.open.get(editor.uri(food));
  assert.ok(symbols.some((symbol) => symbol.name === "small-catering"));
  for (const symbol of symbols) {
    assert.equal(document.getText(symbol.selectionRange), symbol.name);
    assert.match(document.getText(symbol.range), new RegExp(`permit: ${symbol.name}`));
  }
});

await scene("unsaved texts count, and broken YAML in one file does not silence the others", async () => {
  await editor.show("facts/food.yaml");
  await editor.type("facts/food.yaml", "fact: kitchen.area", "fact: kitchen.size");
  await editor.until(food, (told) => told.some((d) => d.code === "unknown-fact" && /kitchen.area/.test(d.message)));
  await editor.type("facts/food.yaml", "fact: kitchen.size", "fact: kitchen.area");
  assert.deepEqual(await editor.diagnostics("facts/food.yaml"), []);
  await editor.show("bans.yaml");
  await editor.type("bans.yaml", "authority: culture", "authority: [culture");
  await editor.type(food, "fact: kitchen.area", "fact: kitchen.arena");
  assert.ok((await editor.diagnostics("bans.yaml")).some((d) => d.code === "wrong-shape"));
  await editor.until(food, ([wrong]) => wrong?.code === "unknown-fact");
  const refused = await editor.ask("textDocument/rename", { ...editor.at(food, "venue.kind", 2), newName: "venue.sort" })
    .then(() => null, (error) => error);
  assert.match(refused.message, /bans\.yaml line \d+.*repair that first/);
  await editor.type("bans.yaml", "authority: [culture", "authority: culture");
  await editor.type(food, "fact: kitchen.arena", "fact: kitchen.area");
  await editor.until(food, (told) => told.length === 0);
});

await scene("a rename that would break something is refused with a sentence", async () => {
  const refused = (params) => editor.ask("textDocument/rename", params).then(() => "done", (error) => error.message);
  const fact = editor.at(food, "premises.operating_area", 2);
  assert.match(await refused({ ...fact, newName: "Premises Area" }), /lower-case words joined by `_`/);
  assert.match(await refused({ ...fact, newName: "venue.kind" }), /already a fact `venue.kind`/);
  assert.match(await refused({ ...editor.at(food, "\"bar\"", 2), newName: "pub" }), /answers that people have given/);
  assert.match(await refused({ ...editor.at(food, "icon: bowl", 1), newName: "pub" }), /no name here/);
});

await scene("renamed facts, permits, parameters and authorities leave a clean catalogue and running stories", async () => {
  for (const [what, inside, name] of [["premises.operating_area", 2, "premises.floor_space"], ["small-grocery", 2, "corner-shop"],
    ["param.small_catering_area", 10, "little_kitchen_area"], ["floor-plan", 2, "plan-of-rooms"]]) {
    const params = editor.at(food, what, inside);
    const prepared = await editor.ask("textDocument/prepareRename", params);
    assert.equal(prepared.placeholder, what.replace("param.", ""));
    await editor.apply(await editor.ask("textDocument/rename", { ...params, newName: name }));
    await editor.until(food, (told) => told.length === 0);
    await editor.save();
  }
  assert.match(check("check", city), /0 errors/);
  assert.match(check("test", city), /0 did not/);
  const left = readdirSync(city, { recursive: true }).map((name) => join(city, name)).filter((path) => statSync(path).isFile())
    .filter((path) => /premises\.operating_area|small-grocery\b(?!-)/.test(readFileSync(path, "utf8").replace(/sector: small-grocery|^[^|]*$/gm, (all) => all.startsWith("sector") ? "" : all)));
  // Computed examples quote conditions in their prose, which nobody renames.
  assert.deepEqual(left.filter((path) => !path.endsWith("README.md") && !/examples-[^/]*\.md$/.test(path)), []);
});

await scene("unknown requests, bad parameters and cancelled requests are answered as the protocol says", async () => {
  const code = (asked) => asked.then(() => 0, (error) => error.code);
  assert.equal(await code(editor.ask("textDocument/nonsense", {})), -32601);
  assert.equal(await code(editor.ask("$/nonsense", {})), -32601);
  assert.equal(await code(editor.ask("textDocument/hover", { position: "here" })), -32602);
  await editor.connection.sendNotification("$/nonsense", { a: 1 });
  assert.equal(await editor.ask("textDocument/hover", { textDocument: { uri: "untitled:x" }, position: { line: 0, character: 0 } }), null);
  // A change makes the next answer slow: everything is read again before it.
  const busy = [];
  for (let round = 0; round < 6; round += 1) {
    await editor.type(food, "icon: bowl", "icon: bowl");
    busy.push(editor.ask("textDocument/references", { ...editor.at(food, "venue.kind", 2), context: { includeDeclaration: true } }));
  }
  const cancel = new protocol.CancellationTokenSource();
  const asked = Array.from({ length: 20 }, () => code(editor.connection.sendRequest("textDocument/hover", editor.at(food, "venue.kind", 2), cancel.token)));
  cancel.cancel();
  const codes = await Promise.all(asked);
  assert.ok(codes.every((code) => code === 0 || code === -32800), String(codes));
  assert.ok(codes.includes(-32800), "a request that was cancelled in time is not worked on");
  await Promise.all(busy);
});

const over = join(scratch, "over");
const district = "../over/haidian/district.yaml";
cpSync(join(here, "../../catalogues/beijing"), join(over, "beijing"), { recursive: true });
cpSync(join(here, "../../catalogues/haidian-example"), join(over, "haidian"),
  { recursive: true, filter: (path) => !/packages$|onego\.lock$/.test(path) });

await scene("an overlay is read over the package beside it until that is added", async () => {
  const { uri } = await editor.show(district);
  await editor.until(district, (told) => told.length === 0);
  await editor.until("../over/haidian/onego.package", ([note]) => /not locked below; the editor reads the folder `beijing`/.test(note?.message));
  const hover = await editor.ask("textDocument/hover", editor.at(district, "food-business", 3));
  assert.match(hover.contents.value, /Food business licence \/ 食品经营许可/);
  assert.match(hover.contents.value, /says something else of it/);
  const [definition] = await editor.ask("textDocument/definition", editor.at(district, "food-business", 3));
  assert.ok(definition.uri.endsWith("/over/beijing/permits/food.yaml"), definition.uri);
  assert.equal(text(definition), "food-business");
  const refused = await editor.ask("textDocument/rename", { ...editor.at(district, "food-business", 3), newName: "food-shop" })
    .then(() => "done", (error) => error.message);
  assert.match(refused, /of a package below, which stays as its publisher wrote it/);
  assert.equal(uri, editor.uri(district));
});

await scene("an overlay completes what lies below, and a wrong name in it is shown where it stands", async () => {
  const document = editor.open.get(editor.uri(district));
  const right = document.getText();
  assert.ok((await editor.complete(district, "permit: food-business", 9)).has("small-catering"));
  assert.equal((await editor.complete(district, "    decide:", 6)).get("needed_when").detail, "may be there");
  await editor.type(district, "decide: { promise: 5 wd }", "after: [busines-registration]");
  const [wrong] = await editor.diagnostics(district);
  assert.equal(document.getText(wrong.range), "busines-registration");
  const after = await editor.complete(district, "busines-registration", 3);
  assert.ok(after.has("fire-safety-check") && !after.has("venue.kind"));
  const [fix] = await editor.ask("textDocument/codeAction",
    { textDocument: { uri: document.uri }, range: wrong.range, context: { diagnostics: [wrong] } });
  await editor.apply(fix.edit);
  assert.match(document.getText(), /after: \[business-registration\]/);
  await editor.change(document, [{ text: right }]);
  await editor.until(district, (told) => told.length === 0);
});

await scene("once the package is added, definitions are found in the locked copy", async () => {
  check("catalogue", "add", join(over, "haidian"), join(over, "beijing"));
  const manifest = editor.uri("../over/haidian/onego.package");
  await editor.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: manifest, type: 2 }] });
  await editor.until("../over/haidian/onego.package", (told) => told.length === 0);
  const [definition] = await editor.ask("textDocument/definition", editor.at(district, "government-service", 3));
  assert.match(decodeURIComponent(definition.uri), /over\/haidian\/packages\/beijing\/services@1\.0\.0\/authorities\.yaml$/);
  const path = join(over, "haidian/packages/beijing/services@1.0.0/authorities.yaml");
  writeFileSync(path, `${readFileSync(path, "utf8")}# changed\n`);
  await editor.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: pathToFileURL(path).href, type: 2 }] });
  await editor.until("../over/haidian/onego.package", ([wrong]) => /authorities\.yaml/.test(wrong?.message));
  rmSync(over, { recursive: true, force: true });
  await editor.connection.sendNotification("textDocument/didClose", { textDocument: { uri: editor.uri(district) } });
  editor.open.delete(editor.uri(district));
});

await scene("random edits never break the server", async () => {
  let state = 20260302;
  const dice = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % n;
  };
  const pieces = ["食品", "😀", "{", "}", "[", "]", ":", " - ", "\n", "\r\n", "\r", "\"", "'", "&a ", "*a", "|\n", ">-\n", "\t", "if: ", "\u0000", "fact: x.y\n",
    "premises.operating_area", "&& ", "(", "param.", "\u{1F468}\u200D\u{1F469}", "- permit: a\n", "#", "- ".repeat(40), "((((((((".repeat(30)];
  const documents = [...editor.open.values()];
  const kept = documents.map((document) => document.getText());
  for (const end = Date.now() + 5_000; Date.now() < end;) {
    const document = documents[dice(documents.length)];
    const length = document.getText().length;
    const from = dice(length + 1);
    const range = { start: document.positionAt(from), end: document.positionAt(Math.min(length, from + (dice(4) ? dice(3) : dice(60)))) };
    if (!dice(9)) range.end = { line: dice(2_000), character: dice(3_000) };
    const { start, end: stop } = range;
    if (stop.line < start.line || (stop.line === start.line && stop.character < start.character)) range.end = start;
    await editor.change(document, [{ range, text: pieces[dice(pieces.length)] }]);
    const at = { textDocument: { uri: document.uri }, position: { line: dice(400), character: dice(200) } };
    if (!dice(4)) await editor.ask("textDocument/completion", { ...at, position: document.positionAt(from) });
    if (!dice(12)) await editor.ask("textDocument/hover", at);
    if (!dice(12)) await editor.ask("textDocument/references", { ...at, context: { includeDeclaration: true } });
    if (!dice(20)) await editor.ask("textDocument/rename", { ...at, newName: "x.y" }).catch(() => null);
    if (!dice(20)) await editor.ask("textDocument/codeAction", { textDocument: at.textDocument, range: { start: at.position, end: at.position }, context: { diagnostics: [] } });
  }
  for (const [number, document] of documents.entries()) await editor.change(document, [{ text: kept[number] }]);
  await editor.until(food, (told) => told.length === 0);
});

await scene("shutdown and exit end it", () => editor.close());

await scene("an editor that vanishes takes its server with it", async () => {
  const lost = new Editor();
  await lost.begin();
  lost.server.stdin.end();
  assert.equal(await lost.ended, 1);
});

rmSync(scratch, { recursive: true, force: true });
console.log(`${scenes} scenes with an editor held`);
