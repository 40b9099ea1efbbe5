// After the licence: a holder looks at what they hold, changes something, gives a power of attorney; the desk decides it.

import { be, look, sitDown } from './city.mjs';

/** In one language at one width; leaves the shop open and one change granted. */
export async function afterTheLicence(browser, base, report, { l, width, dark = false, pictures }) {
  const shot = (name) => (pictures ? { pictures: { folder: pictures, name: `${l}-${width}-${name}`, full: true } } : {});
  const { context, page } = await sitDown(browser, { width, dark });
  const name = `${l} ${width} after`;
  await be(page, base, l, 'dong-meiling');
  await page.goto(`${base}/${l}/cases`);
  const links = await page.locator('main a[href*="/case/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href').split('?')[0]));
  let href = '';
  for (const link of links) {
    await page.goto(`${base}${link}`);
    if (await page.locator('main a[href$="/after"]').count()) { href = link; break; }
  }
  if (!report.expect(href !== '', `${name}: a case with something held`)) return context.close();
  const number = href.split('/').pop();
  for (const place of ['after', 'amend', 'close', 'people']) {
    await page.goto(`${base}${href}/${place}`);
    await look(page, report, `${name} ${place}`, shot(place));
  }
  // A power of attorney without a scope is asked again; with one, a code is told.
  const give = page.locator('form:has(input[value="mandate"])');
  await page.locator('summary').first().click();
  await give.locator('button').last().click();
  report.expect((await page.locator('[role="alert"], .errors, main a[href="#scope"]').count()) > 0, `${name}: a mandate needs a scope`);
  await look(page, report, `${name} people again`);
  if (!(await give.isVisible())) await page.locator('summary').first().click();
  await give.locator('input[value="answer"]').check();
  await give.locator('input[name="until"]').fill('2027-12-31');
  await give.locator('button').last().click();
  const code = (await page.locator('b.mono').first().textContent().catch(() => '')) ?? '';
  report.expect(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/.test(code.trim()), `${name}: a code is told (${code})`);
  await look(page, report, `${name} people code`, shot('code'));
  // Another person takes it.
  const other = await sitDown(browser, { width, dark });
  await be(other.page, base, l, 'hu-xiaotang');
  await other.page.goto(`${base}/${l}/join?code=ZZZZZ-ZZZZZ`);
  await look(other.page, report, `${name} join unknown`);
  await other.page.goto(`${base}/${l}/join?code=${code.trim()}`);
  await look(other.page, report, `${name} join`, shot('join'));
  await other.page.locator('main form[action$="/join"] button').last().click();
  await other.page.goto(`${base}${href}`);
  report.expect((await other.page.locator('h1').count()) === 1 && other.page.url().includes(number), `${name}: the agent sees the case`);
  const refused = await other.page.goto(`${base}${href}/people`);
  report.expect(refused.status() === 200, `${name}: the agent sees who acts`);
  await other.context.close();
  // One fact changes; only its readers decide.
  await page.goto(`${base}${href}/amend`);
  const facts = await page.locator('main a[href*="amend?fact="]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const area = facts.find((f) => f.includes('premises.hours')) ?? facts.find((f) => f.includes('contact_name')) ?? facts[0];
  await page.goto(`${base}${area}`);
  await look(page, report, `${name} amend one`, shot('amend-one'));
  const field = page.locator('main form input[type="text"], main form input:not([type]), main form textarea').first();
  if (await field.count()) {
    await field.fill(width === 'desk' ? '7:30-21:30' : '8:30-22:30');
    await page.locator('main form[action$="/amend"] button').first().click();
    report.expect(page.url().includes('/after'), `${name}: the change is sent (${page.url()})`);
    await look(page, report, `${name} change asked`, shot('asked'));
  }
  // The desk.
  const desk = await sitDown(browser, { width: 'desk', dark });
  await be(desk.page, base, l, 'market-regulation-hd-1');
  await desk.page.goto(`${base}/${l}/desk/inbox?view=all&q=${number}`);
  const row = desk.page.locator(`main a[href*="/desk/case/${number}/"]`).first();
  if (await row.count()) {
    const at = (await row.getAttribute('href')).split('?')[0];
    await desk.page.goto(`${base}${at}`);
    await look(desk.page, report, `${name} desk case`, shot('desk-case'));
    await desk.page.goto(`${base}${at}/change`);
    await look(desk.page, report, `${name} desk change`, shot('desk-change'));
    await desk.page.locator('main button[value="yes"]').click();
    report.expect(!desk.page.url().endsWith('/change'), `${name}: the change is granted (${desk.page.url()})`);
  }
  // Any case that is being decided: hearing and opinion.
  await desk.page.goto(`${base}/${l}/desk/inbox?view=all`);
  const deciding = desk.page.locator('main a[href*="/desk/case/"]').first();
  if (await deciding.count()) {
    const at = (await deciding.getAttribute('href')).split('?')[0];
    for (const act of ['hearing', 'expert']) {
      await desk.page.goto(`${base}${at}/${act}`);
      await look(desk.page, report, `${name} desk ${act}`, shot(`desk-${act}`));
    }
  }
  await desk.context.close();
  await context.close();
}
