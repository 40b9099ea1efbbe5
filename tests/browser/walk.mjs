// The whole journey in a real browser: an applicant, the officials of every desk, a representative, a window clerk, anybody.
// In both languages, on a phone and on a desk, with an accessibility check on each page it comes to.

import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync, readFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterTheLicence } from './after.mjs';
import { Report, be, look, sitDown, startBrowser, startCity } from './city.mjs';
import { NOODLE_SHOP, examples, fill, numberIn, papers } from './person.mjs';
import { inTheWallet } from './wallet.mjs';

const onego = path.resolve(process.argv[2] ?? '../../target/debug/onego');
const report = new Report();
const known = examples();
const files = papers();

/** From words in the search field to a plan. */
async function findsThePlan(page, base, l, words) {
  await page.goto(`${base}/${l}/`);
  await look(page, report, `${l} home`);
  await page.locator('input[type="search"]').first().fill(words);
  await page.locator('form[role="search"] button, .find button').first().click();
  await look(page, report, `${l} search`);
  await page.locator('main a[href*="/do/open-restaurant"]').first().click();
  await look(page, report, `${l} start`);
  await page.locator('main a[href*="/do/open-restaurant/q"]').first().click();
  for (let asked = 0; asked < 25; asked += 1) {
    const fact = new URL(page.url()).pathname.split('/q/')[1];
    if (!fact) break;
    if (asked < 3) await look(page, report, `${l} question ${fact}`);
    const choice = page.locator(`[name="${fact}"][value="${NOODLE_SHOP[fact] ?? 'no'}"]`);
    if (await choice.count()) await choice.check();
    else if (await page.locator(`[name="${fact}"][type="radio"]`).count()) await page.locator(`[name="${fact}"]`).first().check();
    else if (await page.locator(`[name="${fact}"][type="checkbox"]`).count()) await page.locator(`[name="${fact}"]`).first().check();
    else await page.locator(`input[name="${fact}"], textarea[name="${fact}"]`).first().fill(NOODLE_SHOP[fact] ?? known.get(fact) ?? '12');
    await page.locator(`main form[action*="/answer"] button[type="submit"], main form[action*="/answer"] button:not([type])`).first().click();
    await page.waitForLoadState();
  }
  report.expect(page.url().includes('/plan'), `${l}: the questions end in a plan (${page.url()})`);
  await look(page, report, `${l} plan`);
}

