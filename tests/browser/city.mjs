// Starts the demo city and a real browser; every page that is looked at is checked the same way.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import AxeBuilder from '@axe-core/playwright';

export const LANGUAGES = ['en', 'zh'];
export const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };

/** Starts `onego demo` and waits until it answers. */
export async function startCity(onego, port) {
  const child = spawn(onego, ['demo', '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      const answer = await fetch(`${base}/ready`);
      if (answer.ok) return { base, stop: async () => { child.kill('SIGTERM'); await ended; } };
    } catch {
      // Not there yet.
    }
    if (child.exitCode !== null) throw new Error(`the demo city ended with code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGTERM');
  throw new Error('the demo city did not answer within a minute');
}

/** A browser of its own, without any traffic of its own. */
export async function startBrowser() {
  const profile = mkdtempSync(path.join(tmpdir(), 'onego-browser-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  return { browser, stop: async () => { await browser.close(); rmSync(profile, { recursive: true, force: true }); } };
}

/** Counts what was checked and keeps what failed. */
export class Report {
  constructor() { this.passed = 0; this.failures = []; this.seen = new Map(); }

  expect(condition, what) {
    if (condition) this.passed += 1;
    else { this.failures.push(what); console.log(`  FAILED ${what}`); }
    return condition;
  }

  close() {
    console.log(`\n${this.passed} passed, ${this.failures.length} failed`);
    for (const failure of this.failures) console.log(`  - ${failure}`);
    return this.failures.length === 0 ? 0 : 1;
  }
}

/** One person at one device: a browser context with its language, width and theme. */
export async function sitDown(browser, { width, dark = false, scripts = true }) {
  const context = await browser.newContext({
    viewport: WIDTHS[width],
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  page.problems = problems;
  return { context, page };
}

/** What must be true of every page: one h1, a language, no sideways scrolling, no accessibility finding. */
export async function look(page, report, name, { pictures } = {}) {
  const address = new URL(page.url());
  report.seen.set(`${address.pathname}${address.search}`, name);
  const facts = await page.evaluate(() => ({
    h1: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    inline: document.querySelectorAll('[style]').length,
    missing: (document.body.innerText.match(/\[[a-z][a-z-]+\]/g) ?? []).join(' '),
  }));
  report.expect(facts.h1 === 1, `${name}: ${facts.h1} h1 at ${address.pathname}`);
  report.expect(facts.lang.length > 1, `${name}: no language`);
  report.expect(facts.wide <= 1, `${name}: ${facts.wide} px of sideways scrolling at ${address.pathname}`);
  report.expect(facts.inline === 0, `${name}: inline styles`);
  report.expect(facts.missing === '', `${name}: words missing: ${facts.missing}`);
  report.expect(page.problems.length === 0, `${name}: ${page.problems.splice(0).join('; ')}`);
  // A bar that sticks to the foot of a short window covers what one could scroll to; look at the whole page at once.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.min(height + 80, 9000)) });
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  for (const violation of found.violations) {
    const where = violation.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ');
    report.expect(false, `${name} at ${address.pathname}: ${violation.id} (${violation.help}) ${where}`);
  }
  report.expect(found.violations.length === 0, `${name}: accessibility`);
  await page.setViewportSize(size);
  if (pictures) {
    mkdirSync(pictures.folder, { recursive: true });
    await page.screenshot({ path: path.join(pictures.folder, `${pictures.name}.png`), fullPage: pictures.full ?? false });
  }
}

/** Becomes one of the people of the demo. */
export async function be(page, base, language, person) {
  await page.goto(`${base}/${language}/sign-in`);
  await page.locator(`form[action="/demo/be/${person}"] button`).click();
  await page.waitForLoadState();
}
