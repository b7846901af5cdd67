import type { Request } from '@tessera/promotion';

const nfc = (id: string): string => id.normalize('NFC');

/** `<app>:s:<session>`: also the subject of the key that seals a session without a profile. */
export const sessionKey = (application: bigint, session: string): string => `${application}:s:${nfc(session)}`;

export const profileKey = (application: bigint, profile: string): string => `${application}:p:${nfc(profile)}`;

/** The Kafka key of a request (contracts §2): its partition, and so its order, follows from it. */
export function requestKey(application: bigint, request: Request): string {
  switch (request.kind) {
    case 'SessionUpdateReceived':
    case 'SessionReturnReceived':
    case 'SessionReopenReceived':
    case 'SessionIdled':
      return sessionKey(application, request.sessionId);
    case 'CustomEventReceived':
      return request.sessionId === null
        ? profileKey(application, request.profileId)
        : sessionKey(application, request.sessionId);
    case 'ProfileUpdateReceived':
    case 'CouponReservationReceived':
    case 'ProfileErasureReceived':
    case 'PointsAdditionReceived':
    case 'PointsDeductionReceived':
    case 'TierAssignmentReceived':
    case 'PointsActivationReceived':
    case 'ProfileOpeningReceived':
    case 'LedgerOpeningReceived':
      return profileKey(application, request.profileId);
    case 'ClockTicked':
      return `${application}:t:${request.partition}`;
    case 'CouponChunkReceived':
    case 'CouponsChangeReceived':
      return `${application}:c:${request.batch}:${request.chunk}`;
    // All of an import move the counter of their campaign's redemptions: in one partition they do not wait for each other.
    case 'CouponOpeningsReceived':
    case 'LimitOpeningsReceived':
      return `${application}:c:${request.batch}`;
    case 'CouponChangeReceived':
    case 'CouponDeletionReceived':
      return `${application}:k:${request.couponId}`;
    case 'GiveawayChunkReceived':
      return `${application}:g:${request.pool}`;
  }
}
