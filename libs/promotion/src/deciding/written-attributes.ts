import type { CouponChanged, ProfileChanged } from '../event';
import type { CartItem } from '../session';
import type { Instant } from '../value';
import type { Desk } from './desk';
import type { Draft } from './draft';

/**
 * What rules wrote of coupons, referrals and other profiles than the request's. It comes before what moves the counters of
 * these coupons: a changed coupon is told whole, as it was before.
 */
export function attributeEvents(
  desk: Desk,
  { couponAttributes, otherProfiles }: Draft,
  at: Instant,
): (CouponChanged | ProfileChanged)[] {
  const { application } = desk.situation;
  const coupons = [...couponAttributes.values()].map(({ coupon, attributes }): CouponChanged => {
    desk.writes({ kind: 'coupon', application, canonical: coupon.canonical });
    return { kind: 'CouponChanged', coupon: { ...coupon, settings: { ...coupon.settings, attributes } } };
  });
  const profiles = [...otherProfiles].flatMap(([id, attributes]): ProfileChanged[] => {
    const profile = desk.profile(id);
    if (profile === null) return [];
    desk.writes({ kind: 'profile', id });
    return [
      { kind: 'ProfileChanged', type: 'talon_profile_updated', profile: { ...profile, attributes, updated: at } },
    ];
  });
  return [...coupons, ...profiles];
}

/** The lines with what rules wrote of them. */
export function writtenItems(items: readonly CartItem[], { itemAttributes }: Draft): readonly CartItem[] {
  if (itemAttributes.size === 0) return items;
  return items.map((item) => ({ ...item, attributes: itemAttributes.get(item.position) ?? item.attributes }));
}
