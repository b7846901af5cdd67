import type { Consumer } from 'kafkajs';
import { type Assignment, Assignments } from './assignment';

/** The part of a kafkajs consumer that assignments listen to. */
function consumer() {
  const listeners = new Map<string, (event: { payload: unknown }) => void>();
  const resumed: unknown[] = [];
  const paused = [{ topic: 'p.live', partitions: [1] }];
  const fake = {
    on: (name: string, listener: (event: { payload: unknown }) => void) => listeners.set(name, listener),
    paused: () => paused,
    resume: (places: unknown) => resumed.push(places),
  };
  const emit = (name: string, payload: unknown = {}) => listeners.get(`consumer.${name}`)?.({ payload });
  const join = (memberAssignment: Record<string, number[]>) => emit('group_join', { memberAssignment });
  return { fake: fake as unknown as Consumer, emit, join, resumed };
}

function watched(onAssigned?: () => Promise<void>) {
  const { fake, emit, join, resumed } = consumer();
  const told: string[] = [];
  const failures: Error[] = [];
  const tell = (sign: string) => (a: Assignment) => void told.push(`${sign}${a.generation}`);
  const listener = { onAssigned: tell('+'), onRevoked: tell('-') };
  const listeners = onAssigned ? [listener, { onAssigned }] : [listener];
  const assignments = new Assignments('p.', listeners, (error) => failures.push(error));
  assignments.watch(fake);
  return { assignments, emit, join, resumed, told, failures };
}

it('tells of an assignment by the names of the contracts', () => {
  const { assignments, join } = watched();
  join({ 'p.live': [0, 2], 'p.bulk': [0] });
  expect(assignments.current).toEqual({
    generation: 1,
    partitions: [
      { topic: 'live', partition: 0 },
      { topic: 'live', partition: 2 },
      { topic: 'bulk', partition: 0 },
    ],
  });
  expect(assignments.recentNumbers).toEqual([0, 2]);
});

it('a rebalance ends an assignment at once, and the next begins a generation', () => {
  const { assignments, emit, join, told } = watched();
  join({ 'p.live': [0] });
  emit('rebalancing');
  expect(assignments.current).toBeNull();
  expect(assignments.isHeld(1)).toBe(false);
  expect(assignments.recentNumbers).toEqual([0]);
  join({ 'p.live': [0] });
  expect(assignments.isHeld(2)).toBe(true);
  expect(told).toEqual(['+1', '-1', '+2']);
});

it('trap 13: a joining that nothing announced ends the assignment before it too', () => {
  const { join, told } = watched();
  join({ 'p.live': [0] });
  join({ 'p.live': [0] });
  expect(told).toEqual(['+1', '-1', '+2']);
});

it.each(['crash', 'stop'])('a %s of the consumer ends the assignment, once', (event) => {
  const { emit, join, told } = watched();
  join({ 'p.live': [0] });
  emit(event);
  emit(event);
  expect(told).toEqual(['+1', '-1']);
});

it('pauses end with the assignment that made them', () => {
  const { join, resumed } = watched();
  join({ 'p.live': [0, 1] });
  expect(resumed).toEqual([[{ topic: 'p.live', partitions: [1] }]]);
});

it('reports what a listener fails with', async () => {
  const { join, failures } = watched(() => Promise.reject(new Error('no checkpoint')));
  join({ 'p.live': [0] });
  await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(failures.map(({ message }) => message)).toEqual(['no checkpoint']);
});