/** From the plan to a receipt. */
async function files_(page, base, l, person) {
  await page.locator('main form[action*="/apply/new"] button').first().click();
  await page.waitForLoadState();
  if (page.url().includes('/sign-in')) {
    await look(page, report, `${l} sign in`);
    await page.locator(`form[action="/demo/be/${person}"] button`).click();
    await page.waitForLoadState();
  }
  if (page.url().includes('/apply/new')) {
    await look(page, report, `${l} begin`);
    await page.locator('main form[action*="/apply/new"] button').first().click();
    await page.waitForLoadState();
  }
  const number = numberIn(page.url());
  report.expect(Boolean(number), `${l}: a case was begun (${page.url()})`);
  await look(page, report, `${l} consent`);
  await page.locator('button[name="look"][value="yes"]').click();
  await page.waitForLoadState();
  const section = () => new URL(page.url()).pathname.split('/').pop();
  for (let filled = 0; filled < 25 && !['papers', 'check'].includes(section()); filled += 1) {
    const here = section();
    await fill(page, NOODLE_SHOP, known);
    if (filled < 14) await look(page, report, `${l} form ${here}`);
    await page.locator('main button[name="op"][value="continue"]').last().click();
    await page.waitForLoadState();
    const errors = await page.locator('[role="alert"] a').allInnerTexts();
    if (!report.expect(errors.length === 0, `${l} form ${here}: ${errors.join(' | ')}`)) break;
  }
  await page.goto(`${base}/${l}/apply/${number}/papers`);
  await look(page, report, `${l} papers`);
  const slots = await page.locator('main input[type="file"]').evaluateAll((inputs) => inputs.map((i) => i.name));
  if (l === 'en' && slots.length > 0) {
    await page.locator(`input[name="${slots[0]}"]`).setInputFiles(files.script);
    await page.locator(`form:has(input[name="${slots[0]}"]) button`).first().click({ noWaitAfter: true }).catch(() => {});
    await page.waitForTimeout(1500);
    report.expect(!(await page.content()).includes('E-0'), 'a 40 MB script is no fault of ours');
    await page.goto(`${base}/${l}/apply/${number}/papers`);
    const left = await page.locator('main input[type="file"]').count();
    report.expect(left >= slots.length, 'a 40 MB "PDF" that is a script is not taken');
  }
  for (const slot of slots) {
    const input = page.locator(`input[name="${slot}"]`);
    if (!(await input.count())) continue;
    const accept = (await input.getAttribute('accept')) ?? '';
    // With scripts a chosen file is sent at once; where that does not happen, the button sends it.
    const sent = page.waitForEvent('load', { timeout: 4000 }).then(() => true, () => false);
    await input.setInputFiles(accept === '' || accept.includes('pdf') ? files.plan : files.png);
    if (!(await sent)) {
      const loaded = page.waitForEvent('load', { timeout: 8000 }).catch(() => {});
      await page.locator(`form:has(input[name="${slot}"]) button`).first().click();
      await loaded;
    }
    await page.waitForLoadState('networkidle');
    await page.goto(`${base}/${l}/apply/${number}/papers`);
  }
  await page.goto(`${base}/${l}/apply/${number}/check`);
  await look(page, report, `${l} check`);
  await page.locator('input[name="agree"]').check();
  const once = await page.locator('input[name="once"]').first().getAttribute('value');
  await page.locator('main form:has(input[name="agree"]) button').last().click();
  await page.waitForLoadState();
  if (!report.expect(page.url().includes('/receipt'), `${l}: signing gives a receipt (${page.url()})`)) {
    console.log((await page.locator('main').innerText()).slice(0, 1500));
    return number;
  }
  await look(page, report, `${l} receipt`);
  const again = await page.request.post(`${base}/${l}/apply/${number}/check`, { form: { once, agree: 'yes' }, maxRedirects: 0 });
  report.expect([303, 409].includes(again.status()), `${l}: a double click does it once (${again.status()})`);
  for (const place of ['', '/messages', '/readings', '/withdraw']) {
    await page.goto(`${base}/${l}/case/${number}${place}`);
    await look(page, report, `${l} case${place}`);
  }
  return number;
}

/** One desk asks, the representative sends the one notice, the applicant answers exactly that. */
async function asksOnce(page, base, l, number) {
  await be(page, base, l, 'market-regulation-hd-1');
  await page.goto(`${base}/${l}/desk/inbox?view=all&q=${number}`);
  const href = (await page.locator(`main a[href*="/desk/case/${number}/"]`).first().getAttribute('href')).split('?')[0];
  await page.goto(`${base}${href}/ask`);
  await look(page, report, `${l} ask once`);
  // A phone number is asked again: a fact, so that the answer is one line.
  const about = await page.locator('select[name="about"] option').evaluateAll((options) => options.map((o) => o.value).filter(Boolean));
  await page.selectOption('select[name="about"]', about[0]);
  const rules = await page.locator('select[name="rule"] option').evaluateAll((options) => options.map((o) => o.value).filter(Boolean));
  await page.selectOption('select[name="rule"]', rules[0]);
  await page.locator('textarea[name="asks"]').fill(l === 'zh' ? '请再核对一次此项内容。' : 'Please look at this once more and write it again.');
  await page.locator('main form:has(textarea[name="asks"]) button[type="submit"], main form:has(textarea[name="asks"]) button:not([type])').first().click();
  await page.waitForLoadState();
  await be(page, base, l, await representative(page, base, l));
  await page.goto(`${base}/${l}/desk/rep/${number}`);
  await look(page, report, `${l} represented case with a basket`);
  await page.goto(`${base}/${l}/desk/rep/${number}/notice`);
  await look(page, report, `${l} composing the one notice`);
  await page.locator('button[name="act"][value="send"]').click();
  await page.waitForLoadState();
  await be(page, base, l, 'lin-yue');
  await page.goto(`${base}/${l}/case/${number}`);
  await look(page, report, `${l} case that waits for the applicant`);
  await page.goto(`${base}/${l}/case/${number}/notice`);
  await look(page, report, `${l} the one notice`);
  const known_ = known.get(about[0].replace(/^fact:/, ''));
  const inputs = await page.locator('main form input[type="text"], main form input[type="tel"], main form textarea').all();
  for (const input of inputs) if ((await input.isVisible()) && (await input.inputValue()) === '') await input.fill(known_ ?? '12');
  for (const group of await page.locator('main form fieldset:has(input[type="radio"])').all()) await group.locator('input[type="radio"]').first().check();
  for (const input of await page.locator('main form input[type="file"]').all()) await input.setInputFiles(files.plan);
  await page.locator('main form button[name="op"][value="send"]').last().click();
  await page.waitForLoadState();
  const open = await page.goto(`${base}/${l}/case/${number}`);
  report.expect(open.ok(), `${l}: the case after the notice`);
  await look(page, report, `${l} case after the notice`);
  await page.goto(`${base}/${l}/case/${number}/notice`);
  await look(page, report, `${l} the answered notice`);
  report.expect((await page.locator('main form button[name="op"][value="send"]').count()) === 0, `${l}: the notice was answered`);
}

