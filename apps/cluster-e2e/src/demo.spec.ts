import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Printed {
  readonly names: { readonly basket: string; readonly lucky: string; readonly refused: string };
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

const FAULTS = [
  'basket',
  'openBasket',
  'effectInTopic',
  'effectInReadModel',
  'refusal',
  'effectTwice',
  'cent',
  'redemption',
  'sale',
  'basketOfThisHousehold',
];

let printed: Printed;

// The demo is plain ES modules, which jest cannot import, so that it runs without a build.
beforeAll(async () => {
  const script = join(__dirname, 'demo-differences.fixture.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { maxBuffer: 1 << 24 });
  printed = JSON.parse(stdout) as Printed;
});

test("the demo's comparer finds nothing in what the files say", () => {
  expect(printed.findings['nothing']).toEqual([]);
});

test.each(FAULTS)("the demo's comparer sees a missing or wrong one: %s", (fault) => {
  expect(printed.findings[fault]).not.toEqual([]);
});

test("the demo's comparer names what is missing", () => {
  const { findings, names } = printed;
  expect(findings['basket']).toEqual([`session ${names.basket}: not in the read model`]);
  expect(findings['effectInReadModel']?.[0]).toContain(`session ${names.lucky}, discounts: expected line`);
  expect(findings['refusal']?.[0]).toContain(`session ${names.refused}, rejected: expected`);
  expect(findings['effectTwice']?.join()).toContain('effects.v1, ids');
});
