import { formatAmount } from '@tessera/money';
import {
  type Effect,
  type EvaluationPlace,
  type Exclusion,
  MONEY_PROPS,
  POINT_DECIMALS,
  POINT_PROPS,
  type RuleFailure,
} from '@tessera/promotion';
import { exponentOf } from './session';
import { type Json, type RenderSealed, renderAttributes } from './value';

/** What an effect does not say itself: the currency of its amounts, and where its decision saw its campaign stand. */
export interface EffectFrame {
  readonly currency: string;
  readonly evaluationPlaces: readonly EvaluationPlace[];
}

/** An effect as the public API shows it; `id` is its stable id (the same in topics, webhooks and read models). */
export function renderEffect(
  effect: Effect,
  id: string,
  { currency, evaluationPlaces }: EffectFrame,
  sealed?: RenderSealed,
): { [name: string]: Json } {
  const place = evaluationPlaces.find(({ campaign }) => campaign === effect.campaign);
  return {
    id,
    campaignId: Number(effect.campaign),
    rulesetId: Number(effect.ruleset),
    rulesetVersion: effect.rulesetVersion,
    ruleId: effect.ruleId,
    ruleIndex: effect.ruleIndex,
    ruleName: effect.ruleName,
    effectIndex: effect.effectIndex,
    effectType: effect.type,
    phase: effect.phase,
    ...(effect.triggeredByCoupon !== null && { triggeredByCoupon: Number(effect.triggeredByCoupon) }),
    ...(place && { evaluationGroupID: Number(place.group), evaluationGroupMode: place.mode }),
    props: {
      ...renderAttributes(effect.props, sealed),
      ...renderMoney(effect, exponentOf(currency)),
      ...renderAmounts(effect, POINT_PROPS, POINT_DECIMALS),
    },
  };
}

/** The props of an effect that are money, in major units. */
export function renderMoney(effect: Pick<Effect, 'type' | 'props'>, exponent: number): { [name: string]: Json } {
  return renderAmounts(effect, MONEY_PROPS, exponent);
}

function renderAmounts(
  { type, props }: Pick<Effect, 'type' | 'props'>,
  namesByType: Readonly<Record<string, readonly string[]>>,
  exponent: number,
): { [name: string]: Json } {
  const names = namesByType[type] ?? [];
  const amounts = names.flatMap((name) => {
    const amount = props[name];
    return typeof amount === 'bigint' ? [[name, formatAmount(amount, exponent)] as const] : [];
  });
  return Object.fromEntries(amounts);
}

/** Why a rule gave nothing, as RuleFailureReason of the public API. */
export function renderRuleFailure(
  failure: RuleFailure,
  campaignName: string,
  sealed?: RenderSealed,
): { [name: string]: Json } {
  return {
    campaignID: Number(failure.campaign),
    campaignName,
    rulesetID: Number(failure.ruleset),
    ...(failure.coupon !== null && { couponID: Number(failure.coupon) }),
    ...(failure.couponCode !== null && { couponValue: failure.couponCode }),
    ...(failure.referral !== null && { referralID: Number(failure.referral) }),
    ...(failure.referralCode !== null && { referralValue: failure.referralCode }),
    ruleIndex: failure.ruleIndex,
    ruleName: failure.ruleName,
    ...(failure.conditionIndex !== null && { conditionIndex: failure.conditionIndex }),
    ...(failure.effectIndex !== null && { effectIndex: failure.effectIndex }),
    ...renderAttributes({ details: failure.details }, sealed),
    ...(failure.evaluationGroup !== null && { evaluationGroupID: Number(failure.evaluationGroup) }),
    ...(failure.evaluationMode !== null && { evaluationGroupMode: failure.evaluationMode }),
    ...(failure.exclusion !== null && renderExclusion(failure.exclusion)),
  };
}

export function renderExclusion({ group, mode, reason }: Exclusion): { [name: string]: Json } {
  return { evaluationGroupID: Number(group), evaluationGroupMode: mode, campaignExclusionReason: reason };
}
