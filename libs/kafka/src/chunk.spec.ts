import { recordBytes, rounds } from './chunk';

const record = (partition: number, bytes: number, name = '') => ({
  topic: 't',
  partition,
  key: null,
  value: new Uint8Array(bytes),
  headers: {},
  name,
});

const names = (found: readonly (readonly { name: string }[])[]) => found.map((round) => round.map(({ name }) => name));

it('puts what fits into one round', () => {
  expect(names(rounds([record(0, 300, 'a'), record(0, 300, 'b'), record(1, 900, 'c')], 1_000))).toEqual([
    ['a', 'b', 'c'],
  ]);
});

it('trap 8: starts another round when a partition is full, and keeps the order within the partition', () => {
  const found = rounds([record(0, 800, 'a'), record(0, 800, 'b'), record(1, 10, 'c'), record(0, 10, 'd')], 1_000);
  expect(names(found)).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});

it('sends a record that is larger than a round alone', () => {
  expect(names(rounds([record(0, 10, 'a'), record(0, 5_000, 'b'), record(0, 10, 'c')], 1_000))).toEqual([
    ['a'],
    ['b'],
    ['c'],
  ]);
});

it('counts keys and headers', () => {
  const bytes = recordBytes({ key: new Uint8Array(10), value: null, headers: { ce_id: 'abc' } });
  expect(bytes).toBeGreaterThanOrEqual(10 + 'ce_id'.length + 'abc'.length);
});
