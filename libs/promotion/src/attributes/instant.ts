import type { Instant } from '../value';

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

const MINUTE = 60_000;

/** An RFC 3339 date-time; undefined where it is none, or names a day that does not exist. Below a millisecond is cut. */
export function parseInstant(text: string): Instant | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (!existsOnCalendar(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = offsetOf(match[8], Number(match[9] ?? 0), Number(match[10] ?? 0));
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return offset === undefined ? undefined : BigInt(utc(year, month, day, hour, minute, second) + millis - offset);
}

/** Date.UTC reads years below 100 as 1900 and more, so the year is set apart. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  return new Date(Date.UTC(2000, month - 1, day, hour, minute, second)).setUTCFullYear(year, month - 1, day);
}

function existsOnCalendar(year: number, month: number, day: number): boolean {
  const date = new Date(utc(year, month, day, 0, 0, 0));
  return year > 0 && month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function offsetOf(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
