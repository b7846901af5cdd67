import { FeedFold, FeedHalted, FeedTimeout } from './feed-fold';

interface Change {
  readonly version: bigint;
  readonly name: string;
}

const change = (version: bigint, name = `v${version}`): Change => ({ version, name });
const fold = () =>
  new FeedFold<readonly string[], Change>({
    name: 'catalog',
    initial: [],
    versionOf: ({ version }) => version,
    apply: (names, { name }) => {
      if (name === 'bad') throw new Error('not known');
      return [...names, name];
    },
  });

it('applies the next version and drops lower ones', () => {
  const feed = fold();
  [change(1n), change(2n), change(1n, 'again'), change(2n, 'again'), change(3n)].forEach((c) => feed.take(c));
  expect(feed.current).toEqual(['v1', 'v2', 'v3']);
  expect(feed.version).toBe(3n);
});

it('halts at a gap and keeps the value before it', () => {
  const feed = fold();
  [change(1n), change(3n), change(2n)].forEach((c) => feed.take(c));
  expect(feed.current).toEqual(['v1']);
  expect(feed.halted).toBeInstanceOf(FeedHalted);
  expect(feed.halted?.message).toBe('catalog halted at version 1: version 3 came next');
});

it('halts where a record cannot be applied', () => {
  const feed = fold();
  [change(1n, 'bad'), change(2n)].forEach((c) => feed.take(c));
  expect(feed.current).toEqual([]);
  expect(feed.halted?.message).toContain('not known');
});

it('a first version above 1 is a gap', () => {
  const feed = fold();
  feed.take(change(2n));
  expect(feed.halted).not.toBeNull();
});

it('applies every record of a topic without versions', () => {
  const feed = new FeedFold<number, Change>({ name: 'keys', initial: 0, apply: (count) => count + 1 });
  [change(5n), change(5n), change(1n)].forEach((c) => feed.take(c));
  expect(feed.current).toBe(3);
});

describe('waiting for a version', () => {
  it('ends at once when it is there, else when it or a later one comes', async () => {
    const feed = fold();
    feed.take(change(1n));
    await feed.waitFor(1n, 0);
    const waits = [feed.waitFor(2n, 1_000), feed.waitFor(3n, 1_000)];
    feed.take(change(2n));
    feed.take(change(3n));
    await Promise.all(waits);
  });

  it('ends with FeedTimeout when it does not come', async () => {
    const feed = fold();
    await expect(feed.waitFor(1n, 5)).rejects.toThrow('catalog is at 0, not at 1 within 5 ms');
    await expect(feed.waitFor(1n, 5)).rejects.toBeInstanceOf(FeedTimeout);
  });

  it('ends with FeedHalted when it will never come', async () => {
    const feed = fold();
    const wait = feed.waitFor(2n, 10_000);
    feed.take(change(2n));
    await expect(wait).rejects.toBeInstanceOf(FeedHalted);
    await expect(feed.waitFor(2n, 10_000)).rejects.toBeInstanceOf(FeedHalted);
  });
});
