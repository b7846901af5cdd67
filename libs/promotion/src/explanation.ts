import type { Exclusion } from './effect';
import type { Value } from './value';

/** What a part of a condition came to, when its rule was tried. */
export interface ConditionPart {
  /** A half-open range of UTF-16 offsets into the rule's condition, and what stands there. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Lists and objects are cut to their first entries; null where the part was in error. */
  readonly value: Value;
  readonly error: string | null;
  /** Operands and what was read, in the order in which they stand. */
  readonly parts: readonly ConditionPart[];
}

/** What became of one effect of a rule. */
export interface ExplainedEffect {
  readonly type: string;
  /** The effect's place in its rule; those on failure follow the others. */
  readonly effectIndex: number;
  /** The props of each effect that it gave: one on items gives one for each line. */
  readonly given: readonly Readonly<Record<string, Value>>[];
  /** Why it gave nothing; null where it gave something. */
  readonly reason: string | null;
}

/** How a rule came out: `failed` is one that has problems and is never tried, `noCode` one that waits for a code. */
export type RuleOutcome = 'given' | 'notHeld' | 'notApplied' | 'noCode' | 'failed';

/** A rule as it was tried once; one that reads `coupon` is tried for each code of its campaign, `referral` for that. */
export interface ExplainedRule {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly ruleName: string;
  readonly coupon: bigint | null;
  readonly couponCode: string | null;
  readonly referralCode: string | null;
  readonly outcome: RuleOutcome;
  /** What was in its way; empty where it gave its effects. */
  readonly details: string;
  /** The condition as a whole, with its parts; null where it could not be tried. */
  readonly condition: ConditionPart | null;
  readonly effects: readonly ExplainedEffect[];
  readonly onFailure: readonly ExplainedEffect[];
}

export interface ExplainedCampaign {
  readonly campaign: bigint;
  readonly name: string;
  readonly ruleset: bigint;
  readonly rulesetVersion: number;
  /** Where it lost against others of its evaluation group: its rules then say what they would have given. */
  readonly exclusion: Exclusion | null;
  readonly rules: readonly ExplainedRule[];
}

/** Why each rule gave what it gave, in the order of evaluation. */
export interface Explanation {
  readonly campaigns: readonly ExplainedCampaign[];
  /** Whether there were more campaigns than an explanation holds. */
  readonly truncated: boolean;
}
