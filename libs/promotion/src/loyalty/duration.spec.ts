import { after, parseDuration } from './duration';

const BERLIN = 'Europe/Berlin';

function later(from: string, text: string, zone = BERLIN): string | undefined {
  const duration = parseDuration(text);
  return duration && new Date(Number(after(BigInt(Date.parse(from)), duration, zone))).toISOString();
}

describe('a duration', () => {
  it.each([
    ['30s', '2026-07-15T12:00:30.000Z'],
    ['40m', '2026-07-15T12:40:00.000Z'],
    ['1h', '2026-07-15T13:00:00.000Z'],
    ['5D', '2026-07-20T12:00:00.000Z'],
    ['7W', '2026-09-02T12:00:00.000Z'],
    ['10M', '2027-05-15T12:00:00.000Z'],
    ['15Y', '2041-07-15T12:00:00.000Z'],
  ])('%s after noon of 15 July', (text, expected) => {
    expect(later('2026-07-15T12:00:00Z', text)).toBe(expected);
  });

  it.each([
    ['1D_D', '2026-07-15T22:00:00.000Z'],
    ['1D_U', '2026-07-16T22:00:00.000Z'],
    ['1W_U', '2026-07-26T22:00:00.000Z'],
    ['1M_U', '2026-08-31T22:00:00.000Z'],
    ['1Y_U', '2027-12-31T23:00:00.000Z'],
    ['1M_D', '2026-08-14T22:00:00.000Z'],
  ])('%s is rounded in the local time of the program', (text, expected) => {
    expect(later('2026-07-15T12:00:00Z', text)).toBe(expected);
  });

  it.each([
    ['keeps the local time when the clock is set back', '2026-10-24T10:00:00Z', '1D', '2026-10-25T11:00:00.000Z'],
    ['and when it is set forward', '2026-03-28T11:00:00Z', '1D', '2026-03-29T10:00:00.000Z'],
    ['takes the first of two equal local times', '2026-10-24T00:30:00Z', '1D', '2026-10-25T00:30:00.000Z'],
    ['moves on where the local time is skipped', '2026-03-28T01:30:00Z', '1D', '2026-03-29T01:30:00.000Z'],
    ['ends with a short month', '2026-01-31T12:00:00Z', '1M', '2026-02-28T12:00:00.000Z'],
    ['knows leap years', '2028-01-31T12:00:00Z', '1M', '2028-02-29T12:00:00.000Z'],
    ['ends the day of the change an hour later', '2026-10-24T10:00:00Z', '1D_U', '2026-10-25T23:00:00.000Z'],
  ])('%s', (_, from, text, expected) => {
    expect(later(from, text)).toBe(expected);
  });

  it.each(['', '0D', '1', 'D', '1x', '1h_D', '1s_U', '-1D', '1.5D', '101Y', '1201M', '1D_X', 'unlimited'])(
    '%p is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
