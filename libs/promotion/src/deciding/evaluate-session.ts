import type { Verdict } from '../decide';
import type { Effect } from '../effect';
import type { DomainEvent } from '../event';
import type { SessionUpdateReceived } from '../request';
import type { Session } from '../session';
import type { Instant } from '../value';
import { stepEvents } from './achievement-steps';
import { activityEvents, NO_SALES } from './activity';
import { bookPoints, type BookedPoints } from './book-points';
import { createdByEffects, writeCoupons } from './coupons-created';
import { awardEvents } from './awards';
import { NO_MOVES } from './audience-moves';
import type { Desk } from './desk';
import type { Draft } from './draft';
import { placed, type Standing } from './effect-draft';
import { evaluate } from './evaluate';
import type { Evaluated } from './evaluation';
import { ledgerEffects } from './ledger-effects';
import type { Numbers } from './numbers';
import { counterEvents, movedCounters, redemptionEvent, returnedCounters, summed } from './redeem';
import { reservationEvents } from './reservations';
import { subjectOf } from './subject';
import { profileEvents, subjectProfile, writeProfile, writtenBy, type SubjectProfile } from './subject-profile';
import { verdict } from './verdict';
import { attributeEvents, writtenItems } from './written-attributes';

/** An update or a close that is allowed. */
export interface SessionStep {
  readonly desk: Desk;
  readonly request: SessionUpdateReceived;
  /** As conditions see it: with its new content, before any rule. */
  readonly session: Session;
  readonly isNew: boolean;
  /** The event's type. */
  readonly type: string;
  readonly at: Instant;
}

/** Runs the rules and, at close, commits what they gave. */
export function evaluateSession(step: SessionStep): Verdict {
  const { desk, request, session, isNew, at } = step;
  const profile = subjectProfile(desk, session.profileId, at);
  const evaluated = evaluateRules(step, profile);
  const { draft, failures } = evaluated;
  writeProfile(desk, profile, writtenBy(draft));
  writeCoupons(desk, draft.created);
  const counted = countedBy(session, draft);
  const reserved = reservationEvents(desk, draft.reserved, 1n);
  const points = pointsOf(step, evaluated);
  const written = attributeEvents(desk, draft, at);
  const consequences = [...consequencesOf(step, evaluated), ...points.events];
  const effects = placed([...evaluated.effects, ...ledgerEffects(points.events, evaluated.effects)], standingOf(step));
  const created = { session: isNew, profile: profile.isNew, event: false, coupons: draft.created.length, giveaways: 0 };
  const complete = (numbers: Numbers) => {
    const decided = decidedSession(step, evaluated, effects, { counted, deductions: points.deductions }, numbers);
    const events: DomainEvent[] = [
      ...profileEvents(profile, writtenBy(draft), numbers.profile, at),
      { kind: 'SessionChanged', type: step.type, session: decided },
      ...createdByEffects(draft.created, numbers.coupons),
      ...written,
      ...reserved,
      ...consequences,
    ];
    return { events, effects, ruleFailures: failures };
  };
  return verdict(desk, request, { at, created, complete });
}

function evaluateRules({ desk, request, session, type, at }: SessionStep, { profile }: SubjectProfile): Evaluated {
  const campaigns = desk.situation.dry ? request.evaluableCampaignIds : null;
  const subject = subjectOf(desk, at, profile, session, { type, attributes: {}, moves: NO_MOVES });
  return evaluate(subject, campaigns === null ? null : new Set(campaigns));
}

function standingOf({ desk, session }: SessionStep): Standing {
  if (desk.situation.dry) return 'dry';
  return session.state === 'closed' ? 'final' : 'open';
}

/** What close commits beside the session itself; while open what lasts at once, and that somebody was there. */
function consequencesOf(step: SessionStep, evaluated: Evaluated): DomainEvent[] {
  const { desk, session, at } = step;
  const closes = session.state === 'closed';
  const counters = counterEvents(desk, movedCounters(evaluated.draft, closes));
  if (!closes) return [...counters, ...activityEvents(desk, session.profileId, at, NO_SALES)];
  return [
    ...redemptions(desk, session, evaluated),
    ...awardEvents(desk, evaluated.draft.awards, session.integrationId),
    ...stepEvents(desk, evaluated.draft.steps),
    ...counters,
    ...activityEvents(desk, session.profileId, at, { closedSessions: 1n, totalSales: session.total }),
  ];
}

/** An open session moves no points, and a dry run shows only what it would move. */
function pointsOf({ desk, session, at }: SessionStep, { effects, draft }: Evaluated): BookedPoints {
  if (session.state !== 'closed' || desk.situation.dry) return { events: [], deductions: [] };
  const { profileId, integrationId: sessionId } = session;
  return bookPoints(desk, { profileId, sessionId, ...writtenBy(draft) }, at, effects);
}

function redemptions(desk: Desk, session: Session, { taken, draft }: Evaluated): DomainEvent[] {
  return taken.flatMap(({ coupon, canonical }) => {
    if (coupon === null) return [];
    desk.writes({ kind: 'coupon', application: session.application, canonical });
    return [redemptionEvent(coupon, session, 1n, draft.granted.get(coupon.id) ?? 0n)];
  });
}

/** What the session counts for: by this close, and by an earlier one for what survived its undoing. */
function countedBy({ state, counted }: Session, draft: Draft): Session['counted'] {
  return state === 'closed' ? summed([...counted, ...returnedCounters(draft)]) : counted;
}

function decidedSession(
  { session, isNew }: SessionStep,
  evaluated: Evaluated,
  effects: readonly Effect[],
  moved: Pick<Session, 'counted' | 'deductions'>,
  numbers: Numbers,
): Session {
  const { draft, taken } = evaluated;
  return {
    ...session,
    id: isNew ? numbers.session : session.id,
    attributes: draft.sessionAttributes,
    cartItems: writtenItems(session.cartItems, draft),
    durable: draft.durable,
    ...moved,
    effects,
    decidedAt: numbers.position,
    keptOnCancel: session.state === 'closed' ? campaignsKeeping(taken) : [],
  };
}

function campaignsKeeping(taken: Evaluated['taken']): bigint[] {
  const keeping = taken.flatMap(({ campaign }) => (campaign?.rollbackCouponsOnCancel === false ? campaign.id : []));
  return [...new Set(keeping)];
}
