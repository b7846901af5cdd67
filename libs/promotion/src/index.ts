export type * from './value';
export type * from './catalog-event';
export type * from './catalog';
export type * from './request';
export type * from './session';
export type * from './profile';
export type * from './ledger';
export type * from './loyalty-program';
export type * from './coupon';
export type * from './giveaway';
export type * from './achievement-progress';
export type * from './giveaway';
export type * from './achievement-progress';
export type * from './effect';
export type * from './event';
export type * from './decision';
export type * from './world';
export type * from './decide';
export type * from './explanation';
export { attributesFrom, plainValue } from './attributes/attributes-from';
export { parseInstant } from './attributes/instant';
export { instantValue, isSealed, isTagged, listValue, mapValue } from './attributes/kind';
export { sameValue } from './attributes/same-value';
export { canonicalCode } from './codes/canonical-code';
export { decide, explain } from './deciding/decide';
export { isOpening, openedCounters } from './deciding/openings';
export { remainingTotal } from './deciding/returned-units';
export { evaluationPlacesOf } from './deciding/evaluation-places';
export { ENGINE_VERSION } from './deciding/verdict';
export { ACHIEVEMENT_SCALE } from './achievements/progress';
export { effectGuide } from './effects/guide';
export { effectValue } from './effects/prop-value';
export { EFFECT_TYPES, lastingOf, MONEY_PROPS, POINT_PROPS } from './effects/registry';
export type { EffectType, Lasting, PropDoc } from './effects/effect-type';
export { applyChange, emptyCatalog } from './fold/apply-change';
export {
  canonicalOfUse,
  couponAfter,
  createdCoupon,
  historyFrom,
  rowAsWritten,
  rowVersions,
  type HistoryBegins,
  type PastDecision,
  type RowVersion,
} from './fold/row-versions';
export { couponsIn, rowsAfter, type CouponCounters, type Happened, type WrittenRow } from './fold/rows-after';
export { isRunning } from './fold/running';
export { LIMIT_ACTIONS, MONEY_ACTION, POINT_ACTIONS } from './limits/actions';
export {
  configuredLimits,
  counterApart,
  counterName,
  counterParts,
  LIMIT_ENTITIES,
  type CounterParts,
} from './deciding/counters';
export { firstDay, LIMIT_PERIODS, periodName, periodOf } from './deciding/period';
export {
  balanceOf,
  emptyLedger,
  isActive,
  isExpired,
  isPending,
  MAIN,
  ON_ACTION,
  subledgerOf,
  type Balance,
} from './loyalty/balance';
export { after, parseDuration, type Duration } from './loyalty/duration';
export { fromHundredths, POINT_DECIMALS, toHundredths } from './loyalty/points';
export { membershipsDueOf } from './deciding/audience-moves';
export { dueOf, settle, type Settled } from './loyalty/settle';
export { nextTier, type NextTier } from './loyalty/tiers';
export { historyBegins, type HistoryNeed, type WindowOf } from './history-window';
export { locate } from './locate';
export { rowKey, rowName } from './rows';
export { checkRule, checkRuleset, type RuleCheck, type RulesetCheck } from './rules/check-rule';
export { HISTORY_LIMITS } from './rules/environment';
export type { CompiledRule } from './rules/compiled-rule';
export type { PersonalNames } from './rules/personal-reads';
export type { RuleProblem } from './rules/problem';
export { attributeRefusals } from './validation/attributes';
export { patternRefusals } from './validation/coupon';
export { LIMITS } from './validation/limits';
export { REFUSAL_TITLES, type RefusalCode } from './validation/problem';
export { validate } from './validation/validate';
export { ledgerOpeningRefusals, limitOpeningProblems } from './validation/openings';
