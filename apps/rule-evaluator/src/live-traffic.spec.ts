import { LiveTraffic } from './live-traffic';

function traffic() {
  const at = { now: 10_000n };
  const clock = { now: () => at.now, sleep: () => Promise.resolve() };
  return { at, live: new LiveTraffic(clock) };
}

it('is calm while no live record has waited for 250 ms', () => {
  const { live } = traffic();
  let oldest: bigint | null = null;
  live.watch(() => oldest);
  expect([live.calm(), live.lagMs()]).toEqual([true, 0n]);
  oldest = 9_751n;
  expect(live.calm()).toBe(true);
  oldest = 9_750n;
  expect([live.calm(), live.lagMs()]).toEqual([false, 250n]);
});

it('looks at the partition that waits longest', () => {
  const { live } = traffic();
  live.watch(() => 9_900n);
  live.watch(() => 9_000n);
  expect(live.lagMs()).toBe(1_000n);
});

it('remembers for a second that people were about', () => {
  const { live, at } = traffic();
  expect(live.recent()).toBe(false);
  live.arrived();
  at.now = 10_999n;
  expect(live.recent()).toBe(true);
  at.now = 11_000n;
  expect(live.recent()).toBe(false);
});
