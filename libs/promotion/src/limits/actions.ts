import { lastingOf } from '../effects/registry';

/** What an action of a limit counts. */
interface Action {
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
  redeemCoupon: { effects: ['acceptCoupon'], measure: 'effects', returned: true },
  redeemReferral: { effects: ['acceptReferral'], measure: 'effects', returned: true },
  setDiscount: { effects: DISCOUNTS, measure: 'value', returned: true },
  setDiscountEffect: { effects: DISCOUNTS, measure: 'effects', returned: true },
  createCoupon: { effects: ['couponCreated'], measure: 'effects', returned: false },
  createReferral: { effects: ['referralCreated'], measure: 'effects', returned: false },
  createLoyaltyPoints: { effects: ['addLoyaltyPoints'], measure: 'value', returned: true },
  createLoyaltyPointsEffect: { effects: ['addLoyaltyPoints'], measure: 'effects', returned: true },
  redeemLoyaltyPoints: { effects: ['deductLoyaltyPoints'], measure: 'value', returned: true },
  redeemLoyaltyPointsEffect: { effects: ['deductLoyaltyPoints'], measure: 'effects', returned: true },
  customEffect: { effects: ['customEffect'], measure: 'effects', returned: true },
  callApi: { effects: ['triggerWebhook'], measure: 'effects', returned: false },
  awardGiveaway: { effects: ['awardGiveaway'], measure: 'effects', returned: false },
  addFreeItemEffect: { effects: ['addFreeItem'], measure: 'effects', returned: true },
};

/** The action of a coupon's own limits and of the codes that rules take. */
export const REDEEM_COUPON = 'redeemCoupon';

/** The one action whose limit is an amount of money. */
export const MONEY_ACTION = 'setDiscount';

/** Every action that a limit may name, whether its effects exist already or not. */
export const LIMIT_ACTIONS: readonly string[] = Object.keys(ACTIONS);

/** Whether some effect uses the action up; a limit that nothing counts towards would only look like one. */
export function isCounted(action: string): boolean {
  return ACTIONS[action]?.effects.some((type) => lastingOf(type) !== 'never') ?? false;
}

/** The actions that an effect of the type uses up. */
export function actionsOf(effectType: string): readonly string[] {
  return BY_EFFECT.get(effectType) ?? [];
}

const BY_EFFECT = new Map<string, readonly string[]>();
for (const [action, { effects }] of Object.entries(ACTIONS)) {
  for (const type of effects) BY_EFFECT.set(type, [...actionsOf(type), action]);
}

export function measureOf(action: string): Action['measure'] {
  return ACTIONS[action]?.measure ?? 'effects';
}

export function isReturned(action: string): boolean {
  return ACTIONS[action]?.returned ?? false;
}
