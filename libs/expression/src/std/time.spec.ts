import fc from 'fast-check';
import { CelError } from '../error';
import { Duration, Timestamp, type Result } from '../value';
import { dayOf, daysOf, exists } from './calendar';
import { timePart } from './time-part';
import { durationText, parseDuration, parseTimestamp, timestampText } from './time-text';
import { intlTimeZoneOffset, offsetOf } from './time-zone';

const DAY = 86_400_000;
const day = fc.integer({ min: -719_162, max: 2_932_896 });
const nanos = fc.bigInt({ min: -62_135_596_800_000_000_000n, max: 253_402_300_799_999_999_999n });

describe('the calendar', () => {
  it('is that of Date, both ways', () => {
    fc.assert(
      fc.property(day, (days) => {
        const date = new Date(days * DAY);
        const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(dayOf(days)).toEqual(expected);
        expect(daysOf(expected)).toBe(days);
      }),
    );
  });

  it('knows which days there are', () => {
    expect(exists({ year: 2024, month: 2, day: 29 })).toBe(true);
    expect(exists({ year: 2023, month: 2, day: 29 })).toBe(false);
    expect(exists({ year: 1900, month: 2, day: 29 })).toBe(false);
    expect(exists({ year: 2023, month: 13, day: 1 })).toBe(false);
    expect(exists({ year: 2023, month: 0, day: 1 })).toBe(false);
    expect(exists({ year: 2023, month: 4, day: 31 })).toBe(false);
  });
});

describe('timestamps', () => {
  it('go to text and back', () => {
    fc.assert(
      fc.property(nanos, (value) => {
        expect(parseTimestamp(timestampText(new Timestamp(value)))).toEqual(new Timestamp(value));
      }),
    );
  });

  it('have the parts that Date has', () => {
    const parts = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'] as const;
    fc.assert(
      fc.property(nanos, fc.constantFrom(...parts), (value, part) => {
        const millis = Number((value - (((value % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n);
        const name = part === 'Day' ? 'getDayOfWeek' : `get${part}`;
        expect(timePart(name, {})(new Timestamp(value))).toBe(BigInt(new Date(millis)[`getUTC${part}`]()));
      }),
    );
  });

  it.each([
    '2023-02-29T00:00:00Z',
    '2023-01-01',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:60:00Z',
    '2023-01-01T00:00:60Z',
    '2023-01-01T00:00:00',
    '0000-01-01T00:00:00Z',
    '2023-01-01T00:00:00.1234567890Z',
    '2023-1-1T00:00:00Z',
    'now',
    '',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text)).toBeInstanceOf(CelError);
  });

  it('are read with their offset', () => {
    expect(parseTimestamp('2024-02-29T12:00:00.5+05:30')).toEqual(parseTimestamp('2024-02-29T06:30:00.500Z'));
    expect(parseTimestamp('2024-02-29t12:00:00-01:00')).toEqual(parseTimestamp('2024-02-29T13:00:00z'));
  });
});

describe('durations', () => {
  const of = (text: string): Result => parseDuration(text);

  it.each<[string, bigint]>([
    ['1h30m', 5_400_000_000_000n],
    ['-1.5s', -1_500_000_000n],
    ['0', 0n],
    ['1ms1us1ns', 1_001_001n],
    ['.5s', 500_000_000n],
    ['+2m', 120_000_000_000n],
  ])('%s', (text, value) => {
    expect(of(text)).toEqual(new Duration(value));
  });

  it.each(['', '1', 's', '1d', '1h-1m', '1.2.3s', '.s', '300000000h', `${'1'.repeat(200)}s`, '1 h'])(
    '%j is none',
    (text) => {
      expect(of(text)).toBeInstanceOf(CelError);
    },
  );

  it('go to text and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(of(durationText(new Duration(value)))).toEqual(new Duration(value));
      }),
    );
  });
});

describe('time zones', () => {
  it('come from Intl with their changes', () => {
    const at = (text: string) => BigInt(Date.parse(text));
    expect(intlTimeZoneOffset('Europe/Berlin', at('2026-03-29T00:59:59Z'))).toBe(3600);
    expect(intlTimeZoneOffset('Europe/Berlin', at('2026-03-29T01:00:00Z'))).toBe(7200);
    expect(intlTimeZoneOffset('America/St_Johns', at('2026-01-01T00:00:00Z'))).toBe(-12_600);
    expect(intlTimeZoneOffset('Asia/Kathmandu', at('2026-01-01T00:00:00Z'))).toBe(20_700);
    expect(intlTimeZoneOffset('UTC', 0n)).toBe(0);
    expect(intlTimeZoneOffset('Mars/Olympus', 0n)).toBeUndefined();
  });

  it('may be fixed', () => {
    expect([
      offsetOf('+02:00', 0n, {}),
      offsetOf('-02:30', 0n, {}),
      offsetOf('02:00', 0n, {}),
      offsetOf('UTC', 0n, {}),
    ]).toEqual([7200, -9000, 7200, 0]);
    expect(offsetOf('Europe/Berlin', 0n, {})).toBeInstanceOf(CelError);
  });
});
