import { canonicalCode } from '../codes/canonical-code';
import type { Coupon } from '../coupon';
import type { Verdict } from '../decide';
import type { DomainEvent } from '../event';
import type { CouponReservationReceived } from '../request';
import { refusal } from '../validation/problem';
import type { Desk } from './desk';
import { NOTHING_CREATED, type Numbers } from './numbers';
import { counterEvents } from './redeem';
import { NOBODY, profileEvents, subjectProfile } from './subject-profile';
import { refused, verdict } from './verdict';

/** A coupon that is being reserved for a profile. */
export interface Reservation {
  readonly coupon: Coupon;
  readonly profileId: string;
}

/** A row of its own says whether a profile has a coupon reserved: 1 or 0. It is named like the counters of limits. */
function holderOf({ coupon, profileId }: Reservation): string {
  return `reserveCoupon|${coupon.settings.campaign}||${coupon.id}|${profileId}`;
}

export function isReserved(desk: Desk, coupon: Coupon, profileId: string): boolean {
  return desk.counter(holderOf({ coupon, profileId })) > 0n;
}

/** What reserving coupons, or with -1 giving a reservation back, changes. Their rows are then held, so that limits hold. */
export function reservationEvents(desk: Desk, reservations: readonly Reservation[], delta: 1n | -1n): DomainEvent[] {
  const counted = new Map<bigint, bigint>();
  return reservations.flatMap((reservation): DomainEvent[] => {
    const { coupon, profileId } = reservation;
    const reservationCounter = (counted.get(coupon.id) ?? coupon.reservationCounter) + delta;
    counted.set(coupon.id, reservationCounter);
    desk.writes({ kind: 'coupon', application: coupon.application, canonical: coupon.canonical });
    const { id: couponId, code, settings } = coupon;
    const { campaign } = settings;
    return [
      ...counterEvents(desk, [{ counter: holderOf(reservation), delta }]),
      { kind: 'CouponReservationChanged', couponId, campaign, code, profileId, delta, reservationCounter },
    ];
  });
}

/** A reservation that an integration asks for, or gives back; what is so already stays so. It goes beyond the coupon's limit. */
export function decideReservation(desk: Desk, request: CouponReservationReceived): Verdict {
  const { at } = desk.situation;
  const { profileId } = request;
  const coupon = desk.coupon(canonicalCode(request.code));
  if (coupon === null || coupon.settings.advocate !== null) return refused(desk, request, [NOT_FOUND]);
  const profile = subjectProfile(desk, profileId, at);
  const changes = isReserved(desk, coupon, profileId) !== request.reserved;
  const events = changes ? reservationEvents(desk, [{ coupon, profileId }], request.reserved ? 1n : -1n) : [];
  const complete = ({ profile: number }: Numbers) => ({
    events: [...profileEvents(profile, profile.profile ?? NOBODY, number, at), ...events],
    effects: [],
    ruleFailures: [],
  });
  return verdict(desk, request, { at, created: { ...NOTHING_CREATED, profile: profile.isNew }, complete });
}

const NOT_FOUND = refusal('coupon.not_found', '/couponValue', 'no such coupon in this application', 404);
