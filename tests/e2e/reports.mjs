// reports.mjs NPM_DIR ROOT FOLDER: every report of every fixture in FOLDER by
// the validators of others - ajv, CTRF, tap-parser, n3, jsonld, rdf-canonize.
import { createRequire } from 'node:module';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const [npm, root, folder] = process.argv.slice(2);
const require = createRequire(path.resolve(npm, 'x.js'));
const Ajv = require('ajv/dist/2020').default;
const { Parser } = require('tap-parser');
const N3 = require('n3');
const jsonld = require('jsonld');
const canonize = require('rdf-canonize');
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const files = fs.readdirSync(folder).sort();
const of = (pattern) => files.filter((name) => pattern.test(name));
let failures = 0;
let checks = 0;
const check = (ok, text) => {
  checks++;
  if (ok) return;
  failures++;
  console.log('FAILED: ' + text);
};

// summary JSON: its own schema, no fractions, counts that add up
const schema = JSON.parse(fs.readFileSync(
  path.join(root, 'docs/schema/run.schema.json'), 'utf8'));
const valid = new Ajv({ allErrors: true, strict: true }).compile(schema);
const summaries = {};
for (const name of of(/\.json\.json$/)) {
  const run = JSON.parse(read(name), (key, value) => {
    if (typeof value === 'number')
      check(Number.isSafeInteger(value), `${name}: ${key} is ${value}`);
    return value;
  });
  check(valid(run), `${name}: ` + JSON.stringify((valid.errors || []).slice(0, 3)));
  const sum = Object.values(run.caseTotals).flatMap(Object.values)
    .reduce((a, b) => a + b, 0);
  check(sum === run.cases.length, `${name}: totals add up to ${sum}`);
  summaries[name.split('.')[0]] = run;
}
check(!valid({ schema: 1 }), 'the schema takes anything');

// CTRF: the project's own schema check
const { isValid } = await import(require.resolve('ctrf'));
for (const name of of(/\.ctrf\.json$/)) {
  const report = JSON.parse(read(name));
  check(isValid(report), `${name} is not CTRF`);
  const s = report.results.summary;
  check(s.passed + s.failed + s.skipped + s.pending + s.other === s.tests &&
    s.tests === report.results.tests.length, `${name}: counts`);
}

// TAP: strict, every line understood, as many points and failures as cases
const parse = (text) => new Promise((done) => {
  const extra = [];
  const points = [];
  const parser = new Parser({ strict: true }, (result) =>
    done({ result, extra, points }));
  const watch = (p) => {
    p.on('extra', (line) => extra.push(line));
    p.on('assert', (point) => points.push(point));
    p.on('child', watch);
  };
  watch(parser);
  parser.end(text);
});
for (const name of of(/\.tap$/)) {
  const run = summaries[name.split('.')[0]];
  const { result, extra, points } = await parse(read(name));
  const nested = /nested/.test(name);
  const bad = run.cases.filter((c) =>
    c.verdict === 'error' || c.verdict === 'inconclusive' ||
    (c.verdict === 'fail' && c.level === 'MUST')).length;
  const skipped = run.cases.filter((c) =>
    c.verdict === 'untested' || c.verdict === 'inapplicable').length;
  check(!extra.length, `${name}: not TAP: ${extra[0]}`);
  check(!result.failures.some((f) => f.tapError), `${name}: ` +
    JSON.stringify(result.failures.find((f) => f.tapError)));
  const own = points.filter((p) => !nested || p.name.includes(' '));
  check(own.length === run.cases.length || run.cases.length === 0,
    `${name}: ${own.length} points for ${run.cases.length} cases`);
  check(own.filter((p) => !p.ok && !p.todo).length === bad,
    `${name}: ${bad} cases should be not ok`);
  check(own.filter((p) => p.skip).length === skipped || !run.cases.length,
    `${name}: ${skipped} cases should be skipped`);
  check(!!result.bailout === !run.complete, `${name}: bail out`);
}

// EARL: both serialisations are one graph, and state one outcome a case
const noNetwork = (url) => { throw new Error('remote context: ' + url); };
const EARL = 'http://www.w3.org/ns/earl#';
for (const name of of(/\.ttl$/)) {
  const twin = name.replace('earl-turtle', 'earl-jsonld').replace('.ttl', '.jsonld');
  const turtle = new N3.Parser().parse(read(name));
  const other = new N3.Parser({ format: 'N-Quads' }).parse(await jsonld.toRDF(
    JSON.parse(read(twin)),
    { format: 'application/n-quads', documentLoader: noNetwork, safe: true }));
  const hash = async (quads) => crypto.createHash('sha256').update(
    await canonize.canonize(quads, { algorithm: 'RDFC-1.0',
      format: 'application/n-quads', maxWorkFactor: Infinity })).digest('hex');
  check(turtle.length === other.length &&
    await hash(turtle) === await hash(other), `${name}: two graphs`);
  const outcomes = turtle.filter((q) => q.predicate.value === EARL + 'outcome');
  const words = new Set(outcomes.map((q) => q.object.value.slice(EARL.length)));
  check(outcomes.length === summaries[name.split('.')[0]].cases.length,
    `${name}: outcomes`);
  check([...words].every((w) => ['passed', 'failed', 'cantTell', 'inapplicable',
    'untested'].includes(w)), `${name}: ${[...words]}`);
}

// CSV: rows of one width, nothing that a spreadsheet would compute
for (const name of of(/\.csv$/)) {
  const rows = read(name).split('\r\n').slice(0, -1).map((line) =>
    [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map((m) => m[1]));
  check(rows.every((row) => row.length === rows[0].length), `${name}: widths`);
  check(rows.flat().every((cell) => !/^[=+@\t-]/.test(cell)), `${name}: formula`);
}

// GitHub: one command a line, ten of a kind; the summary below its cap
for (const name of of(/annotations\.txt$/)) {
  const lines = read(name).trimEnd().split('\n');
  check(lines.every((l) => /^::(error|warning|notice) [^:]*::/.test(l)), name);
  for (const kind of ['error', 'warning'])
    check(lines.filter((l) => l.startsWith('::' + kind)).length <= 10, name);
}
for (const name of of(/\.md$/))
  check(fs.statSync(path.join(folder, name)).size <= 900 * 1024, name);
console.log(`${checks} checks of reports, ${failures} failed`);
process.exit(failures ? 1 : 0);
