import { mkdirSync, writeFileSync } from 'node:fs';
import { be, sitDown, startBrowser } from './city.mjs';
import { NOODLE_SHOP, examples, fill, numberIn, papers } from './person.mjs';
const base='http://127.0.0.1:'+(process.env.PORT??'21720'); const [l,width,mode,only]=process.argv.slice(2); const dark=mode==='dark';
const out=`/tmp/shots/${l}-${width}-${mode}`; mkdirSync(out,{recursive:true});
const known=examples(); const files=papers();
const {browser,stop}=await startBrowser();
const want=(n)=>!only||new RegExp(only).test(n);
async function shot(page,name){ if(!want(name))return; await page.screenshot({path:`${out}/${name}.png`,fullPage:true}); console.log(name,page.url(),await page.locator('h1').first().innerText().catch(()=>'-')); }
const R='do/open-restaurant';
const noodle=Object.entries(NOODLE_SHOP).map(([k,v])=>`${k}=${v}`).join('&');
const pub={home:'',hit:'search?q='+encodeURIComponent(l==='zh'?'开一家面馆':'open a noodle shop'),nohit:'search?q=dog%20cafe',browse:'do',start:R,
 qchoice:R+'/q/venue.kind',qnumber:R+'/q/premises.operating_area?venue.kind=restaurant',qbuild:R+'/q/premises.building?venue.kind=restaurant&premises.district=110108',
 qban:R+'/q/kitchen.own_flue?venue.kind=restaurant&kitchen.fumes=yes&premises.building=mixed&kitchen.own_flue=no',
 planr:R+'/plan?'+noodle, planc:R+'/plan?venue.kind=cafe', planban:R+'/plan?venue.kind=restaurant&kitchen.fumes=yes&premises.building=mixed&kitchen.own_flue=no',
 plane:'do/hold-event/plan?event.kind=concert&event.expected=12000', planm:'do/open-supermarket/plan?venue.kind=supermarket',
 compare:R+'/compare?'+noodle, signin:'sign-in', verify:'verify', verwrong:'verify?code=7Q4K-93MD-P6', vernot:'verify?code=7Q4K-93MD-P5', permits:'open/permits', permit:'open/permits/food-business', access:'accessibility', nf:'do/nothing-like-this'};
try{
 { const {context,page}=await sitDown(browser,{width,dark});
  for(const [n,a] of Object.entries(pub)) if(want(n)){ await page.goto(`${base}/${l}/${a}`); await shot(page,n);} 
  await context.close(); }
 for(const who of ['hu-xiaotang','shi-kaiwen','dong-meiling','tian-dahai']){
  if(only&&!want('p-'+who))continue;
  const {context,page}=await sitDown(browser,{width,dark}); await be(page,base,l,who); 
  await page.goto(`${base}/${l}/cases`); await shot(page,'p-'+who+'-cases');
  const hrefs=await page.locator('main a[href*="/case/"]').evaluateAll(a=>[...new Set(a.map(x=>x.getAttribute('href').split('?')[0].replace(/\/(notice|messages|receipt)$/,'')))]);
  const h=hrefs[0];
  const sub={ 'hu-xiaotang':['','/messages','/readings','/withdraw','/receipt'],'shi-kaiwen':['','/notice'],'dong-meiling':['']}[who]??[];
  for(const s of sub){ if(!h)break; await page.goto(base+h+s); await shot(page,`p-${who}-case${s.replace('/','-')}`);} 
  if(who==='hu-xiaotang'){ for(const s of ['me','me/readings','wallet']){ await page.goto(`${base}/${l}/${s}`); await shot(page,`p-${who}-${s.replace('/','-')}`);} }
  if(who==='dong-meiling'){ await page.goto(`${base}/${l}/wallet`); await shot(page,'p-'+who+'-wallet'); await page.locator('main a[href*="/licence/"]').first().click(); await page.waitForLoadState(); await shot(page,'p-'+who+'-licence');
    const code=(await page.content()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/)?.[0]; await page.goto(`${base}/${l}/verify?code=${code}`); await shot(page,'p-dong-meiling-verdict'); }
  if(who==='tian-dahai'){ const a=await page.locator('main a[href*="/apply/"]').first().getAttribute('href').catch(()=>null); if(a){ await page.goto(base+a); await shot(page,'p-tian-form'); } }
  await context.close();
 }
 if(want('f-')||!only){ const {context,page}=await sitDown(browser,{width,dark}); await be(page,base,l,'lin-yue');
  await page.goto(`${base}/${l}/${R}/plan?${noodle}`); await page.locator('main form[action*="/apply/new"] button').first().click(); await page.waitForLoadState(); await shot(page,'f-begin');
  if(page.url().includes('/apply/new')){ await page.locator('main form[action*="/apply/new"] button').first().click(); await page.waitForLoadState(); }
  const number=numberIn(page.url()); await shot(page,'f-consent'); await page.locator('button[name="look"][value="yes"]').click(); await page.waitForLoadState();
  const section=()=>new URL(page.url()).pathname.split('/').pop(); let first=true;
  for(let i=0;i<25&&!['papers','check'].includes(section());i++){ const here=section(); await shot(page,'f-s-'+String(i).padStart(2,'0')+'-'+here);
   if(first){ await page.locator('main button[name="op"][value="continue"]').last().click(); await page.waitForLoadState(); if(await page.locator('[role="alert"]').count()){ await shot(page,'f-errors'); first=false; } else continue; }
   await fill(page,NOODLE_SHOP,known); await page.locator('main button[name="op"][value="continue"]').last().click(); await page.waitForLoadState(); }
  await page.goto(`${base}/${l}/apply/${number}/papers`); await shot(page,'f-papers');
  const slots=await page.locator('main input[type="file"]').evaluateAll(a=>a.map(i=>i.name));
  await page.goto(`${base}/${l}/apply/${number}/check`); await shot(page,'f-check-open');
  for(const slot of slots){ await page.goto(`${base}/${l}/apply/${number}/papers`); const input=page.locator(`input[name="${slot}"]`); if(!(await input.count()))continue; const acc=(await input.getAttribute('accept'))??''; await input.setInputFiles(acc===''||acc.includes('pdf')?files.plan:files.png); const send=page.locator(`form:has(input[name="${slot}"]) button`).first(); await Promise.race([send.click({timeout:1500}).catch(()=>{}),page.waitForTimeout(1600)]); }
  await page.goto(`${base}/${l}/apply/${number}/papers`); await shot(page,'f-papers-done');
  await page.goto(`${base}/${l}/apply/${number}/check`); await shot(page,'f-check');
  await page.locator('input[name="agree"]').check(); await page.locator('main form:has(input[name="agree"]) button').last().click(); await page.waitForLoadState(); await shot(page,'f-receipt');
  await page.goto(`${base}/${l}/case/${number}`); await shot(page,'f-case'); await context.close(); }
}catch(e){console.log('ERR',e.stack)}finally{await stop();}
