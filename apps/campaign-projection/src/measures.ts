import type { DecisionRecord } from '@tessera/event-contracts';
import { renderInstant } from '@tessera/api-contracts';
import { type Effect, effectValue } from '@tessera/promotion';

/** What one decision adds to a measure of a campaign. */
export interface Movement {
  readonly application: bigint;
  readonly campaign: bigint;
  readonly name: Measure;
  readonly partition: number;
  readonly seq: bigint;
  readonly at: string;
  readonly given: bigint;
  readonly undone: bigint;
}

/**
 * Named as the actions of limits; beside them what a session was worth, and how many effects last. Money is in minor units, points
 * are hundredths. */
export type Measure =
  | 'redeemCoupon'
  | 'redeemReferral'
  | 'createCoupon'
  | 'createReferral'
  | 'reserveCoupon'
  | 'setDiscount'
  | 'setDiscountEffect'
  | 'createLoyaltyPoints'
  | 'createLoyaltyPointsEffect'
  | 'redeemLoyaltyPoints'
  | 'redeemLoyaltyPointsEffect'
  | 'addFreeItemEffect'
  | 'awardGiveaway'
  | 'customEffect'
  | 'callApi'
  | 'effect'
  | 'revenue';

type Amount = Pick<Movement, 'campaign' | 'name' | 'given' | 'undone'>;

const given = (campaign: bigint, name: Measure, amount = 1n): Amount => ({ campaign, name, given: amount, undone: 0n });
const undone = (campaign: bigint, name: Measure, amount = 1n): Amount => ({
  campaign,
  name,
  given: 0n,
  undone: amount,
});

/** Effects of which each counts as one. */
const COUNTED: Readonly<Record<string, Measure>> = {
  acceptReferral: 'redeemReferral',
  couponCreated: 'createCoupon',
  referralCreated: 'createReferral',
  reserveCoupon: 'reserveCoupon',
  addFreeItem: 'addFreeItemEffect',
  awardGiveaway: 'awardGiveaway',
  customEffect: 'customEffect',
  triggerWebhook: 'callApi',
};

/** Points by amount, and how often they were moved; of a rollback, which may be a part, the amount alone. */
const POINTS: Readonly<Record<string, readonly [amount: Measure, times: Measure]>> = {
  addLoyaltyPoints: ['createLoyaltyPoints', 'createLoyaltyPointsEffect'],
  deductLoyaltyPoints: ['redeemLoyaltyPoints', 'redeemLoyaltyPointsEffect'],
};

const POINTS_BACK: Readonly<Record<string, Measure>> = {
  rollbackAddedLoyaltyPoints: 'createLoyaltyPoints',
  rollbackDeductedLoyaltyPoints: 'redeemLoyaltyPoints',
};

const DISCOUNT = /^setDiscount/;

const isDiscount = ({ type }: Effect): boolean => DISCOUNT.test(type) || type === 'rollbackDiscount';
const ofCouponOrDiscount = (effect: Effect): boolean =>
  isDiscount(effect) || effect.type === 'acceptCoupon' || effect.type === 'rollbackCoupon';

const lasts = ({ campaign, phase }: Effect): boolean => campaign !== 0n && phase !== 'transient';
const isRollback = ({ phase }: Effect): boolean => phase === 'rolledBack';

function ofEffect(effect: Effect): Amount[] {
  const { campaign, type } = effect;
  const count = isRollback(effect) ? undone : given;
  const counted = COUNTED[type];
  if (isDiscount(effect)) {
    return [count(campaign, 'setDiscountEffect'), count(campaign, 'setDiscount', effectValue(effect))];
  }
  const points = POINTS[type];
  if (points !== undefined) return [given(campaign, points[0], effectValue(effect)), given(campaign, points[1])];
  const back = POINTS_BACK[type];
  if (back !== undefined) return [undone(campaign, back, effectValue(effect))];
  if (type === 'rollbackReferral') return [undone(campaign, 'redeemReferral')];
  return counted === undefined ? [] : [count(campaign, counted)];
}

const CLOSING = ['talon_session_created', 'talon_session_closed'];

const campaignsOf = (effects: readonly Effect[]) => [
  ...new Set(effects.filter(ofCouponOrDiscount).map(({ campaign }) => campaign)),
];

/**
 * A closed session's whole worth, for each campaign that gave a discount or took a coupon in it; undone with the close. What a
 * return of single items takes back is in the discounts, not here.
 */
function revenue({ payload }: DecisionRecord, lasting: readonly Effect[]): Amount[] {
  return payload.events.flatMap((event) => {
    if (event.kind !== 'SessionChanged') return [];
    const { total, state } = event.session;
    if (state === 'closed' && CLOSING.includes(event.type)) {
      return campaignsOf(lasting).map((campaign) => given(campaign, 'revenue', total));
    }
    if (state === 'partially_returned') return [];
    return campaignsOf(lasting.filter(isRollback)).map((campaign) => undone(campaign, 'revenue', total));
  });
}

function redemptions({ payload }: DecisionRecord): Amount[] {
  return payload.events.flatMap((event) => {
    // Referrals are counted by their effects.
    if (event.kind !== 'CouponRedemptionChanged' || event.referral || event.delta === 0n) return [];
    const { campaign, delta } = event;
    return [delta > 0n ? given(campaign, 'redeemCoupon', delta) : undone(campaign, 'redeemCoupon', -delta)];
  });
}

/** What a decision moves; nothing that is only in the answer to an open cart counts. */
export function movements(record: DecisionRecord): Movement[] {
  const { application, seq, source, at } = record;
  const lasting = record.payload.effects.filter(lasts);
  const effects = lasting.flatMap((effect) => [
    isRollback(effect) ? undone(effect.campaign, 'effect') : given(effect.campaign, 'effect'),
    ...ofEffect(effect),
  ]);
  return [...effects, ...redemptions(record), ...revenue(record, lasting)].map((amount) => ({
    ...amount,
    application,
    partition: source.partition,
    seq,
    at: renderInstant(at),
  }));
}
