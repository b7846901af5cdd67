import { addFreeItem } from './add-free-item';
import { addLoyaltyPoints } from './add-loyalty-points';
import { awardGiveaway } from './award-giveaway';
import { addToAudience, removeFromAudience } from './change-audience';
import { setDiscountPerAdditionalCost, setDiscountPerAdditionalCostPerItem } from './additional-costs';
import { couponCreated } from './coupon-created';
import { customEffect } from './custom-effect';
import { deductLoyaltyPoints } from './deduct-loyalty-points';
import type { EffectType, Lasting } from './effect-type';
import { referralCreated } from './referral-created';
import { reserveCoupon } from './reserve-coupon';
import { increaseAchievementProgress } from './increase-achievement-progress';
import { extendLoyaltyPointsExpiryDate, setLoyaltyPointsExpiryDate } from './change-points-expiry';
import { startAchievementProgress } from './start-achievement-progress';
import { setDiscount } from './set-discount';
import { setDiscountPerItem } from './set-discount-per-item';
import { showBundleMetadata } from './show-bundle-metadata';
import { showNotification } from './show-notification';
import { triggerWebhook } from './trigger-webhook';
import { updateAttribute } from './update-attribute';

/** Every effect that a rule can give. */
export const EFFECT_TYPES: readonly EffectType[] = [
  setDiscount,
  setDiscountPerItem,
  setDiscountPerAdditionalCost,
  setDiscountPerAdditionalCostPerItem,
  addFreeItem,
  couponCreated,
  reserveCoupon,
  referralCreated,
  updateAttribute,
  addToAudience,
  removeFromAudience,
  showNotification,
  showBundleMetadata,
  triggerWebhook,
  customEffect,
  awardGiveaway,
  startAchievementProgress,
  increaseAchievementProgress,
  addLoyaltyPoints,
  deductLoyaltyPoints,
  setLoyaltyPointsExpiryDate,
  extendLoyaltyPointsExpiryDate,
];

const BY_NAME = new Map(EFFECT_TYPES.map((type) => [type.type, type]));

export function effectType(name: string): EffectType | undefined {
  return BY_NAME.get(name);
}

/** Effects that the engine gives by itself, beside the rules' ones: when they become facts. */
const GIVEN_BY_ENGINE: Readonly<Record<string, Lasting>> = {
  acceptCoupon: 'close',
  acceptReferral: 'close',
  rejectCoupon: 'never',
  rejectReferral: 'never',
  willAwardGiveaway: 'never',
  error: 'never',
  rollbackCoupon: 'rollback',
  rollbackReferral: 'rollback',
  rollbackDiscount: 'rollback',
  rollbackIncreasedAchievementProgress: 'rollback',
  loyaltyPointsActivated: 'close',
  loyaltyPointsExpired: 'close',
  changeLoyaltyTierLevel: 'close',
  rollbackAddedLoyaltyPoints: 'rollback',
  rollbackDeductedLoyaltyPoints: 'rollback',
};

export function lastingOf(type: string): Lasting {
  return GIVEN_BY_ENGINE[type] ?? effectType(type)?.lasting ?? 'never';
}

/** Props that are money, by effect type: longs in minor units, which the APIs show as decimal numbers. */
export const MONEY_PROPS: Readonly<Record<string, readonly string[]>> = {
  setDiscount: ['value', 'desiredValue'],
  setDiscountPerItem: ['value', 'desiredValue', 'totalDiscount', 'desiredTotalDiscount'],
  setDiscountPerAdditionalCost: ['value', 'desiredValue'],
  setDiscountPerAdditionalCostPerItem: ['value', 'desiredValue'],
  rollbackDiscount: ['value'],
};

/** Props that are points, by effect type: longs in hundredths, which the APIs show as decimal numbers. */
export const POINT_PROPS: Readonly<Record<string, readonly string[]>> = {
  addLoyaltyPoints: ['value', 'desiredValue'],
  deductLoyaltyPoints: ['value'],
  loyaltyPointsActivated: ['value'],
  loyaltyPointsExpired: ['value'],
  rollbackAddedLoyaltyPoints: ['value'],
  rollbackDeductedLoyaltyPoints: ['value'],
};
