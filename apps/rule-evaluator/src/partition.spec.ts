import { MemoryLog } from '@tessera/kafka';
import { eventually } from '@tessera/testing';
import { Conflict, CommitUnknown } from './errors';
import { ToyEvaluator } from './simulation/toy-evaluator';
import type { Store } from './ports';

const ids = (evaluator: ToyEvaluator) => evaluator.decisions.map(({ requestId }) => requestId);
const decided = (evaluator: ToyEvaluator, count: number) =>
  eventually(() => (evaluator.decisions.length >= count ? ids(evaluator) : undefined));

it('decides what it is offered, in order, publishes and answers it', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('live', ['a', 'b', 'c', 'd']);
  expect(await decided(evaluator, 4)).toEqual(['a', 'b', 'c', 'd']);
  expect(evaluator.decisions.map(({ seq }) => seq)).toEqual([1n, 2n, 3n, 4n]);
  expect(evaluator.decisions.map(({ events }) => events.length > 0)).toEqual([true, true, true, false]);
  expect(evaluator.replies).toHaveLength(4);
  expect(evaluator.slices).toMatchObject([{ lane: 'live', requests: 4 }]);
  await evaluator.partition.stop();
});

it('takes people first, and the bulk lane while nobody waits', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('bulk', ['x', 'y']);
  evaluator.send('live', ['a']);
  expect(await decided(evaluator, 3)).toEqual(['a', 'x', 'y']);
  await evaluator.partition.stop();
});

it('keeps bulk slices small while people are about', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('live', ['a']);
  evaluator.send(
    'bulk',
    Array.from({ length: 45 }, (_, index) => `x${index}`),
  );
  await decided(evaluator, 46);
  expect(evaluator.slices.map(({ lane, requests }) => [lane, requests])).toEqual([
    ['live', 1],
    ['bulk', 10],
    ['bulk', 10],
    ['bulk', 10],
    ['bulk', 10],
    ['bulk', 5],
  ]);
  await evaluator.partition.stop();
});

it('answers a repeated request id as repeated, with the first position, in the same slice and later', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('live', ['a', 'a']);
  await decided(evaluator, 2);
  evaluator.send('live', ['a']);
  await decided(evaluator, 3);
  expect(evaluator.decisions.map(({ outcome }) => outcome)).toEqual(['accepted', 'repeated', 'repeated']);
  expect(evaluator.decisions.flatMap(({ events }) => events)).toHaveLength(2);
  await evaluator.partition.stop();
});

it('publishes once what a failed publication may have published: fence, look, re-emit', async () => {
  let failing = 2;
  const flaky = new ToyEvaluator(({ log }) => ({
    log: new MemoryLog({
      broker: (log as MemoryLog).broker,
      atStep: (step) => {
        if (step === (failing === 2 ? 'before_endtxn' : 'after_endtxn') && failing-- > 0) throw new Error('no answer');
      },
    }),
  }));
  flaky.send('live', ['a', 'b']);
  await decided(flaky, 2);
  flaky.send('live', ['c']);
  expect(await decided(flaky, 3)).toEqual(['a', 'b', 'c']);
  expect(flaky.decisions.map(({ seq }) => seq)).toEqual([1n, 2n, 3n]);
  expect(flaky.failures).toContain('publishing');
  await flaky.partition.stop();
});

it('sends the answers again when it re-emits', async () => {
  let failing = true;
  const evaluator = new ToyEvaluator(({ log }) => ({
    log: new MemoryLog({
      broker: (log as MemoryLog).broker,
      atStep: (step) => {
        if (step === 'after_send' && failing) {
          failing = false;
          throw new Error('no answer');
        }
      },
    }),
  }));
  evaluator.send('live', ['a']);
  await decided(evaluator, 1);
  expect(evaluator.replies).toHaveLength(2);
  await evaluator.partition.stop();
});

it('asks progress what became of a commit without an answer', async () => {
  let unknown = true;
  const evaluator = new ToyEvaluator(({ store }) => ({
    store: commitsThrough(store, async (commit) => {
      await commit();
      if (unknown) {
        unknown = false;
        throw new CommitUnknown('no answer to COMMIT');
      }
    }),
  }));
  evaluator.send('live', ['a', 'b']);
  expect(await decided(evaluator, 2)).toEqual(['a', 'b']);
  await evaluator.partition.stop();
});

it('tries a slice again that another was in the way of, smaller after eight times', async () => {
  let conflicts = 9;
  const evaluator = new ToyEvaluator(({ store }) => ({
    store: commitsThrough(store, (commit) => (conflicts-- > 0 ? Promise.reject(new Conflict('40P01')) : commit())),
  }));
  evaluator.send('live', ['a', 'b', 'c', 'd']);
  expect(await decided(evaluator, 4)).toEqual(['a', 'b', 'c', 'd']);
  expect(evaluator.slices[0]?.requests).toBe(2);
  expect(evaluator.failures).toEqual(Array(9).fill('conflict'));
  await evaluator.partition.stop();
});

