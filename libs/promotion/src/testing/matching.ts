import type { Situation } from '../decide';
import { NO_MOVES } from '../deciding/audience-moves';
import { codesOf } from '../deciding/codes';
import { Desk } from '../deciding/desk';
import { CampaignFacts, Facts } from '../deciding/facts';
import { subjectOf } from '../deciding/subject';
import type { Profile } from '../profile';
import type { CampaignRules } from '../rule-index/rule-index';
import { Bound, WithBindings } from '../rules/activation';
import { couponObject } from '../rules/entity-objects';
import type { Session } from '../session';

/** The campaigns of which a rule holds for a session: conditions alone, nothing is given. What rule engines are compared by. */
export function matching(situation: Situation, session: Session, profile: Profile): bigint[] {
  const { at, catalog, application } = situation;
  const desk = new Desk(situation);
  const subject = subjectOf(desk, at, profile, session, {
    type: 'talon_session_updated',
    attributes: {},
    moves: NO_MOVES,
  });
  const codes = codesOf(session.couponCodes, '', { subject, only: null });
  const facts = new Facts(
    subject,
    () => session.total,
    () => EVERYTHING,
  );
  const campaignsOfCodes = codes.flatMap(({ coupon }) => coupon?.settings.campaign ?? []);

  function holds({ campaign, rules }: CampaignRules): boolean {
    const own = new CampaignFacts(facts, subject, campaign);
    const code = codes.find(({ coupon }) => coupon?.settings.campaign === campaign.id)?.coupon ?? null;
    const bound = code === null ? own : new Bound(own, 'coupon', couponObject(code, true, null, subject.exponent));
    return rules.some(
      (one) => one.holds || one.rule.condition?.evaluate(new WithBindings(bound, one.rule.bindings)) === true,
    );
  }

  const candidates = catalog.candidates(application, { activation: facts, at, campaignsOfCodes });
  return candidates.filter(holds).map(({ campaign }) => campaign.id);
}

const ALL = { milliseconds: null, fields: new Set<string>() };
const EVERYTHING = { sessions: ALL, events: ALL };
