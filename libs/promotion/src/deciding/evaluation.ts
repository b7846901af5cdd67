import type { Campaign } from '../catalog-event';
import { RandomSource } from '../codes/random-source';
import type { Exclusion, RuleFailure } from '../effect';
import type { CompiledRule, CompiledRuleset } from '../rules/compiled-rule';
import type { Value } from '../value';
import { openBill } from './bill';
import { firstReason, toldReason, type Code, type Redeeming, type RejectionReason } from './codes';
import type { Draft } from './draft';
import type { EffectDraft } from './effect-draft';
import { innermostGroup } from './evaluation-order';
import type { Subject } from './facts';
import type { Witness } from './witness';

/** A rule in its campaign, perhaps tried for one code and for the session's referral. */
export interface Attempt {
  readonly campaign: Campaign;
  readonly compiled: CompiledRuleset;
  readonly rule: CompiledRule;
  readonly code: Code | null;
  readonly referral: Code | null;
  /** Its condition is known to hold. */
  readonly holds: boolean;
}

/** What the rules gave. */
export interface Evaluated {
  readonly effects: readonly EffectDraft[];
  readonly failures: readonly RuleFailure[];
  readonly draft: Draft;
  /** Codes that a rule took, in the order in which they were taken. */
  readonly taken: readonly Code[];
}

/** How far an evaluation has come, to go back to it. */
export interface Course extends Evaluated {
  readonly notApplied: ReadonlyMap<Code, RejectionReason>;
  readonly triggered: ReadonlySet<bigint>;
  readonly excluded: ReadonlyMap<bigint, Exclusion>;
}

/** What of a rule was in its way: an operand of its condition, or an effect. */
export type FailedPart = Partial<Pick<RuleFailure, 'conditionIndex' | 'effectIndex'>>;

/** A failure of which nothing is known. */
const NO_FAILURE: RuleFailure = {
  campaign: 0n,
  ruleset: 0n,
  ruleId: '',
  ruleIndex: 0,
  ruleName: '',
  coupon: null,
  couponCode: null,
  effectIndex: null,
  details: '',
  exclusion: null,
  conditionIndex: null,
  referral: null,
  referralCode: null,
  evaluationGroup: null,
  evaluationMode: null,
};

