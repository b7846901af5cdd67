import { encodeReadToken } from '@tessera/event-contracts';
import { RecentWrites } from './recent-writes';

const decision = (decisionSeq: bigint, partition = 1) => ({ partition, decisionSeq });

describe('recent writes', () => {
  let now = 0;
  const writes = () => new RecentWrites(() => now);

  it('stand for the last decision of each partition in the application, and for no other application', () => {
    const recent = writes();
    recent.remember(1n, decision(5n));
    recent.remember(1n, decision(2n, 7));
    recent.remember(1n, decision(4n));
    expect(recent.token(1n)).toBe(encodeReadToken(decision(5n), decision(2n, 7)));
    expect(recent.token(2n)).toBeUndefined();
  });

  it('are forgotten a minute after the last one', () => {
    const recent = writes();
    recent.remember(1n, decision(5n, 3));
    now += 60_000;
    expect(recent.token(1n)).toBe(encodeReadToken(decision(5n, 3)));
    now += 1;
    expect(recent.token(1n)).toBeUndefined();
    recent.remember(1n, decision(6n));
    expect(recent.token(1n)).toBe(encodeReadToken(decision(6n)));
  });
});
