import { CelError } from '../error';
import { Duration, Timestamp, type CelValue, type Result } from '../value';
import { dayOf, daysOf, type Day } from './calendar';
import { noOverload } from './kind';
import { offsetOf, type Ports } from './time-zone';

const MILLI = 1_000_000n;
const SECOND = 1_000_000_000n;
const DAY_SECONDS = 86_400;

/** A local time, taken apart. */
interface Local extends Day {
  /** Since 1970-01-01. */
  readonly days: number;
  readonly secondOfDay: number;
  readonly millisecond: number;
}

const PARTS: Readonly<Record<string, (local: Local) => number>> = {
  getFullYear: (local) => local.year,
  getMonth: (local) => local.month - 1,
  getDate: (local) => local.day,
  getDayOfMonth: (local) => local.day - 1,
  getDayOfWeek: (local) => (((local.days + 4) % 7) + 7) % 7,
  getDayOfYear: (local) => local.days - daysOf({ year: local.year, month: 1, day: 1 }),
  getHours: (local) => Math.floor(local.secondOfDay / 3600),
  getMinutes: (local) => Math.floor(local.secondOfDay / 60) % 60,
  getSeconds: (local) => local.secondOfDay % 60,
  getMilliseconds: (local) => local.millisecond,
};

const DURATION_PARTS: Readonly<Record<string, (nanos: bigint) => bigint>> = {
  getHours: (nanos) => nanos / (3600n * SECOND),
  getMinutes: (nanos) => nanos / (60n * SECOND),
  getSeconds: (nanos) => nanos / SECOND,
  getMilliseconds: (nanos) => (nanos % SECOND) / MILLI,
};

export const TIME_PART_NAMES: readonly string[] = Object.keys(PARTS);

/** `getHours` and its like: of a timestamp in UTC or in the zone named, of a duration as a whole number of the unit. */
export function timePart(name: string, ports: Ports): (time: CelValue, zone?: CelValue) => Result {
  const part = PARTS[name];
  const ofDuration = DURATION_PARTS[name];
  return (time, zone = 'UTC') => {
    if (time instanceof Duration && ofDuration !== undefined) return ofDuration(time.nanos);
    if (!(time instanceof Timestamp) || typeof zone !== 'string' || part === undefined)
      return noOverload(name, time, zone);
    const local = localTime(time.nanos, zone, ports);
    return local instanceof CelError ? local : BigInt(part(local));
  };
}

function localTime(nanos: bigint, zone: string, ports: Ports): Local | CelError {
  const millis = floorDivide(nanos, MILLI);
  const offset = offsetOf(zone, millis, ports);
  if (offset instanceof CelError) return offset;
  const seconds = Number(floorDivide(millis, 1000n)) + offset;
  const days = Math.floor(seconds / DAY_SECONDS);
  const millisecond = Number(millis - floorDivide(millis, 1000n) * 1000n);
  return { ...dayOf(days), days, secondOfDay: seconds - days * DAY_SECONDS, millisecond };
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
