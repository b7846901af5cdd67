import type { Coupon, LimitConfig, NewCoupons, Referral, UpdateCoupon, UpdateReferral } from '@tessera/api-contracts';
import { currencyExponent, parseAmount } from '@tessera/money';
import type { Attributes, CouponSettings } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { instantOrNull } from '../catalog-log/instants';

/** What a body says of new coupons' settings. */
export type SettingsBody = Omit<NewCoupons, 'numberOfCoupons' | 'couponPattern' | 'uniquePrefix' | 'validCharacters'>;

/** The settings of new coupons. Throws ApiError 400 coupon.discount_limit, limit.unsupported. */
export function newSettings(
  body: SettingsBody,
  campaign: bigint,
  currency: string,
  attributes: Attributes,
): CouponSettings {
  return {
    campaign,
    usageLimit: BigInt(body.usageLimit),
    profileLimit: profileLimitOf(body.limits),
    discountLimit: amountOf(body.discountLimit, currency),
    startDate: dateOf(body.startDate),
    expiryDate: dateOf(body.expiryDate),
    attributes,
    recipient: recipientOf(body.recipientIntegrationId),
    ...reservationOf(body),
    advocate: null,
  };
}

/** The settings after a change: what the body leaves out stays, null clears. Throws as `newSettings`. */
export function changedSettings(
  stored: CouponSettings,
  body: UpdateCoupon,
  currency: string,
  attributes: Attributes,
): CouponSettings {
  const kept = <T>(given: unknown, value: T, before: T): T => (given === undefined ? before : value);
  return {
    campaign: stored.campaign,
    usageLimit: kept(body.usageLimit, BigInt(body.usageLimit ?? 0), stored.usageLimit),
    profileLimit: kept(body.limits, profileLimitOf(body.limits ?? []), stored.profileLimit),
    discountLimit: kept(body.discountLimit, amountOf(body.discountLimit, currency), stored.discountLimit),
    startDate: kept(body.startDate, dateOf(body.startDate), stored.startDate),
    expiryDate: kept(body.expiryDate, dateOf(body.expiryDate), stored.expiryDate),
    attributes,
    recipient: kept(body.recipientIntegrationId, recipientOf(body.recipientIntegrationId), stored.recipient),
    reservationLimit: kept(body.reservationLimit, BigInt(body.reservationLimit ?? 0), stored.reservationLimit),
    reservationMandatory: body.isReservationMandatory ?? stored.reservationMandatory,
    implicitlyReserved: body.implicitlyReserved ?? stored.implicitlyReserved,
    advocate: stored.advocate,
  };
}

function reservationOf(
  body: Pick<NewCoupons, 'reservationLimit' | 'isReservationMandatory' | 'implicitlyReserved'>,
): Pick<CouponSettings, 'reservationLimit' | 'reservationMandatory' | 'implicitlyReserved'> {
  const { reservationLimit, isReservationMandatory: reservationMandatory, implicitlyReserved } = body;
  return { reservationLimit: BigInt(reservationLimit), reservationMandatory, implicitlyReserved };
}

/** Of one coupon only the redemptions by one profile are limited by itself; the rest are limits of the campaign. */
function profileLimitOf(limits: readonly LimitConfig[]): bigint | null {
  const [limit] = limits;
  if (!limit) return null;
  const known = limit.action === 'redeemCoupon' && limit.entities.join() === 'Profile' && limit.period == null;
  if (known && Number.isSafeInteger(limit.limit)) return BigInt(limit.limit);
  throw ApiError.invalid(
    'limit.unsupported',
    'A coupon limits redeemCoupon per Profile, without a period',
    '/limits/0',
  );
}

function amountOf(amount: number | null | undefined, currency: string): bigint | null {
  if (amount === null || amount === undefined) return null;
  const minor = parseAmount(amount, currencyExponent(currency) ?? 0);
  if (typeof minor === 'bigint') return minor;
  throw ApiError.invalid('coupon.discount_limit', 'The amount does not fit the currency', '/discountLimit', minor);
}

function dateOf(text: string | null | undefined): bigint | null {
  return instantOrNull(text == null ? null : new Date(text));
}

/** Ids are compared in NFC; an empty one means nobody, as in the rest of the API. */
function recipientOf(id: string | null | undefined): string | null {
  return id ? id.normalize('NFC') : null;
}

/** The settings of a coupon as its read model shows it. */
export function settingsOf(shown: Coupon, currency: string, attributes: Attributes): CouponSettings {
  const { campaignId, usageLimit, limits, discountLimit, startDate, expiryDate, recipientIntegrationId } = shown;
  return {
    campaign: BigInt(campaignId),
    usageLimit: BigInt(usageLimit),
    profileLimit: profileLimitOf(limits ?? []),
    discountLimit: amountOf(discountLimit, currency),
    startDate: dateOf(startDate),
    expiryDate: dateOf(expiryDate),
    attributes,
    recipient: recipientOf(recipientIntegrationId),
    ...reservationOf(shown),
    advocate: null,
  };
}

/** The settings of a referral after a change: what the body leaves out stays, null clears. Its advocate stays. */
export function changedReferral(stored: Referral, body: UpdateReferral, attributes: Attributes): CouponSettings {
  const { friendProfileIntegrationId: friend = stored.friendProfileIntegrationId } = body;
  const { startDate = stored.startDate, expiryDate = stored.expiryDate } = body;
  return {
    campaign: BigInt(stored.campaignId),
    usageLimit: BigInt(body.usageLimit ?? stored.usageLimit),
    ...{ profileLimit: null, discountLimit: null },
    ...{ startDate: dateOf(startDate), expiryDate: dateOf(expiryDate) },
    attributes,
    recipient: recipientOf(friend),
    ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false },
    advocate: stored.advocateProfileIntegrationId,
  };
}
