import { LaneQueue } from './lane-queue';
import { batchOf, recordAt } from './testing/batches';

const MANY = { records: 200, bytes: 1_000_000 };

function offsets(records: readonly { readonly offset: bigint }[]): readonly number[] {
  return records.map(({ offset }) => Number(offset));
}

it('gives what was offered, in order, and keeps it until it is decided', () => {
  const queue = new LaneQueue();
  queue.offer(batchOf([1, 2]));
  queue.offer(batchOf([5]));
  expect(offsets(queue.peek(0n, MANY))).toEqual([1, 2, 5]);
  expect(offsets(queue.peek(0n, MANY))).toEqual([1, 2, 5]);
  queue.dropBefore(3n);
  expect(offsets(queue.peek(0n, MANY))).toEqual([5]);
});

it('passes over what is decided already', () => {
  const queue = new LaneQueue();
  queue.offer(batchOf([1, 2, 3]));
  expect(offsets(queue.peek(3n, MANY))).toEqual([3]);
  expect(queue.peek(9n, MANY)).toEqual([]);
  expect(queue.length).toBe(0);
});

it('takes what a consumer gives that was set back for what waits', () => {
  const queue = new LaneQueue();
  queue.offer(batchOf([4, 5, 6]));
  queue.offer(batchOf([2, 3]));
  expect(offsets(queue.peek(0n, MANY))).toEqual([2, 3]);
});

it('cuts a slice by records and by bytes, but never to nothing', () => {
  const queue = new LaneQueue();
  queue.offer(batchOf([1, 2, 3], 10));
  expect(offsets(queue.peek(0n, { records: 2, bytes: 1_000 }))).toEqual([1, 2]);
  expect(offsets(queue.peek(0n, { records: 9, bytes: 25 }))).toEqual([1, 2]);
  expect(offsets(queue.peek(0n, { records: 9, bytes: 1 }))).toEqual([1]);
});

it('pauses its lane when much waits, once, and resumes it when little does', () => {
  const queue = new LaneQueue();
  const calls: string[] = [];
  const pause = () => {
    calls.push('pause');
    return () => void calls.push('resume');
  };
  const records = Array.from({ length: 1_200 }, (_, offset) => recordAt(offset));
  queue.offer({ ...batchOf([]), records, pause });
  queue.offer({ ...batchOf([1_300]), pause });
  queue.dropBefore(900n);
  expect(calls).toEqual(['pause']);
  queue.dropBefore(1_100n);
  expect(calls).toEqual(['pause', 'resume']);
});

it('tells how long the oldest has waited, and forgets all when the partition is lost', () => {
  const queue = new LaneQueue();
  expect(queue.oldest).toBeNull();
  queue.offer(batchOf([7, 8]));
  expect(queue.oldest).toBe(7n);
  queue.clear();
  expect([queue.oldest, queue.length]).toEqual([null, 0]);
});
