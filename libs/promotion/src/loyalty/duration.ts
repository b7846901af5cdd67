import { intlTimeZoneOffset } from '@tessera/expression';
import type { Instant } from '../value';

const DURATION = /^([1-9]\d{0,4})(s|m|h|D|W|M|Y)(_D|_U)?$/;

const SECOND = 1000;
const DAY = 86_400_000;
const FIXED: Readonly<Record<string, number>> = { s: SECOND, m: 60 * SECOND, h: 3600 * SECOND };

/** No point lives that long; it keeps dates within what every client can read. */
const MOST_YEARS = 100;
const MOST: Readonly<Record<string, number>> = { M: 12 * MOST_YEARS, Y: MOST_YEARS };

/** Local calendar time as if it were UTC, in milliseconds. */
type Local = number;

/** A length of time by the calendar: `30s`, `40m`, `1h`, `5D`, `7W`, `10M`, `15Y`. */
export interface Duration {
  readonly count: number;
  readonly unit: string;
  /** To the start of the day that is reached (`_D`), or to the end of the day, week, month or year (`_U`); '': as it is. */
  readonly rounding: string;
}

/** Undefined: the text is none. Hours and less are not rounded; nothing lasts longer than a hundred years. */
export function parseDuration(text: string): Duration | undefined {
  const [, digits, unit = '', rounding = ''] = DURATION.exec(text) ?? [];
  const count = Number(digits);
  if (digits === undefined || count > (MOST[unit] ?? Infinity)) return undefined;
  return unit in FIXED && rounding !== '' ? undefined : { count, unit, rounding };
}

/** The instant that lies the duration after `at` in the zone's calendar: days and longer keep the local time of day. */
export function after(at: Instant, { count, unit, rounding }: Duration, zone: string): Instant {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return at + BigInt(count * fixed);
  return instantOf(rounded(moved(localOf(at, zone), count, unit), unit, rounding), zone);
}

function localOf(at: Instant, zone: string): Local {
  return Number(at) + offset(zone, at);
}

/** Of a local time that happens twice the first; one that is skipped moves on as the clock does. */
function instantOf(local: Local, zone: string): Instant {
  const guess = BigInt(local) - BigInt(offset(zone, BigInt(local)));
  const before = BigInt(local) - BigInt(offset(zone, guess - BigInt(DAY)));
  if (localOf(before, zone) === local) return before;
  return BigInt(local) - BigInt(offset(zone, guess));
}

function offset(zone: string, at: Instant): number {
  return (intlTimeZoneOffset(zone, at) ?? 0) * SECOND;
}

function moved(local: Local, count: number, unit: string): Local {
  if (unit === 'D') return local + count * DAY;
  if (unit === 'W') return local + count * 7 * DAY;
  return monthsLater(local, unit === 'Y' ? count * 12 : count);
}

/** 31 January and a month is the last day of February. */
function monthsLater(local: Local, months: number): Local {
  const date = new Date(local);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

function rounded(local: Local, unit: string, rounding: string): Local {
  if (rounding === '') return local;
  const midnight = Math.floor(local / DAY) * DAY;
  if (rounding === '_D') return midnight;
  const date = new Date(midnight);
  if (unit === 'D') return midnight + DAY;
  if (unit === 'W') return midnight + (7 - ((date.getUTCDay() + 6) % 7)) * DAY;
  if (unit === 'M') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
}
