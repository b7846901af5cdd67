import { encodeReadToken } from '@tessera/event-contracts';
import { RecentTokens } from './recent-tokens';

const token = (decisionSeq: bigint) => ({ partition: 1, decisionSeq });

let now = 0;
const tokens = () => new RecentTokens(() => now);

it('remembers the last token of an entity for a minute', async () => {
  const recent = tokens();
  recent.remember('s', token(1n));
  recent.remember('s', token(2n));
  now += 60_000;
  expect(await recent.tokenOf('s', 10)).toBe(encodeReadToken(token(2n)));
  now += 1;
  expect([await recent.tokenOf('s', 10), recent.has('s')]).toEqual([undefined, false]);
});

it('waits for one that is to come, but not longer than asked', async () => {
  const recent = tokens();
  let come: (value: ReturnType<typeof token>) => void = () => undefined;
  recent.remember('s', new Promise((resolve) => (come = resolve)));
  expect(await recent.tokenOf('s', 5)).toBeUndefined();
  const waiting = recent.tokenOf('s', 1000);
  come(token(3n));
  expect(await waiting).toBe(encodeReadToken(token(3n)));
});

it('holds no more than it may, and drops the oldest first', () => {
  const recent = tokens();
  for (let entity = 0; entity <= 100_000; entity++) recent.remember(String(entity), token(1n));
  expect([recent.has('0'), recent.has('1'), recent.has('100000')]).toEqual([false, true, true]);
});
