// html.mjs NPM_DIR PAGE...: the page in headless Chromium - accessible in both
// themes (axe-core), silent console under its own policy, no outside request,
// no sideways scroll at 390 px, search, filter and links that work.
// With OUT set, leaves screenshots there.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [npm, ...pages] = process.argv.slice(2);
const require = createRequire(path.resolve(npm, 'x.js'));
const load = await import(require.resolve('puppeteer-core'));
const puppeteer = load.default || load;
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const chromium = process.env.CHROMIUM || '/usr/bin/chromium';
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'etalon-chromium-'));
const browser = await puppeteer.launch({
  executablePath: chromium, headless: true, userDataDir: profile,
  protocolTimeout: 240000,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run',
    '--disable-background-networking', '--disable-component-update',
    '--disable-sync'],
});
let failures = 0;
const check = (ok, text) => {
  if (ok) return;
  failures++;
  console.log('  FAILED: ' + text);
};
const visible = (page) => page.$$eval(
  '#attention .case, #attention li, #others li',
  (all) => all.filter((el) => !el.hidden &&
    !(el.closest('.group') && el.closest('.group').hidden)).length);

async function open(file, theme, bypass) {
  const page = await browser.newPage();
  const seen = { outside: [], errors: [] };
  page.on('request', (r) => {
    if (!/^(file|data):/.test(r.url())) seen.outside.push(r.url());
  });
  page.on('pageerror', (e) => seen.errors.push(e.message));
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warn') seen.errors.push(m.text());
  });
  page.on('dialog', (d) => { seen.errors.push('dialog'); d.dismiss(); });
  await page.setBypassCSP(bypass);
  await page.evaluateOnNewDocument(() => localStorage.clear());
  await page.setViewport({ width: 1360, height: 900 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme }]);
  await page.goto('file://' + path.resolve(file));
  return { page, seen };
}

async function accessible(file, theme, name) {
  const { page } = await open(file, theme, true);
  await page.evaluate(() => {
    for (const el of [...document.querySelectorAll('details')].slice(0, 60))
      el.open = true;
  });
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
      'best-practice'] }));
  for (const v of result.violations)
    check(false, `${theme}: axe ${v.id}: ` + v.nodes.slice(0, 3).map((n) =>
      n.target.join(' ') + ' ' + n.failureSummary).join(' | '));
  if (process.env.OUT)
    await page.screenshot({ path: `${process.env.OUT}/${name}.${theme}.open.png` });
  await page.close();
  return result.passes.length;
}

async function behaves(file, name) {
  const { page, seen } = await open(file, 'light', false);
  const out = process.env.OUT;
  if (out)
    await page.screenshot({ path: `${out}/${name}.png`, fullPage: true });
  const all = await visible(page);
  const cases = await page.$$eval('#attention .case', (l) => l.length);
  if (cases) {
    const [id, anchor] = await page.$eval('#attention .case',
      (el) => [el.querySelector('code').textContent, el.id]);
    await page.type('#search', id);
    await new Promise((done) => setTimeout(done, 500));
    const found = await visible(page);
    check(found >= 1 && (found < all || all === 1), `search shows ${found} of ${all}`);
    await page.$eval('#search', (el) => {
      el.value = '';
      el.dispatchEvent(new Event('input'));
    });
    await new Promise((done) => setTimeout(done, 300));
    check(await visible(page) === all, 'an empty search shows all again');
    const fails = await page.$$eval('.case[data-v=fail], .lines li[data-v=fail]',
      (l) => l.length);
    await page.click('input[value=fail]');
    check(await visible(page) === all - fails, 'unticking fail hides them');
    await page.click('input[value=fail]');
    await page.click('#open-all');
    check(await page.$$eval('#attention .case[open]', (l) => l.length) === cases,
      'open all opens all');
    await page.click('#close-all');
    check(await page.$$eval('#attention .case[open]', (l) => l.length) === 0,
      'close all closes all');
    await page.focus('#attention .case summary');
    await page.keyboard.press('Enter');
    check(await page.$eval('#attention .case', (el) => el.open),
      'a case opens by keyboard');
    await page.evaluate((hash) => { location.hash = hash; }, anchor);
    await new Promise((done) => setTimeout(done, 200));
    check(await page.$eval('#attention .case', (el) => el.open &&
      el.getBoundingClientRect().top < innerHeight), 'a link opens its case');
  }
  const before = await page.evaluate(() =>
    getComputedStyle(document.body).backgroundColor);
  await page.click('#theme');
  check(before !== await page.evaluate(() =>
    getComputedStyle(document.body).backgroundColor), 'the theme changes');
  await page.click('#theme');
  await page.setViewport({ width: 390, height: 844 });
  const width = await page.evaluate(() =>
    Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
  check(width <= 390, `at 390 px the page is ${width} px wide`);
  if (out)
    await page.screenshot({ path: `${out}/${name}.390.png`, fullPage: all < 400 });
  check(!seen.outside.length, 'outside requests: ' + seen.outside);
  check(!seen.errors.length, 'console: ' + seen.errors.slice(0, 3).join(' | '));
  await page.close();
}

async function readable(file) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto('file://' + path.resolve(file));
  const { root } = await (await page.createCDPSession()).send('DOM.getDocument',
    { depth: 0 });
  check(root.nodeId > 0, 'the page loads without JavaScript');
  const snapshot = await page.accessibility.snapshot();
  check(!/Search id/.test(JSON.stringify(snapshot)),
    'filters stay hidden without JavaScript');
  await page.close();
}

for (const file of pages) {
  const name = path.basename(file, '.html');
  const start = Date.now();
  const size = fs.statSync(file).size;
  check(size < 5000000, `${name} has ${size} bytes`);
  const big = size > 1000000;
  const themes = big ? ['light'] : ['light', 'dark'];
  let passes = 0;
  if (!big || process.env.ETALON_AXE_BIG)
    for (const theme of themes) passes += await accessible(file, theme, name);
  await behaves(file, name);
  await readable(file);
  console.log(`${name}: ${size} bytes, axe rules passed ${passes}, ` +
    `${Date.now() - start} ms`);
}
await browser.close();
fs.rmSync(profile, { recursive: true, force: true });
process.exit(failures ? 1 : 0);
