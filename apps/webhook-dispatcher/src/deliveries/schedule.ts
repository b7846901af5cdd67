const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** When the first, second … try follows the one before it: the schedule that Standard Webhooks recommends. */
export const SCHEDULE: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Of each side: endpoints that came back must not be met by everything at once. */
const JITTER = 0.1;

/**
 * Milliseconds from the end of a try that failed to the next; undefined when it was the last.
 * @param attempts how many there were
 * @param retryAfter what the endpoint asked for: it never comes sooner
 * @param chance from 0 to 1
 */
export function delayAfter(
  attempts: number,
  retryAfter: number | undefined,
  chance: number,
  schedule: readonly number[] = SCHEDULE,
): number | undefined {
  const delay = schedule[attempts];
  if (delay === undefined) return undefined;
  return Math.round(Math.max(delay * (1 - JITTER + 2 * JITTER * chance), retryAfter ?? 0));
}

/** An endpoint may not hold a delivery back for longer. */
const LONGEST_WAIT = 24 * HOUR;

/**
 * Milliseconds that the header Retry-After asks to wait (RFC 9110 §10.2.3: seconds, or a date); undefined where it says nothing.
 * @param now in milliseconds
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * SECOND : dateOf(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT);
}

/** Date.parse alone takes much for a date that is none, "-5" for one. */
const dateOf = (text: string): number => (/ GMT$/.test(text) ? Date.parse(text) : NaN);
