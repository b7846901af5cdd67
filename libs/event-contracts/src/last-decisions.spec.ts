import fc from 'fast-check';
import { LastDecisions } from './last-decisions';
import { decodeReadToken, encodeReadToken, type ReadToken } from './read-token';

const decision = fc.record({
  partition: fc.integer({ min: 0, max: 3 }),
  decisionSeq: fc.bigInt({ min: 0n, max: 9n }),
});

function tokenOf(decisions: readonly ReadToken[], before?: ReadToken): string | undefined {
  const last = new LastDecisions();
  decisions.forEach((one) => last.add(one));
  return last.token(before);
}

const positionsOf = (token: string | undefined): readonly ReadToken[] =>
  (decodeReadToken(token ?? '') ?? []).toSorted((a, b) => a.partition - b.partition);

const isBefore = (one: ReadToken, other: ReadToken): boolean =>
  one.partition === other.partition && one.decisionSeq < other.decisionSeq;

describe('last decisions', () => {
  it('have no token where there are none', () => expect(tokenOf([])).toBeUndefined());

  it('know the first decision of a partition', () =>
    expect(tokenOf([{ partition: 0, decisionSeq: 0n }])).toBe(encodeReadToken({ partition: 0, decisionSeq: 0n })));

  it('before one of them are all before it, and no later one of its partition', () => {
    fc.assert(
      fc.property(fc.array(decision), decision, (decisions, before) => {
        const others = decisions.filter(({ partition }) => partition !== before.partition);
        const earlier = decisions.filter((one) => isBefore(one, before));
        const later = decisions.filter((one) => one.partition === before.partition && !isBefore(one, before));
        const token = positionsOf(tokenOf([...decisions, before], before));
        const exact = positionsOf(tokenOf([...others, ...earlier]));
        if (later.length === 0) expect(token).toEqual(exact);
        expect(token.filter(({ partition }) => partition !== before.partition)).toEqual(positionsOf(tokenOf(others)));
        const [own] = token.filter(({ partition }) => partition === before.partition);
        if (own) expect(isBefore(own, before)).toBe(true);
        for (const one of earlier) expect(own?.decisionSeq).toBeGreaterThanOrEqual(one.decisionSeq);
      }),
    );
  });

  it('are the highest of each partition, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1 }), (decisions) => {
        const expected = [0, 1, 2, 3].flatMap((partition) => {
          const seqs = decisions.filter((one) => one.partition === partition).map((one) => Number(one.decisionSeq));
          return seqs.length === 0 ? [] : [{ partition, decisionSeq: BigInt(Math.max(...seqs)) }];
        });
        expect(positionsOf(tokenOf(decisions))).toEqual(expected);
      }),
    );
  });
});
