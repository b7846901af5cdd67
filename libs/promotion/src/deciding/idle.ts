import type { Situation } from '../decide';
import { after, parseDuration } from '../loyalty/duration';
import type { Instant } from '../value';

/** When an open session that is touched now is cancelled; null: its application lets it stay open. */
export function idleAtOf({ catalog, application }: Situation, at: Instant): Instant | null {
  const { sessionIdleAfter = null, timezone = '' } = catalog.application(application) ?? {};
  const duration = parseDuration(sessionIdleAfter ?? '');
  return duration === undefined ? null : after(at, duration, timezone);
}
