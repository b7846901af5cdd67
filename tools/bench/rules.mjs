import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const measure = join(import.meta.dirname, 'rules/measure.mjs');

const COUNTS = [10, 100, 1000, 10_000];
const [FEWEST, MOST] = [COUNTS[0], COUNTS.at(-1)];
const ROWS = [
  { name: 'tessera', engine: 'tessera', operation: 'conditions' },
  { name: 'tessera, whole decisions', engine: 'tessera', operation: 'decisions' },
  { name: '@gorules/zen-engine', engine: 'zen', operation: 'conditions' },
  { name: '@marcbachmann/cel-js', engine: 'cel-js', operation: 'conditions' },
  { name: 'json-rules-engine', engine: 'json-rules-engine', operation: 'conditions' },
];

const ENTRIES = [10, 100_000];

async function measured(...args) {
  const { stdout } = await run(process.execPath, [measure, ...args.map(String)]);
  return JSON.parse(stdout);
}

async function rowOf({ name, engine, operation }, say) {
  const rates = new Map();
  let matches = 0;
  for (const count of COUNTS) {
    const found = await measured(engine, operation, 'workload', count);
    rates.set(count, found.rate);
    matches = found.matches;
    say(`  ${name}: ${count} campaigns, ${shown(found.rate)} sessions/s`);
  }
  return { name, rates, matches };
}

/** Whole decisions again, by rules that ask collections. */
async function collectionsLine() {
  const rates = [];
  for (const entries of ENTRIES) rates.push((await measured('tessera', 'decisions', 'collections', entries)).rate);
  const [few, many] = rates;
  return `ten collections of ${ENTRIES.map((count) => count.toLocaleString('en')).join(' or ')} entries, one for each campaign: ${shown(few)} and ${shown(many)} decisions/s, ${(few / many).toFixed(2)} times as long`;
}

const shown = (rate) => (rate < 100 ? rate.toPrecision(3) : Math.round(rate).toLocaleString('en'));
const line = (name, cells) => `${name.padEnd(26)}${cells.map((cell) => cell.padStart(10)).join('')}`;

/** No cluster: the core alone, beside other engines. Each figure is checked for the same matches first. */
export async function bench({ say }) {
  const rows = [];
  for (const row of ROWS) rows.push(await rowOf(row, say));
  const [ours, , zen] = rows;
  const growth = ours.rates.get(FEWEST) / ours.rates.get(MOST);
  const ratio = ours.rates.get(MOST) / zen.rates.get(MOST);
  return [
    `session evaluations per second of one core; ${rows[0].matches.toFixed(1)} campaigns match, the same ones in all engines`,
    line(
      'campaigns',
      COUNTS.map((count) => count.toLocaleString('en')),
    ),
    ...rows.map(({ name, rates }) =>
      line(
        name,
        COUNTS.map((count) => shown(rates.get(count))),
      ),
    ),
    `tessera at ${MOST.toLocaleString('en')}: ${shown(ours.rates.get(MOST))}/s (at least 50,000), ${Math.round(ratio)} times zen (at least 800)`,
    `from ${FEWEST} to ${MOST.toLocaleString('en')} campaigns a session takes ${growth.toFixed(1)} times as long`,
    await collectionsLine(),
  ];
}
