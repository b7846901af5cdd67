import type { Activation } from '@tessera/expression';
import type { Catalog } from '../catalog';
import type { Campaign } from '../catalog-event';
import type { RuleFailure } from '../effect';
import { couponValueLeft } from '../effects/cap';
import { isRunning } from '../fold/running';
import { historyNeed } from '../history-window';
import type { CampaignRules } from '../rule-index/rule-index';
import { Bound, WithBindings } from '../rules/activation';
import { couponObject, referralObject } from '../rules/entity-objects';
import { codesOf, firstReason, reasonAgainst, type Code, type Redeeming, type RejectionReason } from './codes';
import { Contest } from './contest';
import { Evaluation, rejection, type Attempt, type Evaluated } from './evaluation';
import { campaignsOf, inOrder } from './evaluation-order';
import { CampaignFacts, Facts, type Subject } from './facts';
import type { ExclusionReason } from './settle';
import { giveOnFailure, tryRule } from './try-rule';
import type { Witness } from './witness';

/**
 * Tries the rules of the campaigns that run (of `only`, where a dry run names campaigns), in the order of the application's
 * evaluation tree and of rules, lets those give that win in their groups, and answers for each code of the session.
 */
export function evaluate(subject: Subject, only: ReadonlySet<bigint> | null): Evaluated {
  const { catalog, application } = subject.desk.situation;
  const redeeming: Redeeming = { subject, only };
  const evaluation = new Evaluation(subject, redeeming, codesIn(subject, redeeming));
  let found: ReadonlyMap<Campaign, CampaignRules> = new Map();
  const lookBack = () => historyNeed([...found.values()].flatMap(({ rules }) => rules.map(({ rule }) => rule)));
  const facts = new Facts(subject, () => evaluation.remainingTotal(), lookBack);
  found = new Map(candidates(evaluation, facts).map((one) => [one.campaign, one]));
  const contest = new Contest(evaluation, (campaign) => tryCampaign(evaluation, found.get(campaign), facts));
  const order = inOrder([...found.keys()], catalog.evaluationTree(application));
  contest.run(order);
  subject.desk.witness?.ends(campaignsOf(order), evaluation.excluded);
  rejectTheRest(evaluation);
  return evaluation;
}

function codesIn({ session }: Subject, redeeming: Redeeming): Code[] {
  return codesOf(session?.couponCodes ?? [], session?.referralCode ?? '', redeeming);
}

function candidates({ subject, redeeming, codes }: Evaluation, activation: Activation): readonly CampaignRules[] {
  const { catalog, application } = subject.desk.situation;
  const { only } = redeeming;
  if (only !== null) return allRules(catalog, application, only);
  const campaignsOfCodes = codes.flatMap(({ coupon }) => coupon?.settings.campaign ?? []);
  const found = catalog.candidates(application, { activation, at: subject.at, campaignsOfCodes });
  return subject.desk.witness === null ? found : withWitnessed(subject, subject.desk.witness, found);
}

/** Who asks why asks about all rules, also those that the index passes over: they give nothing, and now say why. */
function withWitnessed({ desk, at }: Subject, { only }: Witness, found: readonly CampaignRules[]): CampaignRules[] {
  const { catalog, application } = desk.situation;
  const running = catalog.campaigns(application).filter((campaign) => isRunning(campaign, at));
  const asked = new Set(running.flatMap(({ id }) => (only?.has(id) === false ? [] : id)));
  const others = found.filter(({ campaign }) => !asked.has(campaign.id));
  const all = [...others, ...allRules(catalog, application, asked)];
  return all.sort((left, right) => (left.campaign.id < right.campaign.id ? -1 : 1));
}

function allRules(catalog: Catalog, application: bigint, only: ReadonlySet<bigint>): CampaignRules[] {
  const named = catalog.campaigns(application).filter(({ id }) => only.has(id));
  return named.flatMap((campaign) => {
    const compiled = catalog.compiled(campaign);
    if (compiled === undefined) return [];
    return [{ campaign, compiled, rules: compiled.rules.map((rule) => ({ rule, holds: false })) }];
  });
}

function tryCampaign(evaluation: Evaluation, candidate: CampaignRules | undefined, facts: Facts): void {
  if (candidate === undefined) return;
  const { campaign, compiled, rules } = candidate;
  const activation = new CampaignFacts(facts, evaluation.subject, campaign);
  evaluation.witness?.begins(campaign, compiled);
  for (const { rule, holds } of rules)
    tryRuleOf(evaluation, { campaign, compiled, rule, holds, code: null, referral: null }, activation);
}

function tryRuleOf(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  const { rule } = attempt;
  const [broken] = rule.problems;
  if (broken !== undefined) passOver(evaluation, attempt, 'failed', `${broken.pointer}: ${broken.message}`);
  else if (rule.reads.variables.has('referral')) tryForReferral(evaluation, attempt, activation);
  else tryForEach(evaluation, attempt, activation);
}

function tryForEach(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  const { rule } = attempt;
  if (rule.reads.variables.has('coupon')) tryForCodes(evaluation, attempt, activation);
  else tryOnce(evaluation, attempt, new WithBindings(activation, rule.bindings));
}