/** A window clerk begins a case for somebody who is present; "entered by" stays. */
async function atTheWindow(page, base, l) {
  const clerk = await page.goto(`${base}/${l}/sign-in`).then(() => page.locator('form[action^="/demo/be/"]')
    .evaluateAll((forms) => forms.map((f) => f.getAttribute('action').split('/').pop()).find((id) => /window|clerk/.test(id)) ?? ''));
  const ids = await page.locator('form[action^="/demo/be/"]').evaluateAll((forms) => forms.map((f) => f.getAttribute('action').split('/').pop()));
  await be(page, base, l, clerk || ids.at(-2));
  await page.goto(`${base}/${l}/desk/window`);
  await look(page, report, `${l} window`);
  const start = page.locator('main form[action*="/desk/window/start"]');
  if (!report.expect((await start.count()) > 0, `${l}: the clerk has a window (${page.url()})`)) return;
  const person = page.locator('ul.atwindow form').first();
  for (const tick of await person.locator('input[type="checkbox"][name="present"]').all()) await tick.check();
  await person.locator('button').last().click();
  await page.waitForLoadState();
  report.expect((await page.locator('form[action*="/desk/window/stop"]').count()) > 0, `${l}: somebody is served (${page.url()})`);
  await page.goto(`${base}/${l}/do/hold-event/plan?event.kind=show&event.expected=3000`);
  await look(page, report, `${l} plan at the window`);
}

/** Every desk that has something of this case decides it; days pass until all is decided. */
async function decides(page, base, l, number) {
  const desks = ['market-regulation-hd-1', 'fire-rescue-hd-1', 'water-hd-1', 'urban-management-hd-1', 'health-commission-hd-1', 'tobacco-monopoly-hd-1'];
  let granted = 0;
  for (let day = 0; day < 4; day += 1) {
    for (const desk of desks) {
      await be(page, base, l, desk);
      for (let part = 0; part < 4; part += 1) {
        await page.goto(`${base}/${l}/desk/inbox?view=all&q=${number}`);
        if (day === 0 && part === 0) await look(page, report, `${l} inbox ${desk}`);
        const rows = page.locator(`main a[href*="/desk/case/${number}/"]`);
        if (!(await rows.count())) break;
        await rows.first().click();
        await page.waitForLoadState();
        if (day === 0) await look(page, report, `${l} desk case ${desk}`);
        const approve = page.locator('button[name="act"][value="grant"]');
        if (!(await approve.count())) break;
        await approve.click();
        await page.waitForLoadState();
        const conditions = page.locator('textarea[name="conditions"]');
        if (await page.locator('[role="alert"]').count() && await conditions.count()) {
          // A rule fails on the invented numbers: approving then needs a written condition.
          await look(page, report, `${l} desk asks for a condition ${desk}`);
          await conditions.fill(l === 'zh' ? '按图施工，开业前复核。' : 'Built as on the plan; looked at again before opening.');
          await page.locator('button[name="act"][value="grant"]').click();
          await page.waitForLoadState();
        }
        if (!page.url().includes('done=')) console.log(`  ${desk}: ${await page.title()} ${page.url()}`);
        granted += 1;
      }
    }
    await page.locator('form[action="/demo/next-day"] button').first().click();
    await page.waitForLoadState();
  }
  report.expect(granted >= 2, `${l}: ${granted} parts were approved at the desks`);
}

