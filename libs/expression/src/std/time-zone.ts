import { CelError } from '../error';

export interface Ports {
  /**
   * Seconds east of UTC of an IANA zone at an instant (ms since the epoch); undefined: no such zone. `UTC` and fixed
   * offsets (`+02:00`) need no port. Time-zone data depends on the platform, so it comes in; `intlTimeZoneOffset` takes it
   * from Intl.
   */
  readonly timeZoneOffset?: (zone: string, millis: bigint) => number | undefined;
}

const FIXED = /^([+-]?)(\d\d):(\d\d)$/;

/** Seconds east of UTC. */
export function offsetOf(zone: string, millis: bigint, ports: Ports): number | CelError {
  if (zone === 'UTC' || zone === 'Z') return 0;
  const [, sign, hours, minutes] = FIXED.exec(zone) ?? [];
  if (sign !== undefined) return (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1);
  return (
    ports.timeZoneOffset?.(zone, millis) ?? new CelError('expr.conversion', `no time zone '${zone}' is known here`)
  );
}

/**
 * The `timeZoneOffset` port by the platform's Intl. Its answers change with the platform's time-zone data, so what is
 * decided with it must be recorded, not computed again.
 */
export function intlTimeZoneOffset(zone: string, millis: bigint): number | undefined {
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  const name = format.formatToParts(Number(millis)).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}

/** Making a formatter costs more than using it; zones come from saved rules and settings, so there are few. */
const formats = new Map<string, Intl.DateTimeFormat | undefined>();
const MAX_FORMATS = 1000;

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone);
  if (formats.size >= MAX_FORMATS) formats.clear();
  const format = newFormat(zone);
  formats.set(zone, format);
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
