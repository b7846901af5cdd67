import fc from 'fast-check';
import { DateTime } from 'luxon';
import { resolveTime } from './schedule';

const at = (text: string, zone = 'Europe/Berlin') => resolveTime(text, zone).toISOString();

describe('the time of a schedule', () => {
  it('is what it says where it has an offset', () => {
    expect(at('2026-07-01T10:00:00Z')).toBe('2026-07-01T10:00:00.000Z');
    expect(at('2026-07-01T10:00:00+05:30')).toBe('2026-07-01T04:30:00.000Z');
  });

  it("magento-lts 4401: is the application's local time where it has none, in summer and in winter", () => {
    expect(at('2026-07-01T00:00:00')).toBe('2026-06-30T22:00:00.000Z');
    expect(at('2026-01-01T00:00:00')).toBe('2025-12-31T23:00:00.000Z');
  });

  it('magento-lts 4401: is the moment of the change where the change to summer time skips it', () => {
    const change = '2026-03-29T01:00:00.000Z';
    expect(at('2026-03-29T02:00:00')).toBe(change);
    expect(at('2026-03-29T02:30:00')).toBe(change);
    expect(at('2026-03-29T02:59:59.999')).toBe(change);
    expect(at('2026-03-29T03:00:00')).toBe(change);
    expect(at('2026-03-29T01:59:59')).toBe('2026-03-29T00:59:59.000Z');
    expect(at('2026-03-29T03:30:00')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('magento-lts 4401: is its first coming where the change back makes it come twice', () => {
    expect(at('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-10-25T03:00:00')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('knows zones whose day begins with a gap, and changes of half an hour', () => {
    expect(at('2018-11-04T00:00:00', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
    expect(at('2026-10-04T02:15:00', 'Australia/Lord_Howe')).toBe('2026-10-03T15:30:00.000Z');
  });

  it('never goes back when the local time goes on', () => {
    const start = Date.UTC(2026, 2, 28);
    const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'UTC'), (a, b, zone) => {
        const local = (minute: number) =>
          DateTime.fromMillis(start + minute * 60_000, { zone: 'UTC' }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
        expect(at(local(earlier), zone) <= at(local(later), zone)).toBe(true);
      }),
    );
  });

  it('says so where the text is no time', () => {
    expect(() => at('2026-02-30T00:00:00')).toThrow(RangeError);
  });
});