/** For the session's referral, where it is one of the campaign that can be redeemed; it is bound once. */
function tryForReferral(evaluation: Evaluation, attempt: Attempt, outer: Activation): void {
  const referral = evaluation.codes.find(
    ({ kind, coupon }) => kind === 'referral' && coupon?.settings.campaign === attempt.campaign.id,
  );
  const against = referral === undefined ? NO_REFERRAL : reasonNow(evaluation, referral);
  const valid = referral !== undefined && against === null;
  const bound = referral?.coupon ? new Bound(outer, 'referral', referralObject(referral.coupon, valid)) : outer;
  if (valid) tryForEach(evaluation, { ...attempt, referral }, bound);
  else {
    passOver(evaluation, attempt, 'noCode', against ?? NO_REFERRAL);
    giveOnFailure(evaluation, attempt, new WithBindings(bound, attempt.rule.bindings));
  }
}

const NO_REFERRAL = 'the session has no referral of this campaign';

/** What speaks against a code now; null: nothing, or some rule took it already. */
function reasonNow(evaluation: Evaluation, code: Code): RejectionReason | null {
  return evaluation.taken.includes(code) ? null : standing(evaluation, code);
}

function passOver(evaluation: Evaluation, attempt: Attempt, outcome: 'failed' | 'noCode', details: string): void {
  if (outcome === 'failed') evaluation.fail(attempt, details);
  evaluation.witness?.passes(attempt, outcome, details);
}

function tryOnce(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  if (tryRule(evaluation, attempt, activation) !== 'given') giveOnFailure(evaluation, attempt, activation);
}

/** Once per code of the campaign; with none there is nothing to hold for, which only a rule's `onFailure` may speak of. */
function tryForCodes(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  const codes = evaluation.codes.filter(
    ({ kind, coupon }) => kind === 'coupon' && coupon?.settings.campaign === attempt.campaign.id,
  );
  if (codes.length === 0) {
    passOver(evaluation, attempt, 'noCode', 'the session has no code of this campaign');
    giveOnFailure(evaluation, attempt, new WithBindings(activation, attempt.rule.bindings));
    return;
  }
  for (const code of codes) tryForCode(evaluation, { ...attempt, code }, code, activation);
}

function tryForCode(evaluation: Evaluation, attempt: Attempt, code: Code, outer: Activation): void {
  const against = reasonNow(evaluation, code);
  const valid = against === null;
  const bound = bindCoupon(evaluation, code, valid, outer);
  const activation = new WithBindings(bound, attempt.rule.bindings);
  if (against !== null) evaluation.witness?.tries(attempt, activation, against);
  const tried = valid ? tryRule(evaluation, attempt, activation) : 'notHeld';
  if (tried !== 'given') giveOnFailure(evaluation, attempt, activation);
}

function bindCoupon({ subject, draft }: Evaluation, { coupon }: Code, valid: boolean, outer: Activation): Activation {
  if (coupon === null) return outer;
  const left = couponValueLeft({ coupon, draft });
  return new Bound(outer, 'coupon', couponObject(coupon, valid, left, subject.exponent));
}

function standing({ redeeming, draft }: Evaluation, code: Code): RejectionReason | null {
  return reasonAgainst(code, redeeming, draft);
}

function rejectTheRest(evaluation: Evaluation): void {
  for (const code of evaluation.codes) {
    if (evaluation.taken.includes(code)) continue;
    const reason = reasonFor(evaluation, code);
    const notTriggered = reason === 'CouponPartOfNotTriggeredCampaign';
    const exclusion = notTriggered ? whyExcluded(evaluation, code) : null;
    evaluation.effects.push(rejection(code, reason, exclusion, failureOf(evaluation, code, reason)));
  }
}

/** Which part of a rule a code failed at, where a rule refused it: an effect comes after all conditions. */
function failureOf({ failures }: Evaluation, { kind, code }: Code, reason: RejectionReason): RuleFailure | undefined {
  if (reason !== 'CouponRejectedByCondition' && reason !== 'EffectCouldNotBeApplied') return undefined;
  const own = failures.filter((one) => (kind === 'referral' ? one.referralCode : one.couponCode) === code);
  return own.find(({ effectIndex }) => effectIndex !== null) ?? own[0];
}

/** What speaks against a code that no rule took, or what came of the rules that would have. */
function reasonFor(evaluation: Evaluation, code: Code): RejectionReason {
  const reasons = [standing(evaluation, code), evaluation.notApplied.get(code)].filter((reason) => reason != null);
  if (evaluation.excluded.has(code.campaign?.id ?? 0n)) reasons.push('CouponPartOfNotTriggeredCampaign');
  return firstReason(reasons) ?? 'CouponRejectedByCondition';
}

/** A campaign that lost in no group was left out by the request. */
function whyExcluded({ excluded }: Evaluation, { campaign }: Code): string {
  return excluded.get(campaign?.id ?? 0n)?.reason ?? NOT_IN_SET;
}

const NOT_IN_SET: ExclusionReason = 'CampaignNotInEvaluationSet';
