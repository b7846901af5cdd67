import { CelError } from '../error';
import type { Duration, Result, Timestamp } from '../value';
import { toDuration, toTimestamp } from './arithmetic';
import { dayOf, daysOf, exists } from './calendar';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** RFC 3339, to the nanosecond. */
export function parseTimestamp(text: string): Result {
  const match = TIMESTAMP.exec(text);
  if (match === null) return new CelError('expr.conversion', `'${text}' is no timestamp; write 2025-12-31T23:59:59Z`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (!exists({ year, month, day }) || hour > 23 || minute > 59 || second > 59) {
    return new CelError('expr.conversion', `the calendar has no '${text}'`);
  }
  const seconds = daysOf({ year, month, day }) * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds(match);
  return toTimestamp(BigInt(seconds) * SECOND + BigInt((match[7] ?? '').padEnd(9, '0')));
}

function offsetSeconds([, , , , , , , , sign, hours, minutes]: RegExpExecArray): number {
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}

/** RFC 3339 in UTC with as many decimals as needed: none, 3, 6 or 9. */
export function timestampText({ nanos }: Timestamp): string {
  const ofDay = ((nanos % DAY) + DAY) % DAY;
  const { year, month, day } = dayOf(Number((nanos - ofDay) / DAY));
  const seconds = Number(ofDay / SECOND);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}${fraction(ofDay % SECOND)}Z`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function fraction(nanos: bigint): string {
  if (nanos === 0n) return '';
  const digits = nanos.toString().padStart(9, '0');
  return `.${digits.replace(/(?:000){1,2}$/, '')}`;
}

const UNITS: Readonly<Record<string, bigint>> = {
  h: 3600n * SECOND,
  m: 60n * SECOND,
  s: SECOND,
  ms: 1_000_000n,
  us: 1000n,
  µs: 1000n,
  ns: 1n,
};
const DURATION = /^([+-]?)((?:(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:ms|us|µs|ns|h|m|s))+|0)$/;
const DURATION_PART = /(\d*)\.?(\d*)(ms|us|µs|ns|h|m|s)/g;

/** `1h30m`, `-1.5s`, `0`: numbers with units h, m, s, ms, us, ns. */
export function parseDuration(text: string): Result {
  const [, sign, parts] = (text.length > 128 ? null : DURATION.exec(text)) ?? [];
  if (parts === undefined) {
    return new CelError('expr.conversion', `'${text.slice(0, 40)}' is no duration; write 1h30m or 45s`);
  }
  let nanos = 0n;
  for (const [, whole = '', decimals = '', unit = ''] of parts.matchAll(DURATION_PART)) {
    nanos += (BigInt(whole + decimals) * (UNITS[unit] ?? 0n)) / 10n ** BigInt(decimals.length);
  }
  return toDuration(sign === '-' ? -nanos : nanos);
}

/** Seconds: `5400s`, `-1.500s`. */
export function durationText({ nanos }: Duration): string {
  const size = nanos < 0n ? -nanos : nanos;
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fraction(size % SECOND)}s`;
}
