import { CrashGuard } from './crash-guard';
import { MemoryDatabase } from './simulation/memory-database';
import { MemoryStore } from './simulation/memory-store';

const progressAt = (live: bigint) => ({
  decided: { live, bulk: 0n },
  seqs: { decisions: 0n, effects: 0n, deadLetters: 0n },
  outbox: 0n,
  catalogVersion: 0n,
});

/** An evaluator that begins at an offset and dies of it. */
async function crashAt(store: MemoryStore, live: bigint) {
  return new CrashGuard(store, 0).before(progressAt(live));
}

it('decides alone after three crashes at one place, and puts the request aside after the fourth: poison', async () => {
  const store = new MemoryStore(new MemoryDatabase());
  const cautions = [];
  for (let times = 0; times < 5; times++) cautions.push(await crashAt(store, 7n));
  expect(cautions.slice(0, 3)).toEqual(Array(3).fill({ alone: false, poisoned: false }));
  expect(cautions.slice(3)).toEqual([
    { alone: true, poisoned: false },
    { alone: true, poisoned: true },
  ]);
});

it('starts to count anew where deciding has moved on', async () => {
  const store = new MemoryStore(new MemoryDatabase());
  for (let times = 0; times < 5; times++) await crashAt(store, 7n);
  expect(await crashAt(store, 8n)).toEqual({ alone: false, poisoned: false });
});

it('does not count what failed without a crash', async () => {
  const store = new MemoryStore(new MemoryDatabase());
  const guard = new CrashGuard(store, 0);
  for (let times = 0; times < 9; times++) {
    expect(await guard.before(progressAt(7n))).toEqual({ alone: false, poisoned: false });
    await guard.failed();
  }
});

it('writes its note once per ownership, but before each request of a suspicious slice', async () => {
  const store = new MemoryStore(new MemoryDatabase());
  const noted = jest.spyOn(store, 'attempt');
  const guard = new CrashGuard(store, 0);
  await guard.before(progressAt(1n));
  guard.decided();
  await guard.before(progressAt(2n));
  expect(noted).toHaveBeenCalledTimes(1);
  guard.claimed();
  for (let times = 0; times < 3; times++) await crashAt(store, 2n);
  expect(await guard.before(progressAt(2n))).toMatchObject({ alone: true });
  guard.decided();
  expect(await guard.before(progressAt(3n))).toMatchObject({ alone: true });
});
