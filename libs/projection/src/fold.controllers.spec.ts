import { BatchContext, type LogRecord } from '@tessera/kafka';
import { DecisionsController } from './fold.controllers';
import { MemoryProjectionStore } from './memory-store';
import { Projection, type Sequenced } from './projection';

const decode = (value: Uint8Array | null): Sequenced => ({ seq: BigInt(Buffer.from(value ?? []).toString()) });

const record = (seq: number): LogRecord => ({
  topic: 'decisions.v1',
  partition: 0,
  offset: BigInt(seq),
  key: null,
  value: Buffer.from(String(seq)),
  timestamp: 0n,
  headers: {},
});

function delivery() {
  const resolved: bigint[] = [];
  let paused = 0;
  const context = new BatchContext('decisions.v1', 0, 1, 0n, {
    isCurrent: () => true,
    heartbeat: () => Promise.resolve(),
    pause: () => (paused++, () => undefined),
    seek: () => undefined,
    resolve: (offset) => resolved.push(offset),
  });
  return { context, resolved, paused: () => paused };
}

it('resolves what is folded, in slices', async () => {
  const controller = new DecisionsController(new Projection({ store: new MemoryProjectionStore<Sequenced>(), decode }));
  const { context, resolved, paused } = delivery();
  await controller.fold(
    Array.from({ length: 450 }, (_, index) => record(index + 1)),
    context,
  );
  expect(resolved).toEqual([200n, 400n, 450n]);
  expect(paused()).toBe(0);
});

it('does not pass the place where a partition halted, and stops reading it', async () => {
  const controller = new DecisionsController(new Projection({ store: new MemoryProjectionStore<Sequenced>(), decode }));
  const { context, resolved, paused } = delivery();
  await controller.fold([record(1), record(3), record(4)], context);
  expect(resolved).toEqual([]);
  expect(paused()).toBe(1);
});
