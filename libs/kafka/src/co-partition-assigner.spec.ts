import fc from 'fast-check';
import { assignTopics, type Member, shareOut } from './co-partition-assigner';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const member = (id: string, held: number[] = []): Member => ({ id, held });

it('gives both lanes of a partition to one member', () => {
  const lanes = new Map([
    ['integration.events.v1', numbers(4)],
    ['bulk.events.v1', numbers(4)],
  ]);
  const assigned = assignTopics(lanes, [member('a'), member('b')]);
  expect(Object.fromEntries(assigned)).toEqual({
    a: { 'integration.events.v1': [0, 2], 'bulk.events.v1': [0, 2] },
    b: { 'integration.events.v1': [1, 3], 'bulk.events.v1': [1, 3] },
  });
});

it('gives a topic with fewer partitions as far as it goes', () => {
  const assigned = assignTopics(new Map([['wide', numbers(3)], ['narrow', [0]]]), [member('a'), member('b')]); // prettier-ignore
  expect(Object.fromEntries(assigned)).toEqual({ a: { wide: [0, 2], narrow: [0] }, b: { wide: [1], narrow: [] } });
});

it('moves only what must move when a member comes', () => {
  const before = [member('a', [0, 1, 2, 3])];
  const shares = shareOut(numbers(4), [...before, member('b')]);
  expect(Object.fromEntries(shares)).toEqual({ a: [0, 1], b: [2, 3] });
});

it('moves only the share of a member that went', () => {
  const shares = shareOut(numbers(6), [member('a', [0, 1]), member('c', [4, 5])]);
  expect(Object.fromEntries(shares)).toEqual({ a: [0, 1, 2], c: [4, 5, 3] });
});

it('a member without partitions is left when there are more members than partitions', () => {
  expect(Object.fromEntries(shareOut([0], [member('a'), member('b')]))).toEqual({ a: [0], b: [] });
});

const held = fc.array(fc.nat({ max: 15 }), { maxLength: 16 });
const group = fc.uniqueArray(fc.record({ id: fc.uuid(), held }), {
  minLength: 1,
  maxLength: 6,
  selector: ({ id }) => id,
});

it('covers each partition once and is balanced, whatever members claim', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), group, (count, members) => {
      const shares = [...shareOut(numbers(count), members).values()];
      expect(shares.flat().sort((a, b) => a - b)).toEqual(numbers(count));
      const sizes = shares.map((share) => share.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

it('is the same for any order of members, and stays as it is when nobody comes or goes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), group, (count, members) => {
      const shares = shareOut(numbers(count), members);
      expect(shareOut(numbers(count), [...members].reverse())).toEqual(shares);
      const settled = members.map(({ id }) => ({ id, held: shares.get(id) ?? [] }));
      const again = shareOut(numbers(count), settled);
      for (const [id, share] of shares) expect(new Set(again.get(id))).toEqual(new Set(share));
    }),
  );
});
