import { chromium } from 'playwright-core'; import { readFileSync } from 'node:fs';
// sheet.mjs folder width maxh name:list,list ...
const [folder,w,h,...groups]=process.argv.slice(2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
const p=await b.newPage();
for(const g of groups){ const [name,list]=g.split(':'); let html='<body style="margin:0;background:#f0f;display:flex;gap:8px;width:max-content;align-items:flex-start">';
 for(const f of list.split(',')){ const d=readFileSync(`${folder}/${f}.png`); const ph=d.readUInt32BE(20), pw=d.readUInt32BE(16); const s=+w/pw; const src=`data:image/png;base64,${d.toString('base64')}`;
  for(let y=0;y<ph*s;y+=+h) html+=`<div style="width:${w}px;height:${Math.min(+h,ph*s-y)}px;overflow:hidden;position:relative"><img src="${src}" style="position:absolute;top:${-y}px;width:${w}px"></div>`; }
 await p.setViewportSize({width:400,height:100}); await p.setContent(html); await p.waitForTimeout(100);
 const s=await p.evaluate(()=>({width:document.body.scrollWidth,height:document.body.scrollHeight})); await p.setViewportSize(s); await p.screenshot({path:`/tmp/sh-${name}.png`}); console.log(name,s.width,s.height); }
await b.close();
