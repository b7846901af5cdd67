import { type Json, renderEffect } from '@tessera/api-contracts';
import type { Effect } from '@tessera/promotion';
import type { JsonObject } from './state';

/** The arguments of an effect's tuple, in their order; of others all props as they come. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  acceptCoupon: ['value'],
  acceptReferral: ['value'],
  addFreeItem: ['sku', 'name'],
  addLoyaltyPoints: ['name', 'programId', 'subLedgerId', 'value', 'transactionUUID'],
  addToAudience: ['audienceId', 'audienceName', 'profileIntegrationId'],
  awardGiveaway: ['poolId', 'poolName', 'recipientIntegrationId', 'giveawayId', 'code'],
  changeLoyaltyTierLevel: [
    ...['ruleTitle', 'programId', 'subLedgerId'],
    ...['previousTierName', 'newTierName', 'expiryDate'],
  ],
  couponCreated: ['value', 'profileId'],
  customEffect: ['effectId', 'name', 'payload'],
  deductLoyaltyPoints: ['name', 'programId', 'subLedgerId', 'value', 'transactionUUID'],
  error: ['message'],
  extendLoyaltyPointsExpiryDate: ['programId', 'subLedgerId', 'extensionDuration', 'affectedTransactions'],
  increaseAchievementProgress: [
    ...['achievementId', 'achievementName', 'progressTrackerId', 'delta'],
    ...['value', 'target', 'isJustCompleted'],
  ],
  loyaltyPointsActivated: ['programId', 'subLedgerId', 'value'],
  loyaltyPointsExpired: ['programId', 'subLedgerId', 'value'],
  referralCreated: ['value'],
  rejectCoupon: ['value', 'rejectionReason'],
  rejectReferral: ['value', 'rejectionReason'],
  removeFromAudience: ['audienceId', 'audienceName', 'profileIntegrationId'],
  reserveCoupon: ['couponValue', 'profileIntegrationId', 'isNewReservation'],
  rollbackAddedLoyaltyPoints: ['programId', 'subLedgerId', 'value', 'transactionUUID'],
  rollbackCoupon: ['value'],
  rollbackDeductedLoyaltyPoints: ['programId', 'subLedgerId', 'value', 'transactionUUID'],
  rollbackDiscount: ['name', 'value'],
  rollbackIncreasedAchievementProgress: [
    ...['achievementId', 'achievementName', 'progressTrackerId'],
    ...['decreaseProgressBy', 'currentProgress', 'target'],
  ],
  rollbackReferral: ['value'],
  setDiscount: ['name', 'value'],
  setDiscountPerAdditionalCost: ['name', 'additionalCostId', 'additionalCost', 'value'],
  setDiscountPerAdditionalCostPerItem: ['name', 'additionalCostId', 'additionalCost', 'value', 'position'],
  setDiscountPerItem: ['name', 'value', 'position'],
  setLoyaltyPointsExpiryDate: ['programId', 'subLedgerId', 'newExpiryDate', 'affectedTransactions'],
  showBundleMetadata: ['description', 'bundleAttributes', 'itemsIndices'],
  showNotification: ['notificationType', 'title', 'body'],
  startAchievementProgress: [
    ...['achievementId', 'achievementName', 'progressTrackerId'],
    ...['target', 'startDate', 'endDate'],
  ],
  triggerWebhook: ['webhookId', 'webhookName'],
  updateAttribute: ['path', 'value'],
  willAwardGiveaway: ['poolId', 'poolName', 'recipientIntegrationId'],
};

/** An effect as the legacy API shows it: `[campaignId, rulesetId, ruleIndex, [effectType, …arguments]]`. */
export function legacyEffect(effect: Effect, currency: string): Json[] {
  const props = renderEffect(effect, '', { currency, evaluationPlaces: [] })['props'] as JsonObject;
  const names = ARGUMENTS[effect.type] ?? Object.keys(props);
  const tuple = [effect.type, ...names.map((name) => props[name] ?? null)];
  return [Number(effect.campaign), Number(effect.ruleset), effect.ruleIndex, tuple];
}
