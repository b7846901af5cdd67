import { delayAfter, retryAfterMs, SCHEDULE } from './schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the schedule', () => {
  it('is that of Standard Webhooks', () => {
    expect(SCHEDULE).toEqual([
      0,
      5_000,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
    ]);
  });

  it.each([
    [1, 5_000],
    [2, 5 * MINUTE],
    [9, 24 * HOUR],
  ])('waits after try %i', (attempts, due) => {
    expect(delayAfter(attempts, undefined, 0.5)).toBe(due);
    expect(delayAfter(attempts, undefined, 0)).toBe(Math.round(due * 0.9));
    expect(delayAfter(attempts, undefined, 1)).toBe(Math.round(due * 1.1));
  });

  it('ends after ten tries', () => {
    expect(delayAfter(10, 1000, 0.5)).toBeUndefined();
  });

  it('waits longer where the endpoint asks for it, never shorter', () => {
    expect(delayAfter(1, 90_000, 0.5)).toBe(90_000);
    expect(delayAfter(2, 1_000, 0.5)).toBe(5 * MINUTE);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 24 * HOUR],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('%p', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
