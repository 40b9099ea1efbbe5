import { be, sitDown, startBrowser } from './city.mjs';
const base='http://127.0.0.1:21720'; const {browser,stop}=await startBrowser();
try { for (const l of ['zh','en']) { for (const [who,sub] of [['hu-xiaotang','/receipt'],['shi-kaiwen','/notice'],['dong-meiling','L']]) {
 const {context,page}=await sitDown(browser,{width:'desk',dark:l==='en'}); await be(page,base,l,who);
 if(sub==='L'){ await page.goto(`${base}/${l}/wallet`); await page.locator('main a[href*="/licence/"]').first().click(); await page.waitForLoadState(); }
 else { await page.goto(`${base}/${l}/cases`); const h=await page.locator('main a[href*="/case/"]').first().getAttribute('href'); await page.goto(base+h.split('?')[0].replace(/\/notice$/,'')+sub); }
 await page.pdf({path:`/tmp/print-${l}-${who}.pdf`,preferCSSPageSize:true}); await context.close(); } } } finally { await stop(); }
