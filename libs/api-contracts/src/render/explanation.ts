import type { ConditionPart, ExplainedCampaign, ExplainedEffect, ExplainedRule, Explanation } from '@tessera/promotion';
import { renderExclusion, renderMoney } from './effect';
import { exponentOf } from './session';
import { type Json, renderAttributes } from './value';

type JsonObject = { [name: string]: Json };

/** Why each rule gave what it gave; amounts of the application's currency in major units. */
export function renderExplanation({ campaigns, truncated }: Explanation, currency: string): JsonObject {
  return { campaigns: campaigns.map((campaign) => renderCampaignRules(campaign, exponentOf(currency))), truncated };
}

function renderCampaignRules({ campaign, name, exclusion, rules, ...of }: ExplainedCampaign, exponent: number): Json {
  return {
    campaignId: Number(campaign),
    campaignName: name,
    rulesetId: Number(of.ruleset),
    rulesetVersion: of.rulesetVersion,
    ...(exclusion !== null && renderExclusion(exclusion)),
    rules: rules.map((rule) => renderRule(rule, exponent)),
  };
}

function renderRule(rule: ExplainedRule, exponent: number): Json {
  const { ruleId, ruleIndex, ruleName, coupon, couponCode, referralCode, outcome, details, ...parts } = rule;
  const { condition, effects, onFailure } = parts;
  return {
    ...{ ruleId, ruleIndex, ruleName },
    ...(coupon !== null && { couponId: Number(coupon) }),
    ...(couponCode !== null && { couponValue: couponCode }),
    ...(referralCode !== null && { referralValue: referralCode }),
    ...{ outcome, details },
    ...(condition !== null && { condition: renderPart(condition) }),
    effects: effects.map((effect) => renderExplained(effect, exponent)),
    onFailure: onFailure.map((effect) => renderExplained(effect, exponent)),
  };
}

function renderPart({ start, end, text, value, error, parts }: ConditionPart): Json {
  return {
    ...{ start, end, text },
    ...(error === null ? renderAttributes({ value }) : { error }),
    parts: parts.map(renderPart),
  };
}

function renderExplained({ type, effectIndex, given, reason }: ExplainedEffect, exponent: number): Json {
  return {
    ...{ effectType: type, effectIndex },
    given: given.map((props) => ({ ...renderAttributes(props), ...renderMoney({ type, props }, exponent) })),
    ...(reason !== null && { reason }),
  };
}
