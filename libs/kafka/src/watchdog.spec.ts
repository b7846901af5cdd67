import { type Progress, Watchdog } from './watchdog';

const at = (position: bigint, over: Partial<Progress> = {}): Progress => ({
  topic: 'inbox',
  partition: 3,
  position,
  end: 100n,
  paused: false,
  ...over,
});

it('trap 12: finds the partition that stands still while records wait', () => {
  const watchdog = new Watchdog(1_000);
  expect(watchdog.observe([at(5n), at(7n, { partition: 4 })], 0)).toEqual([]);
  expect(watchdog.observe([at(5n), at(8n, { partition: 4 })], 999)).toEqual([]);
  const stalled = watchdog.observe([at(5n), at(9n, { partition: 4 })], 1_000);
  expect(stalled.map(({ message }) => message)).toEqual(['inbox/3 stands at 5 of 100 for 1000 ms']);
});

it('any movement starts the clock again', () => {
  const watchdog = new Watchdog(1_000);
  watchdog.observe([at(5n)], 0);
  watchdog.observe([at(6n)], 900);
  expect(watchdog.observe([at(6n)], 1_800)).toEqual([]);
});

it('leaves a reader alone that is at the end, and counts only from when records wait', () => {
  const watchdog = new Watchdog(1_000);
  watchdog.observe([at(100n)], 0);
  expect(watchdog.observe([at(100n)], 5_000)).toEqual([]);
  watchdog.observe([at(100n, { end: 101n })], 5_001);
  expect(watchdog.observe([at(100n, { end: 101n })], 5_500)).toEqual([]);
  expect(watchdog.observe([at(100n, { end: 101n })], 6_000)).toHaveLength(1);
});

it('leaves a paused partition alone', () => {
  const watchdog = new Watchdog(1_000);
  watchdog.observe([at(5n, { paused: true })], 0);
  expect(watchdog.observe([at(5n, { paused: true })], 9_000)).toEqual([]);
});

it('forgets a partition that went to another member', () => {
  const watchdog = new Watchdog(1_000);
  watchdog.observe([at(5n)], 0);
  watchdog.observe([], 500);
  expect(watchdog.observe([at(5n)], 9_000)).toEqual([]);
});
