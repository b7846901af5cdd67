import { DateTime } from 'luxon';

const HAS_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * The instant of a schedule's time: RFC 3339 with an offset as it says; without one, the first instant at which a clock
 * of the zone (IANA) shows that time or a later one. So a time that a change to summer time skips is the moment of the
 * change, one that comes twice is its first coming, and two campaigns that meet at a local time neither overlap nor
 * leave a gap, for a schedule is half open.
 *
 * The text has been checked by the API's schema; throws RangeError where it still is no time.
 */
export function resolveTime(text: string, zone: string): Date {
  const time = DateTime.fromISO(text, { zone });
  if (!time.isValid) throw new RangeError(`not a time: ${time.invalidReason}`);
  if (HAS_OFFSET.test(text)) return time.toJSDate();
  return isSkipped(text, time) ? endOfGap(time) : firstComing(time);
}

/** Luxon moves a skipped time forward by the length of the gap, so it shows another hour than was asked for. */
function isSkipped(text: string, time: DateTime): boolean {
  return !DateTime.fromISO(text, { zone: 'UTC' }).equals(time.setZone('UTC', { keepLocalTime: true }));
}

/** The first instant with the offset that holds after the gap. */
function endOfGap(after: DateTime): Date {
  let [before, found] = [after.minus({ hours: 24 }).toMillis(), after.toMillis()];
  while (found - before > 1) {
    const middle = Math.floor((before + found) / 2);
    const same = DateTime.fromMillis(middle, { zone: after.zone }).offset === after.offset;
    if (same) found = middle;
    else before = middle;
  }
  return new Date(found);
}

function firstComing(time: DateTime): Date {
  const comings = time.getPossibleOffsets().map((coming) => coming.toMillis());
  return new Date(Math.min(...comings));
}
