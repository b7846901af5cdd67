import type { EachBatchPayload } from 'kafkajs';
import { Delivery } from './delivery';

// One batch of two records, handed over as kafkajs does it, while the group may take the partition away.

const PLACE = { topic: 'live', partition: 0 };
const MINE = 3;

interface Turn {
  held: boolean;
  stale: boolean;
  readonly done: string[];
  readonly moved: bigint[];
}

const turn = (): Turn => ({ held: true, stale: false, done: [], moved: [] });

function deliveryIn(now: Turn): Delivery {
  const messages = ['5', '6'].map((offset) => ({ offset, key: null, value: Buffer.from('v'), timestamp: '0' }));
  const batch = { messages, highWatermark: '7', lastOffset: () => '6' };
  const actions = { isRunning: () => true, isStale: () => now.stale, resolveOffset: (at: string) => now.done.push(at) };
  return new Delivery({ batch, ...actions } as unknown as EachBatchPayload, PLACE, MINE, {
    isHeld: (generation) => now.held && generation === MINE,
    revoked: () => undefined,
    seek: () => undefined,
    moved: (_place, next) => now.moved.push(next),
  });
}

it('a batch is done when its handler returns', async () => {
  const now = turn();
  const handler = jest.fn(() => Promise.resolve());
  await deliveryIn(now).run(handler);
  expect(handler).toHaveBeenCalledTimes(1);
  expect([now.done, now.moved]).toEqual([['6'], [7n]]);
});

it.each([
  ['of an assignment that is gone', { held: false }],
  ['that is stale', { stale: true }],
])('trap 11: a batch %s goes to no handler, and is not done', async (_which, gone) => {
  const now = { ...turn(), ...gone };
  const handler = jest.fn(() => Promise.resolve());
  await deliveryIn(now).run(handler);
  expect(handler).not.toHaveBeenCalled();
  expect(now.done).toEqual([]);
});

it('trap 11: what a handler ends after its assignment is gone is not done', async () => {
  const now = turn();
  const handler = jest.fn(() => {
    now.held = false;
    return Promise.resolve();
  });
  await deliveryIn(now).run(handler);
  expect(handler).toHaveBeenCalledTimes(1);
  expect([now.done, now.moved]).toEqual([[], []]);
});
