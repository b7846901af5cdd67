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

it('gives the bulk lane one slice at a time, and then a rest, while people are about', async () => {
  const { live, at } = traffic();
  let end: () => void = () => undefined;
  const slice = live.bulk(() => new Promise<void>((resolve) => (end = resolve)));
  expect(live.calm()).toBe(true);
  live.arrived();
  expect(live.calm()).toBe(false);
  at.now += 30n;
  end();
  await slice;
  at.now += 149n;
  expect(live.calm()).toBe(false);
  at.now += 1n;
  expect(live.calm()).toBe(true);
});

it('holds the bulk lane back sooner while people are about', () => {
  const { live } = traffic();
  live.watch(() => 9_975n);
  expect(live.calm()).toBe(true);
  live.arrived();
  expect(live.calm()).toBe(false);
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
