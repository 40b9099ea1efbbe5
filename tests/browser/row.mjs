import { chromium } from 'playwright-core'; import { readFileSync } from 'node:fs';
const [out,...fs]=process.argv.slice(2); const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']}); const p=await b.newPage({viewport:{width:455*fs.length+10,height:660}});
await p.setContent('<body style="margin:0;background:#f0f;display:flex;gap:6px">'+fs.map(f=>`<img src="data:image/png;base64,${readFileSync(f).toString('base64')}">`).join('')); await p.screenshot({path:out}); await b.close();
