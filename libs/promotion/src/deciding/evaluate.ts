import type { Activation } from '@tessera/expression';
import type { Campaign } from '../catalog-event';
import { couponValueLeft } from '../effects/cap';
import { isRunning } from '../fold/running';
import { Bound, WithBindings } from '../rules/activation';
import type { CompiledRule, CompiledRuleset } from '../rules/compiled-rule';
import { couponObject } from '../rules/entity-objects';
import { codesOf, reasonAgainst, type Code, type Redeeming, type RejectionReason } from './codes';
import { Evaluation, rejection, type Attempt, type Evaluated } from './evaluation';
import { CampaignFacts, Facts, type Subject } from './facts';
import { giveOnFailure, tryRule } from './try-rule';

/**
 * Tries the rules of the campaigns that run (of `only`, where a dry run names campaigns), in the order of campaign ids and
 * of rules, and answers for each code of the session.
 */
export function evaluate(subject: Subject, only: ReadonlySet<bigint> | null): Evaluated {
  const { desk, at, session, profile } = subject;
  const redeeming: Redeeming = { desk, profileId: profile?.integrationId ?? '', at, only };
  const evaluation = new Evaluation(subject, redeeming, codesOf(session?.couponCodes ?? [], redeeming));
  const facts = new Facts(subject, () => evaluation.draft.bill.total);
  for (const campaign of candidates(subject, only)) tryCampaign(evaluation, campaign, facts);
  rejectTheRest(evaluation);
  return evaluation.result();
}

function candidates({ desk, at }: Subject, only: ReadonlySet<bigint> | null): readonly Campaign[] {
  const { catalog, application } = desk.situation;
  const campaigns = catalog.campaigns(application);
  return campaigns.filter((campaign) => (only === null ? isRunning(campaign, at) : only.has(campaign.id)));
}

function tryCampaign(evaluation: Evaluation, campaign: Campaign, facts: Facts): void {
  const compiled = evaluation.subject.desk.situation.catalog.compiled(campaign);
  if (compiled === undefined) return;
  const activation = new CampaignFacts(facts, campaign);
  for (const rule of compiled.rules) tryRuleOf(evaluation, campaign, compiled, rule, activation);
}

function tryRuleOf(
  evaluation: Evaluation,
  campaign: Campaign,
  compiled: CompiledRuleset,
  rule: CompiledRule,
  activation: Activation,
): void {
  const attempt: Attempt = { campaign, compiled, rule, code: null };
  const [broken] = rule.problems;
  if (broken !== undefined) evaluation.fail(attempt, null, `${broken.pointer}: ${broken.message}`);
  else if (rule.reads.variables.has('coupon')) tryForCodes(evaluation, attempt, activation);
  else tryOnce(evaluation, attempt, new WithBindings(activation, rule.bindings));
}

function tryOnce(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  if (tryRule(evaluation, attempt, activation) !== 'given') giveOnFailure(evaluation, attempt, activation);
}

/** Once per code of the campaign; with none there is nothing to hold for, which only a rule's `onFailure` may speak of. */
function tryForCodes(evaluation: Evaluation, attempt: Attempt, activation: Activation): void {
  const codes = evaluation.codes.filter(({ coupon }) => coupon?.settings.campaign === attempt.campaign.id);
  if (codes.length === 0) {
    giveOnFailure(evaluation, attempt, new WithBindings(activation, attempt.rule.bindings));
    return;
  }
  for (const code of codes) tryForCode(evaluation, { ...attempt, code }, code, activation);
}

function tryForCode(evaluation: Evaluation, attempt: Attempt, code: Code, outer: Activation): void {
  const valid = evaluation.taken.includes(code) || standing(evaluation, code) === null;
  const bound = bindCoupon(evaluation, code, valid, outer);
  const activation = new WithBindings(bound, attempt.rule.bindings);
  const tried = valid ? tryRule(evaluation, attempt, activation) : 'notHeld';
  if (tried === 'notApplied') evaluation.notApplied.add(code);
  if (tried !== 'given') giveOnFailure(evaluation, attempt, activation);
}

function bindCoupon({ subject, draft }: Evaluation, { coupon }: Code, valid: boolean, outer: Activation): Activation {
  if (coupon === null) return outer;
  const left = couponValueLeft({ coupon, draft });
  return new Bound(outer, 'coupon', couponObject(coupon, valid, left, subject.exponent));
}

function standing({ redeeming, taken }: Evaluation, code: Code): RejectionReason | null {
  return reasonAgainst(code, redeeming, taken);
}

function rejectTheRest(evaluation: Evaluation): void {
  for (const code of evaluation.codes) {
    if (evaluation.taken.includes(code)) continue;
    const otherwise = evaluation.notApplied.has(code) ? 'EffectCouldNotBeApplied' : 'CouponRejectedByCondition';
    evaluation.effects.push(rejection(code, standing(evaluation, code) ?? otherwise));
  }
}