it('does not fence the owner when it is no member any more', async () => {
  const evaluator = new ToyEvaluator();
  let member = false;
  const heartbeat = () => (member ? Promise.resolve() : Promise.reject(new Error('not a member')));
  evaluator.send('live', ['a'], heartbeat);
  await eventually(() => (evaluator.failures.length >= 3 ? true : undefined));
  expect(evaluator.decisions).toEqual([]);
  expect(evaluator.partition.claimed).toBe(false);
  member = true;
  expect(await decided(evaluator, 1)).toEqual(['a']);
  await evaluator.partition.stop();
});

it('is taken over at once when it is assigned, also after the assignment of its last batch has ended', async () => {
  const evaluator = new ToyEvaluator();
  let ended = false;
  evaluator.send('live', ['a'], () =>
    ended ? Promise.reject(new Error('the assignment has ended')) : Promise.resolve(),
  );
  await decided(evaluator, 1);
  ended = true;
  evaluator.partition.release();
  evaluator.partition.own();
  await eventually(() => (evaluator.partition.claimed ? true : undefined));
  await evaluator.partition.stop();
});

it('is not kept when it is released while it is taken over: two that fence each other would never publish', async () => {
  let fenced = 0;
  class ReleasingLog extends MemoryLog {
    override async fence(name: string) {
      const publisher = await super.fence(name);
      if (fenced++ === 0) evaluator.partition.release();
      return publisher;
    }
  }
  const evaluator: ToyEvaluator = new ToyEvaluator(({ log }) => ({
    log: new ReleasingLog({ broker: (log as MemoryLog).broker }),
  }));
  evaluator.partition.own();
  await eventually(() => (fenced > 0 ? true : undefined));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect([fenced, evaluator.partition.claimed]).toEqual([1, false]);
  evaluator.send('live', ['a']);
  expect(await decided(evaluator, 1)).toEqual(['a']);
  await evaluator.partition.stop();
});

it('is not taken for stuck when requests come after a long rest', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('live', ['a']);
  await decided(evaluator, 1);
  evaluator.time.now += 3_600_000n;
  evaluator.database.clusterId = 'another';
  evaluator.partition.release();
  evaluator.send('live', ['b']);
  expect(evaluator.partition.standsStillFor(evaluator.time.now)).toBe(0n);
  await evaluator.partition.stop();
});

it('halts, decides nothing, and looks again', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.database.clusterId = 'another';
  evaluator.send('live', ['a']);
  await eventually(() => (evaluator.halts.length >= 2 ? true : undefined));
  expect(evaluator.decisions).toEqual([]);
  evaluator.database.clusterId = 'memory';
  expect(await decided(evaluator, 1)).toEqual(['a']);
  await evaluator.partition.stop();
});

it('puts a request aside that the core throws on, and goes on', async () => {
  const evaluator = new ToyEvaluator(({ core }) => ({
    core: {
      ...core,
      decide: (situation, request) => {
        if (request.kind === 'SessionUpdateReceived' && request.sessionId === 'bad') throw new Error('a bug');
        return core.decide(situation, request);
      },
    },
  }));
  evaluator.send('live', ['a', 'bad', 'b']);
  await decided(evaluator, 3);
  expect(evaluator.decisions.map(({ outcome }) => outcome)).toEqual(['accepted', 'undecodable', 'accepted']);
  await evaluator.partition.stop();
});

it('leaves nothing to publish when it stops', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('live', ['a', 'b']);
  await eventually(() => (evaluator.slices.length > 0 ? true : undefined));
  await evaluator.partition.stop();
  expect(ids(evaluator)).toEqual(['a', 'b']);
});

it('forgets what waits when the partition is released, and takes what comes again', async () => {
  const evaluator = new ToyEvaluator();
  evaluator.send('live', ['a']);
  await decided(evaluator, 1);
  evaluator.partition.release();
  expect(evaluator.partition.claimed).toBe(false);
  evaluator.send('live', ['b']);
  expect(await decided(evaluator, 2)).toEqual(['a', 'b']);
  await evaluator.partition.stop();
});

/** The store with another way to commit. */
function commitsThrough(store: Store, how: (commit: () => Promise<void>) => Promise<void>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'begin') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      return async (...args: Parameters<Store['begin']>) => {
        const tx = await target.begin(...args);
        const commit = tx.commit.bind(tx);
        tx.commit = (outcome) => how(() => commit(outcome));
        return tx;
      };
    },
  });
}
