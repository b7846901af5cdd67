import type { LegacySession } from '@tessera/api-contracts';
import type { SessionUpdateReceived } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { sessionRequest } from './session';

/** A legacy session's body as a request of the domain. Its total is ours to compute. Throws as `sessionRequest`. */
export function legacySessionRequest(
  id: string,
  { coupon, referral, ...same }: LegacySession,
  caller: Pick<Caller, 'application' | 'catalog'>,
): SessionUpdateReceived {
  const couponCodes = coupon == null ? null : coupon === '' ? [] : [coupon];
  return sessionRequest(id, { ...same, couponCodes, referralCode: referral }, caller, false, '');
}
