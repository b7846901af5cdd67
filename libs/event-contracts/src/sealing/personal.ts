import type {
  AttributeEntity,
  Coupon,
  CouponChange,
  CouponsChangeReceived,
  CouponSettings,
  CustomEventReceived,
  Decision,
  Effect,
  Request,
  RuleFailure,
  Session,
} from '@tessera/promotion';
import { profileKey, sessionKey } from '../keys';
import { profileSubject } from './subject-key';

/** What is personal in one application, as the catalog declares it and the rules rendered it. */
export interface Personal {
  /** Names of the personal attributes of this entity; for Event, of this type of custom event. */
  names(entity: AttributeEntity, eventType?: string): ReadonlySet<string>;
  /** Whether the prop may come from a personal value, or is one. */
  prop(effect: Effect, name: string): boolean;
  /** Whether its details may quote a personal value. */
  failure(failure: RuleFailure): boolean;
  /** Whether what rules wrote into a session's or profile's attributes may be personal. */
  readonly written: boolean;
}

/** Whose values a session's are: its profile's, else its own until a profile that it named is erased. */
export function sessionSubject({ application, integrationId, profileId }: Session): string {
  return ownerOf(application, profileId, integrationId);
}

const ownerOf = (application: bigint, profile: string | null, session: string): string =>
  profile ? profileSubject(profile) : sessionKey(application, session);

/** An update without a profile belongs to nobody in particular. */
const profileOrNobody = (application: bigint, profile: string): string =>
  profile === '' ? profileKey(application, '') : profileSubject(profile);

/** A custom event without a profile belongs to its session, without one to nobody in particular. */
export const eventSubject = (
  application: bigint,
  { profileId, sessionId }: Pick<CustomEventReceived, 'profileId' | 'sessionId'>,
): string =>
  sessionId === null ? profileOrNobody(application, profileId) : ownerOf(application, profileId, sessionId);

export function settingsSubject(application: bigint, { recipient }: CouponSettings, fallback: string): string {
  return recipient ? profileSubject(recipient) : `${application}:${fallback}`;
}

export const couponSubject = ({ application, id, settings }: Coupon): string =>
  settingsSubject(application, settings, `k:${id}`);

/**
 * The subject of a decision's request and effects: of the session or custom event as it came out, since a request may leave
 * its profile out.
 */
export function decisionSubject(application: bigint, { events, request }: Decision): string | undefined {
  const changed = events.findLast((event) => event.kind === 'SessionChanged');
  if (changed) return sessionSubject(changed.session);
  const recorded = events.find((event) => event.kind === 'CustomEventRecorded');
  if (recorded) return eventSubject(application, recorded);
  return request ? requestSubject(application, request) : undefined;
}

/** Changes of many people's coupons are nobody's in particular; each change is sealed by itself. */
const changesSubject = (application: bigint, { batch }: CouponsChangeReceived): string => `${application}:c:${batch}`;

export const changeSubject = (application: bigint, { couponId }: CouponChange, settings: CouponSettings): string =>
  settingsSubject(application, settings, `k:${couponId}`);

function requestSubject(application: bigint, request: Request): string {
  switch (request.kind) {
    case 'SessionUpdateReceived':
      return ownerOf(application, request.profileId, request.sessionId);
    case 'SessionReturnReceived':
    case 'SessionReopenReceived':
    case 'SessionIdled':
      return sessionKey(application, request.sessionId);
    case 'CustomEventReceived':
      return eventSubject(application, request);
    case 'ProfileUpdateReceived':
    case 'CouponReservationReceived':
    case 'ProfileErasureReceived':
    case 'PointsAdditionReceived':
    case 'PointsDeductionReceived':
    case 'TierAssignmentReceived':
    case 'PointsActivationReceived':
    case 'ProfileOpeningReceived':
    case 'LedgerOpeningReceived':
      return profileOrNobody(application, request.profileId);
    case 'ClockTicked':
      return `${application}:t:${request.partition}`;
    case 'CouponChunkReceived':
      return settingsSubject(application, request.settings, `c:${request.batch}`);
    case 'CouponChangeReceived':
      return settingsSubject(application, request.settings, `k:${request.couponId}`);
    case 'CouponsChangeReceived':
      return changesSubject(application, request);
    case 'CouponOpeningsReceived':
    case 'LimitOpeningsReceived':
      return `${application}:c:${request.batch}`;
    case 'CouponDeletionReceived':
      return `${application}:k:${request.couponId}`;
    case 'GiveawayChunkReceived':
      return `${application}:g:${request.pool}`;
  }
}
