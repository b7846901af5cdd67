import { formatAmount } from '@tessera/money';
import { type Campaign, type LimitConfig, MONEY_ACTION, POINT_ACTIONS, POINT_DECIMALS } from '@tessera/promotion';
import { exponentOf } from './session';
import { type Json, renderAttributes, renderInstant } from './value';

/** A campaign as an answer names it that triggered one: its definition, without counters. */
export function renderCampaign(campaign: Campaign, currency: string): { [name: string]: Json } {
  const { startTime, endTime, activeRulesetId, couponSettings, referralSettings } = campaign;
  return {
    id: Number(campaign.id),
    created: renderInstant(campaign.created),
    applicationId: Number(campaign.application),
    userId: Number(campaign.createdBy),
    name: campaign.name,
    description: campaign.description,
    ...(startTime !== null && { startTime: renderInstant(startTime) }),
    ...(endTime !== null && { endTime: renderInstant(endTime) }),
    attributes: renderAttributes(campaign.attributes),
    state: campaign.state,
    ...(activeRulesetId !== null && { activeRulesetId: Number(activeRulesetId) }),
    tags: campaign.tags,
    features: campaign.features,
    ...(couponSettings !== null && { couponSettings: { ...couponSettings } }),
    ...(referralSettings !== null && { referralSettings: { ...referralSettings } }),
    limits: campaign.limits.map((limit) => renderLimit(limit, currency)),
    rollbackCouponsOnCancel: campaign.rollbackCouponsOnCancel,
    reevaluateOnReturn: campaign.reevaluateOnReturn,
    campaignGroups: [],
    updated: renderInstant(campaign.updated),
  };
}

/** A limit; one of money in major units. */
export function renderLimit(
  { action, limit, entities, period }: LimitConfig,
  currency: string,
): { [name: string]: Json } {
  return {
    action,
    limit: formatAmount(limit, limitDecimals(action, currency)),
    entities,
    ...(period !== null && { period }),
  };
}

/** Decimals of what a limit on the action counts, in major units or points. */
export function limitDecimals(action: string, currency: string): number {
  if (action === MONEY_ACTION) return exponentOf(currency);
  return POINT_ACTIONS.includes(action) ? POINT_DECIMALS : 0;
}