/** Anybody checks the licence: on the page, offline, and with one bit flipped. */
async function verifies(page, base, l, number) {
  await be(page, base, l, 'lin-yue');
  await page.goto(`${base}/${l}/wallet`);
  await look(page, report, `${l} wallet`);
  await page.goto(`${base}/${l}/case/${number}`);
  await look(page, report, `${l} decided case`);
  if (process.env.SHOW) console.log((await page.locator('main').innerText()).slice(0, 3000));
  await page.goto(`${base}/${l}/wallet`);
  const licence = page.locator('main a[href*="/licence/"]').first();
  if (!report.expect((await licence.count()) > 0, `${l}: the licence of ${number} is in the wallet`)) return;
  await licence.click();
  await page.waitForLoadState();
  await look(page, report, `${l} licence`);
  const paper = await page.request.get(`${page.url().split('?')[0]}/paper.pdf`);
  report.expect(paper.ok(), `${l}: the licence as PDF (${paper.status()})`);
  const folder = mkdtempSync(path.join(tmpdir(), 'onego-licence-'));
  const file = path.join(folder, 'licence.pdf');
  writeFileSync(file, await paper.body());
  const genuine = spawnSync(onego, ['verify', file, '--on', '2026-03-20']);
  report.expect(genuine.status === 0, `${l}: the PDF is genuine offline: ${genuine.stdout} ${genuine.stderr}`);
  const text = execFileSync('pdftotext', ['-layout', file, '-']).toString();
  report.expect(/[\u4e00-\u9fff]/.test(text), `${l}: the PDF has Chinese text`);
  const sticker = await page.request.get(`${page.url().split('?')[0]}/sticker.pdf`);
  report.expect(sticker.ok(), `${l}: the sticker as PDF (${sticker.status()})`);
  const glued = path.join(folder, 'sticker.pdf');
  writeFileSync(glued, await sticker.body());
  report.expect(spawnSync(onego, ['verify', glued, '--on', '2026-03-20']).status === 0, `${l}: the sticker is genuine offline`);
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 3)] ^= 1;
  writeFileSync(file, bytes);
  report.expect(spawnSync(onego, ['verify', file]).status === 1, `${l}: one flipped bit is found`);
  const code = (await page.content()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/)?.[0];
  report.expect(Boolean(code), `${l}: the licence shows its code`);
  await page.goto(`${base}/${l}/verify`);
  await look(page, report, `${l} verify`);
  await page.goto(`${base}/${l}/verify?code=${code}`);
  await look(page, report, `${l} verdict`);
  const wrong = `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`;
  const answer = await page.goto(`${base}/${l}/verify?code=${wrong}`);
  report.expect(answer.status() < 500, `${l}: a wrong letter is answered kindly`);
  await look(page, report, `${l} wrong code`);
}

