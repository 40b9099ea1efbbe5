// Takes the pictures of the main pages for README and docs, and writes the page that shows them.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { be, sitDown, startBrowser, startCity } from './city.mjs';

const onego = path.resolve(process.argv[2] ?? '../../target/debug/onego');
const folder = path.resolve(import.meta.dirname, '../../docs/pictures');
const SITE = 'venue.kind=restaurant&premises.operating_area=420&premises.building=commercial&kitchen.fumes=yes&kitchen.own_flue=yes'
  + '&premises.next_to_homes=no&business.chain=no&business.registered=yes&business.food_ban=no&premises.near_school=no'
  + '&drainage.route=own-outlet&sign.plan=small&road.occupies=no&shop.offers=none';
const BANNED = 'venue.kind=restaurant&premises.building=mixed&kitchen.fumes=yes&kitchen.own_flue=no';

/** Name, what it shows, who looks, address; a function finds an address that depends on the city. */
const PAGES = [
  ['home', 'Home: say what you want to do', '-', ''],
  ['question', 'One question: why it is asked, what it decides, what you will need so far', '-', 'do/open-restaurant/q/kitchen.fumes?venue.kind=restaurant'],
  ['ban', 'A ban is said first, before anybody signs a lease', '-', `do/open-restaurant/plan?${BANNED}`],
  ['plan', 'The plan: permits, duties, papers, one date, the burden alone and in one go', '-', `do/open-restaurant/plan?${SITE}`],
  ['event', 'A large event: who decides, and the last day to file', '-', 'do/hold-event/plan?event.kind=show&event.occasion=special&event.expected=12000&event.first_day=2026-10-17&event.spans_districts=no&performance.plan=home&road.occupies=no&event.banners=no&event.food_stands=no'],
  ['permit', 'Every permit with its rules, for checking', '-', 'open/permits/food-business'],
  ['cases', 'My cases', 'hu-xiaotang', 'cases'],
  ['case', 'A running case: parallel tracks on one calendar', 'hu-xiaotang', (page) => firstLink(page, 'cases', '/case/')],
  ['receipt', 'The receipt: one date, one person', 'hu-xiaotang', async (page) => `${await firstLink(page, 'cases', '/case/')}/receipt`],
  ['form', 'The one form: what registers know, and what only you know', 'tian-dahai', (page) => firstLink(page, 'cases', '/apply/')],
  ['notice', 'The one notice, answered in place', 'shi-kaiwen', async (page) => `${await firstLink(page, 'cases', '/case/')}/notice`],
  ['licence', 'The comprehensive licence', 'dong-meiling', (page) => firstLink(page, 'wallet', '/licence/')],
  ['readings', 'Who read my data', 'hu-xiaotang', async (page) => `${await firstLink(page, 'cases', '/case/')}/readings`],
  ['verify', 'Anybody verifies a licence', '-', 'verify'],
  ['inbox', 'The inbox of a desk, by the law\'s clock', 'market-regulation-hd-1', 'desk/inbox'],
  ['desk-case', 'A case at a desk: only the facts this permit needs', 'market-regulation-hd-1', (page) => firstLink(page, 'desk/inbox', '/desk/case/')],
  ['representative', 'The representative: all parts of all cases', 'representative', 'desk/rep'],
];

async function firstLink(page, place, part) {
  await page.goto(`${page.base}/${page.language}/${place}`);
  const href = await page.locator(`main a[href*="${part}"]`).first().getAttribute('href');
  return href.replace(/^\/(en|zh)\//, '').split('?')[0].replace(/\/(notice|receipt)$/, '');
}

const city = await startCity(onego, 21778);
const { browser, stop } = await startBrowser();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const lines = ['# Pages', '', 'Made by `cargo xtask pictures` from the demo city.', ''];
try {
  for (const [name, about] of PAGES) lines.push(`## ${about}`, '', `![${name}, English, desk](pictures/${name}.en.1280.png)`, '', `![${name}, Chinese, phone](pictures/${name}.zh.390.png)`, '');
  for (const [language, width, dark, label] of [['en', 'desk', false, 'en.1280'], ['zh', 'phone', false, 'zh.390']]) {
    for (const [name, , person, address] of PAGES) {
      const { context, page } = await sitDown(browser, { width, dark });
      page.base = city.base;
      page.language = language;
      let who = person;
      if (who === 'representative') {
        await page.goto(`${city.base}/${language}/sign-in`);
        const ids = await page.locator('form[action^="/demo/be/"]').evaluateAll((forms) => forms.map((f) => f.getAttribute('action').split('/').pop()));
        who = ids.find((id) => id.startsWith('government-service')) ?? ids.at(-3);
      }
      if (who !== '-') await be(page, city.base, language, who);
      const place = typeof address === 'string' ? address : await address(page);
      await page.goto(`${city.base}/${language}/${place}`);
      // As tall as the page, so that a bar that sticks to the foot stands at the foot.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width: page.viewportSize().width, height: Math.max(page.viewportSize().height, height) });
      await page.screenshot({ path: path.join(folder, `${name}.${label}.png`), fullPage: true });
      await context.close();
      console.log(`${name}.${label}`);
    }
  }
  writeFileSync(path.resolve(folder, '../pages.md'), `${lines.join('\n').trimEnd()}\n`);
} finally {
  await stop();
  await city.stop();
}
