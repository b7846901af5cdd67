import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Found {
  readonly differences: readonly string[];
  readonly exitCode: number;
}

interface Printed {
  readonly names: { readonly basket: string; readonly lucky: string; readonly refused: string };
  readonly findings: Readonly<Record<string, Found>>;
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
  expect(printed.findings['nothing']).toEqual({ differences: [], exitCode: 0 });
});

test.each(FAULTS)("the demo's comparer sees a missing or wrong one, and the demo exits 1: %s", (fault) => {
  expect(printed.findings[fault]?.differences).not.toEqual([]);
  expect(printed.findings[fault]?.exitCode).toBe(1);
});

test("the demo's comparer names what is missing", () => {
  const { findings, names } = printed;
  expect(findings['basket']?.differences).toEqual([`session ${names.basket}: not in the read model`]);
  expect(findings['effectInReadModel']?.differences[0]).toContain(`session ${names.lucky}, discounts: expected line`);
  expect(findings['refusal']?.differences[0]).toContain(`session ${names.refused}, rejected: expected`);
  expect(findings['effectTwice']?.differences.join()).toContain('effects.v1, ids');
});