/** The evaluation while it goes on: the one place whose content changes between one rule and the next. */
export class Evaluation {
  effects: EffectDraft[] = [];
  failures: RuleFailure[] = [];
  taken: Code[] = [];
  /** Codes whose rule held, but could not give its effects, and what that means for them. */
  notApplied = new Map<Code, RejectionReason>();
  /** Campaigns of which some rule held and gave its effects. */
  triggered = new Set<bigint>();
  /** Campaigns that lost against others of their evaluation group. */
  excluded = new Map<bigint, Exclusion>();
  /** The lines that the campaign whose turn it is may discount; null: all. */
  lines: ReadonlySet<number> | null = null;
  /** Minor units that others took off the bill, and that the campaign whose turn it is does not see. */
  hidden = 0n;
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
      audiences: profile?.audiences ?? [],
      itemAttributes: new Map(),
      couponAttributes: new Map(),
      otherProfiles: new Map(),
      created: [],
      reserved: [],
      awards: [],
      steps: [],
      durable: session?.durable ?? [],
      granted: new Map(),
      deducted: new Map(),
      spent: new Map(),
    };
  }

  /** Who asks why; null: nobody does. */
  get witness(): Witness | null {
    return this.subject.desk.witness;
  }

  /** What is left to pay, in minor units, as conditions read it. */
  remainingTotal(): bigint {
    return this.draft.bill.total + this.hidden;
  }

  /** Why a rule gives nothing; with the place of what was in its way. */
  fail(attempt: Attempt, details: string, place: FailedPart = {}): void {
    const { campaign, compiled, rule, code, referral } = attempt;
    this.failures.push({
      ...NO_FAILURE,
      ...this.groupOf(campaign),
      campaign: campaign.id,
      ruleset: compiled.ruleset.id,
      ruleId: rule.rule.id,
      ruleIndex: rule.index,
      ruleName: rule.rule.title,
      coupon: code?.coupon?.id ?? null,
      couponCode: code?.code ?? null,
      referral: referral?.coupon?.id ?? null,
      referralCode: referral?.code ?? null,
      details,
      ...place,
    });
  }

  notAppliedTo(code: Code, reason: RejectionReason): void {
    const before = this.notApplied.get(code);
    this.notApplied.set(code, firstReason(before === undefined ? [reason] : [before, reason]) ?? reason);
  }

  /** A campaign lost in its evaluation group: as a whole, or, where lines are given, those. */
  exclude(campaign: Campaign, exclusion: Exclusion, lines: ReadonlySet<number> | null): void {
    const what = lines === null ? 'the campaign' : `the campaign on line ${[...lines].join(', ')}`;
    this.failures.push({
      ...NO_FAILURE,
      ...this.groupOf(campaign),
      campaign: campaign.id,
      ruleset: campaign.activeRulesetId ?? 0n,
      details: `${what} lost against another one of its evaluation group`,
      exclusion,
    });
    if (lines === null) this.excluded.set(campaign.id, exclusion);
  }

  private groupOf({ id }: Campaign): Pick<RuleFailure, 'evaluationGroup' | 'evaluationMode'> {
    const { catalog, application } = this.subject.desk.situation;
    const group = innermostGroup(catalog.evaluationTree(application), id);
    return { evaluationGroup: group?.id ?? null, evaluationMode: group?.mode ?? null };
  }

  course(): Course {
    const { draft } = this;
    return {
      draft,
      effects: [...this.effects],
      failures: [...this.failures],
      taken: [...this.taken],
      notApplied: new Map(this.notApplied),
      triggered: new Set(this.triggered),
      excluded: new Map(this.excluded),
    };
  }

  backTo({ draft, effects, failures, taken, notApplied, triggered, excluded }: Course): void {
    this.draft = draft;
    this.effects = [...effects];
    this.failures = [...failures];
    this.taken = [...taken];
    this.notApplied = new Map(notApplied);
    this.triggered = new Set(triggered);
    this.excluded = new Map(excluded);
  }
}

/** The codes that the attempt takes where its rule holds; the referral comes first. */
export function codesTaken({ referral, code }: Attempt): Code[] {
  return [referral, code].filter((one) => one !== null);
}

/** An effect of a rule, or one that stands for what became of it. */
export function ruleEffect(
  { campaign, compiled, rule, code, referral }: Attempt,
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
    triggeredByCoupon: (type === 'acceptReferral' ? referral : code)?.coupon?.id ?? null,
    undoes: null,
    props,
    shares,
  };
}

/**
 * A refusal of a code: no rule is behind it. `exclusion` says why its campaign did not come to it, `failure` what was in
 * the way of the rule that came the furthest with it.
 */
export function rejection(
  code: Code,
  reason: RejectionReason,
  exclusion: string | null,
  failure: RuleFailure | undefined,
): EffectDraft {
  const excluded = exclusion === null ? {} : { campaignExclusionReason: exclusion };
  return {
    campaign: code.coupon?.settings.campaign ?? 0n,
    ruleset: code.campaign?.activeRulesetId ?? 0n,
    rulesetVersion: 0,
    ruleId: '',
    ruleIndex: 0,
    ruleName: '',
    effectIndex: 0,
    type: code.kind === 'referral' ? 'rejectReferral' : 'rejectCoupon',
    triggeredByCoupon: code.kind === 'referral' ? null : (code.coupon?.id ?? null),
    undoes: null,
    props: {
      value: code.code,
      rejectionReason: toldReason(code.kind, reason),
      ...excluded,
      ...(failure && failedPart(failure)),
    },
    shares: [],
  };
}

function failedPart({ conditionIndex, effectIndex, details }: RuleFailure): Record<string, Value> {
  return {
    ...(conditionIndex !== null && { conditionIndex: BigInt(conditionIndex) }),
    ...(effectIndex !== null && { effectIndex: BigInt(effectIndex) }),
    details,
  };
}
