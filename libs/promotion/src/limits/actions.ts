/** What an action of a limit counts. */
interface Action {
  /** What is counted, for the guide. */
  readonly about: string;
  /** The effect types that use it up. */
  readonly effects: readonly string[];
  /** One for each effect that is given, or the effect's `value`: minor units of money, or points. */
  readonly measure: 'effects' | 'value';
  /** Whether cancelling a session gives it back; what stays with the customer stays counted. */
  readonly returned: boolean;
}

/** Effects that take something off what is to be paid. */
export const DISCOUNTS: readonly string[] = [
  'setDiscount',
  'setDiscountPerItem',
  'setDiscountPerAdditionalCost',
  'setDiscountPerAdditionalCostPerItem',
];

const ACTIONS: Readonly<Record<string, Action>> = {
  redeemCoupon: { about: 'Codes that rules take.', effects: ['acceptCoupon'], measure: 'effects', returned: true },
  redeemReferral: {
    about: 'Referrals that rules take.',
    effects: ['acceptReferral'],
    measure: 'effects',
    returned: true,
  },
  setDiscount: {
    about: 'Money that discounts take off, in major units.',
    effects: DISCOUNTS,
    measure: 'value',
    returned: true,
  },
  setDiscountEffect: {
    about: 'Discounts; one on items counts for each line.',
    effects: DISCOUNTS,
    measure: 'effects',
    returned: true,
  },
  createCoupon: {
    about: 'Coupons that rules create.',
    effects: ['couponCreated'],
    measure: 'effects',
    returned: false,
  },
  createReferral: {
    about: 'Referrals that rules create.',
    effects: ['referralCreated'],
    measure: 'effects',
    returned: false,
  },
  createLoyaltyPoints: {
    about: 'Points that rules give.',
    effects: ['addLoyaltyPoints'],
    measure: 'value',
    returned: true,
  },
  createLoyaltyPointsEffect: {
    about: 'How often rules give points.',
    effects: ['addLoyaltyPoints'],
    measure: 'effects',
    returned: true,
  },
  redeemLoyaltyPoints: {
    about: 'Points that rules take.',
    effects: ['deductLoyaltyPoints'],
    measure: 'value',
    returned: true,
  },
  redeemLoyaltyPointsEffect: {
    about: 'How often rules take points.',
    effects: ['deductLoyaltyPoints'],
    measure: 'effects',
    returned: true,
  },
  customEffect: {
    about: 'Custom effects, on failure too.',
    effects: ['customEffect'],
    measure: 'effects',
    returned: true,
  },
  callApi: { about: 'Calls of webhooks.', effects: ['triggerWebhook'], measure: 'effects', returned: false },
  awardGiveaway: { about: 'Giveaways.', effects: ['awardGiveaway'], measure: 'effects', returned: false },
  addFreeItemEffect: { about: 'Free items.', effects: ['addFreeItem'], measure: 'effects', returned: true },
};

/** The action of a coupon's own limits and of the codes that rules take. */
export const REDEEM_COUPON = 'redeemCoupon';

/** The action of a referral's own limits and of the referrals that rules take. */
export const REDEEM_REFERRAL = 'redeemReferral';

/** The one action whose limit is an amount of money. */
export const MONEY_ACTION = 'setDiscount';

/** Those whose limit is a number of points. */
export const POINT_ACTIONS: readonly string[] = ['createLoyaltyPoints', 'redeemLoyaltyPoints'];

/** Every action that a limit may name. */
export const LIMIT_ACTIONS: readonly string[] = Object.keys(ACTIONS);

/** The actions that an effect of the type uses up. */
export function actionsOf(effectType: string): readonly string[] {
  return BY_EFFECT.get(effectType) ?? [];
}

const BY_EFFECT = new Map<string, readonly string[]>();
for (const [action, { effects }] of Object.entries(ACTIONS)) {
  for (const type of effects) BY_EFFECT.set(type, [...actionsOf(type), action]);
}

/** The effect types that use an action up. */
export function effectTypesOf(action: string): readonly string[] {
  return ACTIONS[action]?.effects ?? [];
}

export function aboutAction(action: string): string {
  return ACTIONS[action]?.about ?? '';
}

export function measureOf(action: string): Action['measure'] {
  return ACTIONS[action]?.measure ?? 'effects';
}

export function isReturned(action: string): boolean {
  return ACTIONS[action]?.returned ?? false;
}
