import {
  canonicalCode,
  type Catalog,
  type Coupon,
  type Decision,
  type DomainEvent,
  type Request,
  type Session,
} from '@tessera/promotion';
import type { Judged } from './judge';
import type { Shown } from './wire/wire';
import type { WorkingCopy } from './working-copy';

/**
 * The entities of a request as its decision left them. It reads the working copy, so it is asked before the next
 * decision of the slice is made.
 */
export function shownBy({ inbound, decision }: Judged, catalog: Catalog, copy: WorkingCopy): Shown {
  const { application } = inbound;
  const session = sessionOf(decision.request, application, copy);
  const profileId = session?.profileId ?? profileIdIn(decision.request);
  return {
    session,
    profile: copy.profile(profileId)?.value ?? null,
    activity: copy.activity(application, profileId)?.value ?? null,
    coupons: couponsOf(session, decision, application, copy),
    ledgers: catalog.loyaltyPrograms(application).flatMap(({ id }) => copy.ledger(id, profileId)?.value ?? []),
  };
}

function sessionOf(request: Request | null, application: bigint, copy: WorkingCopy): Session | null {
  const id = sessionIdIn(request);
  return id === null ? null : (copy.session(application, id)?.value ?? null);
}

/** The session that a request is about; null: it is about none. */
export function sessionIdIn(request: Request | null): string | null {
  return request && 'sessionId' in request ? request.sessionId : null;
}

function profileIdIn(request: Request | null): string {
  return (request && 'profileId' in request ? request.profileId : null) ?? '';
}

function couponsOf(
  session: Session | null,
  { request, events }: Decision,
  application: bigint,
  copy: WorkingCopy,
): readonly Coupon[] {
  const named = codesIn(session, request).map((code) => copy.coupon(application, canonicalCode(code)));
  // What became of a pool stands in its events, once: the reply would hold its settings a thousand times.
  const touched = isPool(request) ? [] : events.flatMap(couponIds).map((id) => copy.couponById(application, id));
  const found = [...named, ...touched].flatMap((held) => held?.value ?? []);
  return [...new Map(found.map((coupon) => [coupon.id, coupon])).values()];
}

function codesIn(session: Session | null, request: Request | null): readonly string[] {
  return request?.kind === 'CouponReservationReceived'
    ? [request.code]
    : [...(session?.couponCodes ?? []), ...(session?.referralCode ? [session.referralCode] : [])];
}

function isPool(request: Request | null): boolean {
  return request?.kind === 'CouponChunkReceived' || request?.kind === 'CouponsChangeReceived';
}

function couponIds(event: DomainEvent): readonly bigint[] {
  if (event.kind === 'CouponsCreated') return event.coupons.map(({ id }) => id);
  return event.kind === 'CouponChanged' ? [event.coupon.id] : [];
}
