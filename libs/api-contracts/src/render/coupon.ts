import { formatAmount } from '@tessera/money';
import type { Coupon, CouponSettings } from '@tessera/promotion';
import { exponentOf } from './session';
import { type Json, type RenderSealed, renderAttributes, renderInstant } from './value';

/** A coupon as the public API shows it. */
export function renderCoupon(coupon: Coupon, currency: string, sealed?: RenderSealed): { [name: string]: Json } {
  const exponent = exponentOf(currency);
  return {
    id: Number(coupon.id),
    created: renderInstant(coupon.created),
    campaignId: Number(coupon.settings.campaign),
    value: coupon.code,
    usageCounter: Number(coupon.usageCounter),
    discountCounter: formatAmount(coupon.discountCounter, exponent),
    reservationCounter: Number(coupon.reservationCounter),
    batchId: coupon.batch,
    ...renderSettings(coupon.settings, coupon.discountCounter, exponent),
    attributes: renderAttributes(coupon.settings.attributes, sealed),
  };
}

function renderSettings(settings: CouponSettings, discounted: bigint, exponent: number): { [name: string]: Json } {
  const { discountLimit, startDate, expiryDate, recipient, profileLimit } = settings;
  return {
    usageLimit: Number(settings.usageLimit),
    reservation: true,
    reservationLimit: Number(settings.reservationLimit),
    isReservationMandatory: settings.reservationMandatory,
    implicitlyReserved: settings.implicitlyReserved,
    ...(discountLimit !== null && {
      discountLimit: formatAmount(discountLimit, exponent),
      discountRemainder: formatAmount(discountLimit - discounted, exponent),
    }),
    ...(startDate !== null && { startDate: renderInstant(startDate) }),
    ...(expiryDate !== null && { expiryDate: renderInstant(expiryDate) }),
    ...(recipient !== null && { recipientIntegrationId: recipient }),
    ...(profileLimit !== null && {
      limits: [{ action: 'redeemCoupon', limit: Number(profileLimit), entities: ['Profile'] }],
    }),
  };
}
