import { encodeReadToken, type ReadToken } from '@tessera/event-contracts';
import { RecentTokens } from './recent-tokens';

const token = (decisionSeq: bigint, partition = 1): ReadToken => ({ partition, decisionSeq });
const decided = (...tokens: ReadToken[]) => ({ token: encodeReadToken(...tokens), undecided: false });

let now = 0;
const tokens = () => new RecentTokens(() => now);

it('remembers the last decision on an entity for a minute', async () => {
  const recent = tokens();
  recent.remember('s', token(2n));
  recent.remember('s', token(1n));
  now += 60_000;
  expect(await recent.due('s', 10)).toEqual(decided(token(2n)));
  now += 1;
  expect(await recent.due('s', 10)).toEqual({ token: undefined, undecided: false });
});

it('remembers the last one of each partition that wrote it', async () => {
  const recent = tokens();
  recent.remember('p', token(5n, 1));
  recent.remember('p', token(2n, 7));
  recent.remember('p', token(6n, 1));
  expect(await recent.due('p', 10)).toEqual(decided(token(6n, 1), token(2n, 7)));
});

it('waits for one that is to come, but not longer than asked', async () => {
  const recent = tokens();
  let come: (value: ReadToken) => void = () => undefined;
  recent.remember('s', token(1n));
  recent.expect('s', new Promise((resolve) => (come = resolve)));
  expect(await recent.due('s', 5)).toEqual({ ...decided(token(1n)), undecided: true });
  const waiting = recent.due('s', 1000);
  come(token(3n));
  expect(await waiting).toEqual(decided(token(3n)));
});

it('says for a minute that there may be more after a write of which nothing could be told', async () => {
  const recent = tokens();
  recent.expect('s', Promise.resolve(undefined));
  expect(await recent.due('s', 5)).toEqual({ token: undefined, undecided: true });
  now += 60_000;
  recent.remember('s', token(1n));
  expect(await recent.due('s', 5)).toEqual(decided(token(1n)));
});

it('holds no more than it may, and drops the oldest first', async () => {
  const recent = tokens();
  for (let entity = 0; entity <= 100_000; entity++) recent.remember(String(entity), token(1n));
  const known = await Promise.all(['0', '1', '100000'].map(async (entity) => (await recent.due(entity, 1)).token));
  expect(known.map((one) => one !== undefined)).toEqual([false, true, true]);
});
