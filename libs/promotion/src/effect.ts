import type { SealedValue, Value } from './value';

/** A discount's exact part on one unit of one line, so that returns and ledgers are exact. */
export interface DiscountShare {
  /** The line. */
  readonly position: number;
  /** The first unit of the run; `units` neighbours have the same share. */
  readonly subPosition: number;
  readonly units: number;
  /** Minor units on each unit of the run. */
  readonly amount: bigint;
}

/** Where an effect stands: transient effects are only in the reply and in decisions. */
export type Phase = 'transient' | 'committed' | 'durable' | 'rolledBack';

export interface EffectReference {
  readonly position: bigint;
  readonly index: number;
}

export interface Effect {
  /** Within its decision; with the position it makes the effect id. */
  readonly index: number;
  /** 0 where no campaign is behind it (a code nobody knows). */
  readonly campaign: bigint;
  readonly ruleset: bigint;
  readonly rulesetVersion: number;
  /** Empty where no rule is behind it. */
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly ruleName: string;
  /** The effect's place in its rule. */
  readonly effectIndex: number;
  /** setDiscount, acceptCoupon …: an open set. */
  readonly type: string;
  readonly triggeredByCoupon: bigint | null;
  /** One of Phase; open on the wire. */
  readonly phase: string;
  /** The effect that a rollback undoes. */
  readonly undoes: EffectReference | null;
  /** Money props are longs in minor units; `MONEY_PROPS` names them per effect type. */
  readonly props: Readonly<Record<string, Value>>;
  readonly shares: readonly DiscountShare[];
}

/** What kept a campaign back that would have given something. */
export interface Exclusion {
  /** The evaluation group in which it lost. */
  readonly group: bigint;
  readonly mode: string;
  /** One of ExclusionReason; open on the wire. */
  readonly reason: string;
}

/** The innermost evaluation group of a campaign, below the base. */
export interface EvaluationPlace {
  readonly campaign: bigint;
  readonly group: bigint;
  /** The group's. */
  readonly mode: string;
}

/** Why a rule did not give its effects; for `ruleFailureReasons`. */
export interface RuleFailure {
  readonly campaign: bigint;
  readonly ruleset: bigint;
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly ruleName: string;
  readonly coupon: bigint | null;
  readonly couponCode: string | null;
  readonly effectIndex: number | null;
  /** In the log it is sealed where it may quote a personal value. */
  readonly details: string | SealedValue;
  /** Where the campaign lost against others of an evaluation group; else null. */
  readonly exclusion: Exclusion | null;
  /** The operand of the condition's top-level `&&` that did not hold first, or was in error. */
  readonly conditionIndex: number | null;
  readonly referral: bigint | null;
  readonly referralCode: string | null;
  /** The innermost evaluation group of the campaign below the base; null: none. */
  readonly evaluationGroup: bigint | null;
  /** The group's mode. */
  readonly evaluationMode: string | null;
}
