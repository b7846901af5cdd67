import { exponentOf, renderAttributes, renderCoupon, renderProfile, renderSession } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { formatAmount } from '@tessera/money';
import type { Decision, Effect, Session } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { legacyEffect } from './legacy-effects';
import { eventOf, givingCampaigns, type JsonObject, loyaltyOf, sessionCoupons } from './state';

/** IntegrationState of the API before /v2: the session, the profile and the event with its effects as tuples, always. */
export function renderLegacyState(record: ReplyRecord, caller: Caller): JsonObject {
  const { payload, currency, requestId } = record;
  const { session, profile, activity } = payload;
  const [coupon] = sessionCoupons(record);
  const hasPoints = profile !== null && caller.catalog.loyaltyPrograms(record.application).length > 0;
  return {
    requestId,
    session: session && legacySession(session, currency),
    profile: profile && renderProfile(profile, activity, currency),
    event: legacyEvent(record, caller),
    ...(hasPoints && { loyalty: loyaltyOf(record, caller) }),
    ...(coupon && { coupon: renderCoupon(coupon, currency) }),
  };
}

/** What both APIs call and show alike. */
const SAME = [
  'integrationId',
  'created',
  'applicationId',
  'profileId',
  'state',
  'cartItems',
  'identifiers',
  'total',
  'attributes',
  'firstSession',
];

function legacySession(session: Session, currency: string): JsonObject {
  const shown = renderSession(session, currency);
  return {
    ...Object.fromEntries(SAME.map((name) => [name, shown[name] ?? null])),
    coupon: session.couponCodes[0] ?? '',
    referral: session.referralCode,
    discounts: discountsOf(session, exponentOf(currency)),
  };
}

/** What stands of the session's discounts, in major units by their names. */
function discountsOf({ effects }: Session, exponent: number): JsonObject {
  const sums = new Map<string, bigint>();
  for (const effect of effects.filter(isDiscount)) {
    const { name, value } = effect.props;
    if (typeof name === 'string' && typeof value === 'bigint') sums.set(name, (sums.get(name) ?? 0n) + value);
  }
  return Object.fromEntries(Array.from(sums, ([name, sum]) => [name, formatAmount(sum, exponent)]));
}

const isDiscount = ({ type }: Effect): boolean => type.startsWith('setDiscount');

function legacyEvent(record: ReplyRecord, caller: Caller): JsonObject | null {
  const event = eventOf(record);
  if (event === undefined) return null;
  const effects = record.payload.decision.effects.map((effect) => legacyEffect(effect, record.currency));
  return { ...event, effects, meta: metaOf(record, caller) };
}

function metaOf(record: ReplyRecord, caller: Caller): JsonObject {
  const campaigns = givingCampaigns(record, caller).filter(({ attributes }) => Object.keys(attributes).length > 0);
  const coupons = sessionCoupons(record);
  return {
    campaigns: Object.fromEntries(campaigns.map(({ id, attributes }) => [String(id), renderAttributes(attributes)])),
    coupons: Object.fromEntries(coupons.map(({ code, settings }) => [code, renderAttributes(settings.attributes)])),
    ...rejections(record.payload.decision),
  };
}

function rejections({ effects }: Decision): JsonObject {
  return {
    ...rejection(effects, 'rejectCoupon', 'couponRejectionReason'),
    ...rejection(effects, 'rejectReferral', 'referralRejectionReason'),
  };
}

function rejection(effects: readonly Effect[], type: string, name: string): JsonObject {
  const rejected = effects.find((effect) => effect.type === type);
  if (rejected === undefined) return {};
  const reason = rejected.props['rejectionReason'];
  return {
    [name]: {
      campaignId: Number(rejected.campaign),
      ...(rejected.triggeredByCoupon !== null && { couponId: Number(rejected.triggeredByCoupon) }),
      reason: typeof reason === 'string' ? reason : '',
    },
  };
}
