import { Report, startBrowser, startCity } from './city.mjs';
import { afterTheLicence } from './after.mjs';
const report = new Report();
const city = await startCity(process.argv[2], 21101);
const { browser, stop } = await startBrowser();
try {
  await afterTheLicence(browser, city.base, report, { l: 'en', width: 'desk', pictures: '/tmp/chart/shots' });
  await afterTheLicence(browser, city.base, report, { l: 'zh', width: 'phone', pictures: '/tmp/chart/shots' });
} finally { report.close(); await stop(); await city.stop(); }