/** Pages of people whose cases the city already has, in every look. */
async function tours(browser, base) {
  const places = {
    'hu-xiaotang': ['cases', 'me', 'me/readings'],
    'shi-kaiwen': ['cases'],
    'dong-meiling': ['wallet', 'cases'],
    'market-regulation-hd-1': ['desk/inbox', 'desk/inbox?view=mine', 'desk/inbox?view=pool', 'desk/inbox?view=waiting'],
    '-': ['', 'do', 'open/permits', 'open/permits/food-business', 'accessibility', 'verify', 'search?q=dog%20cafe',
      'do/hold-event', 'do/hold-event/plan?event.kind=show&event.expected=12000', 'do/open-supermarket/q/venue.kind',
      'do/open-restaurant/plan?venue.kind=restaurant&kitchen.fumes=yes&premises.building=mixed&kitchen.own_flue=no', 'do/nothing-like-this',
      'do/open-restaurant/compare?a=venue.kind%3Drestaurant&b=venue.kind%3Dcafe'],
  };
  const looks = [['en', 'phone', false], ['zh', 'desk', false], ['zh', 'phone', true], ['en', 'desk', true]];
  for (const [l, width, dark] of looks) {
    for (const [person, addresses] of Object.entries(places)) {
      const { context, page } = await sitDown(browser, { width, dark });
      if (person !== '-') await be(page, base, l, person);
      for (const address of addresses) {
        await page.goto(`${base}/${l}/${address}`);
        await look(page, report, `${l} ${width}${dark ? ' dark' : ''} ${address || 'home'}`);
      }
      if (person.startsWith('market-regulation')) {
        // Not the default view: the days the walk has let pass may have emptied it.
        await page.goto(`${base}/${l}/desk/inbox?view=all`);
        const rows = page.locator('main a[href*="/desk/case/"]');
        if (!report.expect((await rows.count()) > 0, `${l} ${width}: an officer has a case open`)) continue;
        const href = (await rows.first().getAttribute('href')).split('?')[0];
        for (const act of ['refuse', 'consult', 'extend', 'pause']) {
          await page.goto(`${base}${href}/${act}`);
          await look(page, report, `${l} ${width} desk ${act}`);
        }
      }
      if (person === 'dong-meiling') await inTheWallet(page, base, l, report, `${l} ${width}${dark ? ' dark' : ''}`);
      if (person === 'shi-kaiwen') {
        const own = page.locator('main a[href*="/case/"]').first();
        const href = await own.getAttribute('href');
        for (const place of ['', '/notice', '/receipt']) {
          await page.goto(`${base}${href.split('?')[0].replace(/\/notice$/, '')}${place}`);
          await look(page, report, `${l} ${width} notice case${place}`);
        }
      }
      await context.close();
    }
    const { context, page } = await sitDown(browser, { width, dark });
    await be(page, base, l, await representative(page, base, l));
    await page.goto(`${base}/${l}/desk/rep`);
    await look(page, report, `${l} ${width} representative`);
    const first = page.locator('main a[href*="/desk/rep/"]').first();
    if (await first.count()) {
      await first.click();
      await page.waitForLoadState();
      await look(page, report, `${l} ${width} represented case`);
    }
    await context.close();
  }
}

