import type { ProfileActivityChanged } from '../event';
import type { ProfileActivity } from '../profile';
import type { Instant } from '../value';
import type { Desk } from './desk';

const HOUR = 3_600_000n;

/** What a request does to what an application knows of a profile. */
export interface ActivityDelta {
  readonly closedSessions: bigint;
  readonly totalSales: bigint;
}

export const NO_SALES: ActivityDelta = { closedSessions: 0n, totalSales: 0n };

/**
 * The activity after a request. Between sales it changes once an hour, so that a visit does not write the row at each
 * click: then there is no event.
 */
export function activityEvents(
  desk: Desk,
  profileId: string,
  at: Instant,
  delta: ActivityDelta,
): ProfileActivityChanged[] {
  if (profileId === '') return [];
  const before = desk.activity(profileId);
  const after = activityAfter(desk.situation.application, profileId, before, at, delta);
  if (before !== null && delta === NO_SALES && after.lastActivity === before.lastActivity) return [];
  desk.writes({ kind: 'activity', application: desk.situation.application, profile: profileId });
  return [
    {
      kind: 'ProfileActivityChanged',
      closedSessionsDelta: delta.closedSessions,
      totalSalesDelta: delta.totalSales,
      activity: after,
    },
  ];
}

/** The activity after something that happened at `at`. */
export function activityAfter(
  application: bigint,
  profileId: string,
  before: ProfileActivity | null,
  at: Instant,
  delta: ActivityDelta,
): ProfileActivity {
  const hour = at - (((at % HOUR) + HOUR) % HOUR);
  return {
    application,
    profileId,
    closedSessions: (before?.closedSessions ?? 0n) + delta.closedSessions,
    totalSales: (before?.totalSales ?? 0n) + delta.totalSales,
    // An import of the past does not turn the clock back.
    lastActivity: before !== null && before.lastActivity > hour ? before.lastActivity : hour,
  };
}
