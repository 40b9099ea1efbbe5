// A licence on its way into a wallet, and a credential checked on the visitor's own device, with and without a network.

import { look } from './city.mjs';

/** The holder makes a code for a wallet; then anybody checks the credential as a file. */
export async function inTheWallet(page, base, l, report, name) {
  await page.goto(`${base}/${l}/wallet`);
  const href = (await page.locator('main a[href*="/licence/"]').first().getAttribute('href')).split('?')[0];
  await page.goto(`${base}${href}/wallet`);
  await look(page, report, `${name} add to wallet`);
  await page.locator('main form button').first().click();
  await page.waitForLoadState();
  report.expect((await page.locator('a[href^="openid-credential-offer:"]').count()) === 1, `${name}: there is an offer`);
  report.expect(/^\d{6}$/.test((await page.locator('.wallet-digits').innerText()).trim()), `${name}: and six digits`);
  await look(page, report, `${name} code for a wallet`);
  const text = await (await page.request.get(`${base}${href}/licence.sdjwt`)).text();

  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const check = async (credential) => {
    await page.goto('about:blank');
    await page.goto(`${base}/v#${credential}`);
    await page.waitForSelector('#check .verdict');
    return page.locator('#check');
  };
  let found = await check(text);
  report.expect((await found.locator('.verdict.ok').count()) === 1, `${name}: the credential is genuine and valid`);
  report.expect(asked.some((address) => address.includes('/status/')), `${name}: its status was asked for`);
  await look(page, report, `${name} credential checked`);
  // One part shown, the others and the name withheld.
  const pieces = text.split('~');
  const part = pieces.findIndex((piece, at) => at > 0 && Buffer.from(piece, 'base64url').toString().includes('"permit"'));
  found = await check(`${pieces[0]}~${pieces[part]}~`);
  report.expect((await found.locator('.checks li').count()) === 1, `${name}: only what is shown is seen`);
  found = await check(text.replace(pieces[part], `${pieces[part].slice(0, -1)}${pieces[part].endsWith('A') ? 'B' : 'A'}`));
  report.expect((await found.locator('.verdict.no').count()) === 1, `${name}: a changed part is not genuine`);
  await look(page, report, `${name} credential not genuine`);
  const file = page.locator('input[type="file"]');
  await file.setInputFiles({ name: 'licence.sdjwt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.waitForSelector('#check .verdict.ok');
  report.expect(asked.every((address) => !address.includes(pieces[1])), `${name}: nothing of the credential was sent anywhere`);

  // Where there is no signal: the page was kept, and the status is said to be unchecked.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  found = await check(text);
  report.expect((await found.locator('.verdict.ok').count()) === 1, `${name}: it is checked without a network`);
  const words = await found.innerText();
  report.expect(/Status: not checked|状态：未核验/.test(words), `${name}: without a network the status is not checked: ${words.slice(0, 200)}`);
  await page.context().setOffline(false);
}