/** What officials and applicants meet on days that are not smooth, in two looks. */
async function roughDays(browser, base) {
  for (const [l, width, dark] of [['zh', 'phone', true], ['en', 'desk', false]]) {
    const name = `${l} ${width}`;
    const { context, page } = await sitDown(browser, { width, dark });
    await be(page, base, l, 'market-regulation-hd-1');
    await page.goto(`${base}/${l}/desk/inbox?view=all&permit=food-business`);
    const picks = await page.locator('input[name="pick"]').evaluateAll((boxes) => boxes.map((box) => box.value));
    await look(page, report, `${name} inbox of one permit`);
    if (report.expect(picks.length > 1, `${name}: like cases can be chosen (${picks.length})`)) {
      for (const pick of picks.slice(0, 3)) await page.locator(`input[name="pick"][value="${pick}"]`).check();
      await page.locator('main form[action*="/desk/several/"] button').last().click();
      await page.waitForLoadState();
      await look(page, report, `${name} several at once`);
      const approve = page.locator('button[name="act"][value="grant"]');
      if (await approve.count()) {
        await approve.click();
        await page.waitForLoadState();
        report.expect(page.url().includes('done=decided'), `${name}: several were approved (${page.url()})`);
        await look(page, report, `${name} several approved`);
        await page.locator('button[name="act"][value="undo"]').click();
        await page.waitForLoadState();
        report.expect(page.url().includes('done=undone'), `${name}: several were taken back (${page.url()})`);
      }
    }
    const licence = await licenceOf(page, base, l, 'dong-meiling');
    await be(page, base, l, 'market-regulation-hd-1');
    await page.goto(`${base}/${l}/desk/licences?q=${licence}`);
    await look(page, report, `${name} licences of a desk`);
    const decided = page.locator('main a[href*="/desk/case/"]').first();
    if (report.expect((await decided.count()) > 0, `${name}: the desk finds licence ${licence}`)) {
      await decided.click();
      await page.waitForLoadState();
      const href = new URL(page.url()).pathname;
      for (const kind of ['suspend', 'reinstate', 'revoke']) {
        await page.goto(`${base}${href}/measure/${kind}`);
        if (!page.url().includes('/measure/')) continue;
        await look(page, report, `${name} ${kind}`);
        if (kind === 'revoke') continue;
        await page.locator('textarea[name="reason"]').fill(l === 'zh' ? '现场查明生熟食品混放。' : 'Raw and ready food were kept together.');
        await page.locator(`form[action$="/measure/${kind}"] button`).last().click();
        await page.waitForLoadState();
        report.expect(page.url().includes('done='), `${name}: ${kind} (${page.url()})`);
        await look(page, report, `${name} after ${kind}`);
      }
    }
    await page.goto(`${base}/${l}/desk/inbox?view=all`);
    const row = (await page.locator('main a[href*="/desk/case/"]').first().getAttribute('href')).split('?')[0];
    await page.goto(`${base}${row}/consult`);
    await look(page, report, `${name} asking for advice`);
    await page.selectOption('select[name="authority"]', 'health-commission');
    await page.locator('textarea[name="question"]').fill(l === 'zh' ? '该场所是否需要卫生许可？' : 'Does this place need a hygiene licence?');
    await page.locator('form[action$="/consult"] button').last().click();
    await page.waitForLoadState();
    await be(page, base, l, 'health-commission-hd-1');
    await page.goto(`${base}${row}`);
    report.expect((await page.locator('form[action$="/advise"]').count()) === 1, `${name}: advice can be given (${page.url()})`);
    await look(page, report, `${name} giving advice`);
    await be(page, base, l, await representative(page, base, l));
    await page.goto(`${base}/${l}/desk/rep`);
    const cases = await page.locator('main a[href*="/desk/rep/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    await page.goto(`${base}${cases[0]}/hand-over`);
    await look(page, report, `${name} hand over`);
    for (const href of cases) {
      const answer = await page.goto(`${base}${href}/later`);
      if (answer.ok() && page.url().includes('/later')) { await look(page, report, `${name} a later question`); break; }
    }
    for (const person of ['hu-xiaotang', 'tian-dahai']) {
      await be(page, base, l, person);
      await page.goto(`${base}/${l}/cases`);
      const own = page.locator('main a[href*="/case/"], main a[href*="/apply/"]').first();
      await own.click();
      await page.waitForLoadState();
      await look(page, report, `${name} case of ${person}`);
      const wrong = page.locator('main a[href*="/not-right"]').first();
      if (await wrong.count()) {
        await page.goto(`${base}${await wrong.getAttribute('href')}`);
        await look(page, report, `${name} a register is not right`);
      }
    }
    await page.goto(`${base}/${l}/verify`);
    await page.locator('details:has(textarea[name="text"]) summary').click();
    await page.locator('textarea[name="text"]').fill('https://demo.onego.example/v#eyJhbGciOiJFUzI1NiJ9.e30.AAAA');
    await page.locator('form:has(textarea[name="text"]) button').last().click();
    await page.waitForLoadState('networkidle');
    await look(page, report, `${name} not genuine`);
    await context.close();
    const clerk = await sitDown(browser, { width, dark: true });
    await be(clerk.page, base, l, 'clerk-hd-1');
    await clerk.page.goto(`${base}/${l}/desk/window`);
    await look(clerk.page, report, `${name} window in the dark`);
    await clerk.context.close();
  }
}

/** The number of the first licence in somebody's wallet. */
async function licenceOf(page, base, l, person) {
  await be(page, base, l, person);
  await page.goto(`${base}/${l}/wallet`);
  return (await page.locator('main a[href*="/licence/"]').first().getAttribute('href')).split('/licence/')[1].split('?')[0];
}

/** The demo person whose desk is the representative's. */
async function representative(page, base, l) {
  await page.goto(`${base}/${l}/sign-in`);
  const ids = await page.locator('form[action^="/demo/be/"]').evaluateAll((forms) => forms.map((f) => f.getAttribute('action').split('/').pop()));
  return ids.find((id) => /^(government-service|representative)/.test(id)) ?? ids.at(-3);
}

/** Questions, plan and form without any script. */
async function withoutScripts(browser, base) {
  const { context, page } = await sitDown(browser, { width: 'phone', scripts: false });
  await page.goto(`${base}/zh/search?q=%E5%BC%80%E5%92%96%E5%95%A1%E5%BA%97`);
  await page.locator('main a[href*="/do/open-restaurant"]').first().click();
  await page.locator('main a[href*="/do/open-restaurant/q"]').first().click();
  let asked = 0;
  while (page.url().includes('/q/') && asked < 25) {
    const fact = new URL(page.url()).pathname.split('/q/')[1];
    const unknown = page.locator(`input[name="${fact}"][value="?"]`);
    const boxes = page.locator(`input[name="${fact}"][type="checkbox"]`);
    if (await unknown.count()) await unknown.check();
    else if (await boxes.count()) await boxes.first().check();
    else await page.locator(`input[name="${fact}"]`).first().fill('80');
    await page.locator('main form[action*="/answer"] button[type="submit"], main form[action*="/answer"] button:not([type])').first().click();
    asked += 1;
  }
  report.expect(page.url().includes('/plan'), `without scripts the questions end in a plan (${asked} asked)`);
  await context.close();
}

/** What is wrong gets the right status and keeps what was typed. */
async function badInput(browser, base) {
  const { context, page } = await sitDown(browser, { width: 'desk' });
  const status = async (address) => (await page.goto(`${base}${address}`)).status();
  report.expect((await status('/en/do/open-zoo')) === 404, 'an unknown event is not found');
  report.expect((await status('/en/do/open-restaurant/q/nothing.there')) < 500, 'a question that was never asked');
  report.expect((await status('/en/do/open-restaurant/plan?nothing.there=1&venue.kind=castle')) === 200, 'answers that do not exist are left out');
  const late = await page.goto(`${base}/en/do/open-restaurant/q/premises.operating_area/answer?venue.kind=restaurant&premises.operating_area=about%2060`);
  report.expect(late.status() === 422, `"about 60" is asked again (${late.status()})`);
  report.expect((await page.locator('input[name="premises.operating_area"]').inputValue()) === 'about 60', 'what was typed is still there');
  await be(page, base, 'en', 'lin-yue');
  report.expect((await status('/en/desk/inbox')) === 403, 'an applicant has no inbox');
  await be(page, base, 'en', 'tobacco-monopoly-hd-1');
  await page.goto(`${base}/en/sign-in`);
  const elsewhere = await context.request.post(`${base}/demo/next-day`, { headers: { 'sec-fetch-site': 'cross-site' } });
  report.expect(elsewhere.status() === 403, 'a form of another site changes nothing');
  await context.close();
}

const city = await startCity(onego, 21777);
const { browser, stop } = await startBrowser();
try {
  // Before days pass: the desks are still full.
  console.log('\non rough days');
  await roughDays(browser, city.base);
  console.log('\nafter the licence');
  await afterTheLicence(browser, city.base, report, { l: 'en', width: 'desk' });
  await afterTheLicence(browser, city.base, report, { l: 'zh', width: 'phone', dark: true });
  const seats = process.env.SHOW ? [['en', 'desk', 'open a noodle shop']] : [['en', 'desk', 'open a noodle shop'], ['zh', 'phone', '开一家面馆']];
  for (const [l, width, words] of seats) {
    console.log(`\n${l} on a ${width}`);
    const { context, page } = await sitDown(browser, { width });
    await findsThePlan(page, city.base, l, words);
    const number = await files_(page, city.base, l, 'lin-yue');
    await context.close();
    const desk = await sitDown(browser, { width: 'desk' });
    await asksOnce(desk.page, city.base, l, number);
    await atTheWindow(desk.page, city.base, l);
    await decides(desk.page, city.base, l, number);
    await verifies(desk.page, city.base, l, number);
    await desk.context.close();
  }
  console.log('\neverywhere else');
  await withoutScripts(browser, city.base);
  await badInput(browser, city.base);
  await tours(browser, city.base);
} catch (error) {
  report.expect(false, `the walk ended: ${error.stack}`);
} finally {
  await stop();
  await city.stop();
}
process.exit(report.close());
