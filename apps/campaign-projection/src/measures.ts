import type { DecisionRecord } from '@tessera/event-contracts';
import { renderInstant } from '@tessera/api-contracts';
import { type Effect, effectValue } from '@tessera/promotion';

/** What one decision adds to a sum of a campaign. */
export interface Addition {
  readonly application: bigint;
  readonly campaign: bigint;
  readonly name: string;
  readonly partition: number;
  readonly seq: bigint;
  readonly at: string;
  readonly given: bigint;
  readonly undone: bigint;
}

/** What one decision adds to a measure of a campaign. */
export interface Movement extends Addition {
  readonly name: Measure;
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
  rollbackReferral: 'redeemReferral',
  couponCreated: 'createCoupon',
  referralCreated: 'createReferral',
  reserveCoupon: 'reserveCoupon',
  addFreeItem: 'addFreeItemEffect',
  awardGiveaway: 'awardGiveaway',
  customEffect: 'customEffect',
  triggerWebhook: 'callApi',
};

/** Points by amount, and how often they were moved; rollbacks take back the amount alone. */
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

/** What an effect counts as by its amount; a rollback may take back a part. */
function amountsOf(effect: Effect): Amount[] {
  const { campaign, type } = effect;
  const amount = effectValue(effect);
  if (isDiscount(effect)) return [(isRollback(effect) ? undone : given)(campaign, 'setDiscount', amount)];
  const points = POINTS[type];
  if (points !== undefined) return [given(campaign, points[0], amount)];
  const back = POINTS_BACK[type];
  return back === undefined ? [] : [undone(campaign, back, amount)];
}

/** What an effect counts as once: when it is given, and when nothing of it is left. */
function timesOf(effect: Effect): Amount[] {
  const { campaign, type } = effect;
  const count = isRollback(effect) ? undone : given;
  const names = ['effect', isDiscount(effect) ? 'setDiscountEffect' : (POINTS[type]?.[1] ?? COUNTED[type])] as const;
  return names.flatMap((name) => (name === undefined ? [] : [count(campaign, name)]));
}

/** Those that are new, and of each that is wholly taken back one rollback: a return has one for each line. */
function countedOnce(effects: readonly Effect[], standing: readonly Effect[]): Effect[] {
  const left = new Set(standing.map(({ index }) => index));
  const ended = new Set<number>();
  return effects.filter(({ phase, undoes }) => {
    if (phase !== 'rolledBack' || undoes === null) return true;
    const isLast = !left.has(undoes.index) && !ended.has(undoes.index);
    ended.add(undoes.index);
    return isLast;
  });
}

/** What stands of that which closed sessions committed, once the decision is made. */
function standingIn({ payload }: DecisionRecord): Effect[] {
  return payload.events.flatMap((event) => (event.kind === 'SessionChanged' ? event.session.effects : []));
}

const campaignsOf = (effects: readonly Effect[]) => [
  ...new Set(effects.filter((effect) => lasts(effect) && ofCouponOrDiscount(effect)).map(({ campaign }) => campaign)),
];

const CLOSING = ['talon_session_created', 'talon_session_closed'];
const UNDOING = ['talon_session_revoked', 'talon_session_reopened'];

/**
 * A closed session's whole worth, for each campaign that gave a discount or took a coupon in it; undone with the close, or
 * before it when returns have taken back the last that the campaign gave.
 */
function revenue({ payload }: DecisionRecord): Amount[] {
  return payload.events.flatMap((event) => {
    if (event.kind !== 'SessionChanged') return [];
    const { total, state, effects } = event.session;
    if (CLOSING.includes(event.type)) {
      return state === 'closed' ? campaignsOf(effects).map((campaign) => given(campaign, 'revenue', total)) : [];
    }
    return goneFrom(event.type, payload.effects.filter(isRollback), effects).map((campaign) =>
      undone(campaign, 'revenue', total),
    );
  });
}

/** The campaigns that leave the worth of a closed session. */
function goneFrom(type: string, rollbacks: readonly Effect[], standing: readonly Effect[]): bigint[] {
  if (UNDOING.includes(type)) return campaignsOf([...rollbacks, ...standing]);
  const left = campaignsOf(standing);
  return campaignsOf(rollbacks).filter((campaign) => !left.includes(campaign));
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
  const effects = [...lasting.flatMap(amountsOf), ...countedOnce(lasting, standingIn(record)).flatMap(timesOf)];
  return [...effects, ...redemptions(record), ...revenue(record)].map((amount) => ({
    ...amount,
    application,
    partition: source.partition,
    seq,
    at: renderInstant(at),
  }));
}
