import fc from 'fast-check';
import { LastDecisions } from './last-decisions';
import { decodeReadToken, encodeReadToken, type ReadToken } from './read-token';

const decision = fc.record({
  partition: fc.integer({ min: 0, max: 3 }),
  decisionSeq: fc.bigInt({ min: 0n, max: 9n }),
});

function tokenOf(decisions: readonly ReadToken[]): string | undefined {
  const last = new LastDecisions();
  decisions.forEach((one) => last.add(one));
  return last.token();
}

describe('last decisions', () => {
  it('have no token where there are none', () => expect(tokenOf([])).toBeUndefined());

  it('know the first decision of a partition', () =>
    expect(tokenOf([{ partition: 0, decisionSeq: 0n }])).toBe(encodeReadToken({ partition: 0, decisionSeq: 0n })));

  it('are the highest of each partition, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1 }), (decisions) => {
        const expected = [0, 1, 2, 3].flatMap((partition) => {
          const seqs = decisions.filter((one) => one.partition === partition).map((one) => Number(one.decisionSeq));
          return seqs.length === 0 ? [] : [{ partition, decisionSeq: BigInt(Math.max(...seqs)) }];
        });
        const positions = decodeReadToken(tokenOf(decisions) ?? '') ?? [];
        expect(positions.toSorted((a, b) => a.partition - b.partition)).toEqual(expected);
      }),
    );
  });
});
