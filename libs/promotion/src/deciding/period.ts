import { intlTimeZoneOffset } from '@tessera/expression';
import type { Instant } from '../value';

const DAY = 86_400_000;

/**
 * Names the day, week (from Monday), month or year in which an instant lies, in the application's own time; '' for a limit
 * that holds for ever. The name is part of the counter's key, so it is recorded with the decision.
 */
export function periodName(period: string | null, zone: string, at: Instant): string {
  const local = Number(at) + (intlTimeZoneOffset(zone, at) ?? 0) * 1000;
  return periodOfDay(period, new Date(local).toISOString().slice(0, 10));
}

/** As `periodName`, of a day, `2026-03-28`, in the application's own time. */
export function periodOfDay(period: string | null, day: string): string {
  switch (period) {
    case 'daily':
      return day;
    case 'weekly':
      return `week of ${mondayOf(Date.parse(day))}`;
    case 'monthly':
      return day.slice(0, 7);
    case 'yearly':
      return day.slice(0, 4);
    default:
      return '';
  }
}

/** Every period that a limit may have; null: for ever. */
export const LIMIT_PERIODS: readonly (string | null)[] = [null, 'daily', 'weekly', 'monthly', 'yearly'];

/** The period that a name of `periodName` is one of. */
export function periodOf(name: string): string | null {
  return LIMIT_PERIODS.find((period) => periodOfDay(period, firstDay(name) ?? '') === name) ?? null;
}

/** The first day, `2026-03-01`, of the period of this name; undefined: it holds for ever. */
export function firstDay(name: string): string | undefined {
  const [day] = /\d.*/.exec(name) ?? [];
  return day === undefined ? undefined : `${day}-01-01`.slice(0, '2026-03-01'.length);
}

function mondayOf(local: number): string {
  const sinceMonday = (new Date(local).getUTCDay() + 6) % 7;
  return new Date(local - sinceMonday * DAY).toISOString().slice(0, 10);
}
