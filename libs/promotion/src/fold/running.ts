import type { Campaign } from '../catalog-event';
import type { Instant } from '../value';

/** Enabled, and the instant lies in its half-open schedule. */
export function isRunning(campaign: Campaign, at: Instant): boolean {
  return campaign.state === 'enabled' && withinHalfOpen(at, campaign.startTime, campaign.endTime);
}

/** start <= at < end, where null is open. */
function withinHalfOpen(at: Instant, start: Instant | null, end: Instant | null): boolean {
  return (start === null || at >= start) && (end === null || at < end);
}
