import { SliceSize } from './slice-size';

it('takes up to 200, and 10 of the bulk lane while people are about', () => {
  const size = new SliceSize();
  expect([size.for('live', true), size.for('bulk', false), size.for('bulk', true)]).toEqual([200, 200, 10]);
});

it('halves what did not go through, down to one', () => {
  const size = new SliceSize();
  size.shrink('live', 200);
  expect(size.for('live', false)).toBe(100);
  size.shrink('live', 10);
  expect(size.for('live', false)).toBe(5);
  for (let times = 0; times < 5; times++) size.shrink('live', 1);
  expect(size.for('live', false)).toBe(1);
});

it('halves a slice that held counters for more than 50 ms, and grows again step by step', () => {
  const size = new SliceSize();
  size.decided('live', 200, 51n);
  expect(size.for('live', false)).toBe(100);
  size.decided('live', 100, 50n);
  expect(size.for('live', false)).toBe(110);
  size.decided('live', 8, 51n);
  expect(size.for('live', false)).toBe(4);
  size.decided('live', 4, 0n);
  expect(size.for('live', false)).toBe(5);
  for (let times = 0; times < 60; times++) size.decided('live', 1, 0n);
  expect(size.for('live', false)).toBe(200);
});

it('is the same after one slow request: it says nothing of how many fit together', () => {
  const size = new SliceSize();
  size.decided('live', 1, 400n);
  expect(size.for('live', false)).toBe(200);
});

it('leaves calls as they are where chunks of pools are heavy', () => {
  const size = new SliceSize();
  for (const chunks of [10, 5, 2]) size.decided('bulk', chunks, 400n);
  expect([size.for('bulk', true), size.for('bulk', false), size.for('live', true)]).toEqual([1, 1, 200]);
  size.decided('bulk', 1, 40n);
  expect(size.for('bulk', true)).toBe(2);
});
