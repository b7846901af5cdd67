import { SliceSize } from './slice-size';

it('takes up to 200, and 10 of the bulk lane while people are about', () => {
  const size = new SliceSize();
  expect([size.for('live', true), size.for('bulk', false), size.for('bulk', true)]).toEqual([200, 200, 10]);
});

it('halves what did not go through, down to one', () => {
  const size = new SliceSize();
  size.shrink(200);
  expect(size.for('live', false)).toBe(100);
  size.shrink(10);
  expect(size.for('live', false)).toBe(5);
  for (let times = 0; times < 5; times++) size.shrink(1);
  expect(size.for('live', false)).toBe(1);
});

it('shrinks when counters were held for more than 50 ms, and grows again step by step', () => {
  const size = new SliceSize();
  size.decided(51n);
  expect(size.for('live', false)).toBe(100);
  size.decided(50n);
  expect(size.for('live', false)).toBe(110);
  for (let times = 0; times < 50; times++) size.decided(0n);
  expect(size.for('live', false)).toBe(200);
});
