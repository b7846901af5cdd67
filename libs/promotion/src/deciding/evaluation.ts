import type { Campaign } from '../catalog-event';
import { RandomSource } from '../codes/random-source';
import type { RuleFailure } from '../effect';
import type { CompiledRule, CompiledRuleset } from '../rules/compiled-rule';
import type { Value } from '../value';
import { openBill } from './bill';
import type { Code, Redeeming, RejectionReason } from './codes';
import type { Draft } from './draft';
import type { EffectDraft } from './effect-draft';
import type { Subject } from './facts';

/** A rule in its campaign, perhaps tried for one code. */
export interface Attempt {
  readonly campaign: Campaign;
  readonly compiled: CompiledRuleset;
  readonly rule: CompiledRule;
  readonly code: Code | null;
}

/** What the rules gave. */
export interface Evaluated {
  readonly effects: readonly EffectDraft[];
  readonly failures: readonly RuleFailure[];
  readonly draft: Draft;
  /** Codes that a rule took, in the order in which they were taken. */
  readonly taken: readonly Code[];
}

/** The evaluation while it goes on: the one place whose content changes between one rule and the next. */
export class Evaluation {
  readonly effects: EffectDraft[] = [];
  readonly failures: RuleFailure[] = [];
  readonly taken: Code[] = [];
  /** Codes whose rule held, but could not give its effects. */
  readonly notApplied = new Set<Code>();
  readonly random: RandomSource;
  draft: Draft;

  constructor(
    readonly subject: Subject,
    readonly redeeming: Redeeming,
    readonly codes: readonly Code[],
  ) {
    const { session, profile, desk } = subject;
    this.random = new RandomSource(desk.situation.entropy);
    this.draft = {
      bill: openBill(session?.cartItems ?? [], session?.additionalCosts ?? {}),
      sessionAttributes: session?.attributes ?? {},
      profileAttributes: profile?.attributes ?? {},
      created: [],
      durable: session?.durable ?? [],
      granted: new Map(),
    };
  }

  fail(attempt: Attempt, effectIndex: number | null, details: string): void {
    const { campaign, compiled, rule, code } = attempt;
    this.failures.push({
      campaign: campaign.id,
      ruleset: compiled.ruleset.id,
      ruleId: rule.rule.id,
      ruleIndex: rule.index,
      ruleName: rule.rule.title,
      coupon: code?.coupon?.id ?? null,
      couponCode: code?.code ?? null,
      effectIndex,
      details,
    });
  }

  result(): Evaluated {
    const { effects, failures, draft, taken } = this;
    return { effects, failures, draft, taken };
  }
}

/** An effect of a rule, or one that stands for what became of it. */
export function ruleEffect(
  { campaign, compiled, rule, code }: Attempt,
  type: string,
  effectIndex: number,
  props: Readonly<Record<string, Value>>,
  shares: EffectDraft['shares'] = [],
): EffectDraft {
  return {
    campaign: campaign.id,
    ruleset: compiled.ruleset.id,
    rulesetVersion: compiled.ruleset.version,
    ruleId: rule.rule.id,
    ruleIndex: rule.index,
    ruleName: rule.rule.title,
    effectIndex,
    type,
    triggeredByCoupon: code?.coupon?.id ?? null,
    undoes: null,
    props,
    shares,
  };
}

/** A refusal of a code: no rule is behind it. */
export function rejection(code: Code, reason: RejectionReason): EffectDraft {
  return {
    campaign: code.coupon?.settings.campaign ?? 0n,
    ruleset: code.campaign?.activeRulesetId ?? 0n,
    rulesetVersion: 0,
    ruleId: '',
    ruleIndex: 0,
    ruleName: '',
    effectIndex: 0,
    type: 'rejectCoupon',
    triggeredByCoupon: code.coupon?.id ?? null,
    undoes: null,
    props: { value: code.code, rejectionReason: reason },
    shares: [],
  };
}
