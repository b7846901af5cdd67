import type { Verdict } from '../decide';
import type { SessionUpdateReceived } from '../request';
import type { Session } from '../session';
import type { Instant } from '../value';
import { LIMITS } from '../validation/limits';
import { refusal } from '../validation/problem';
import { activityEvents, NO_SALES } from './activity';
import type { Desk } from './desk';
import { evaluateSession } from './evaluate-session';
import { NOTHING_CREATED, type Numbers } from './numbers';
import { idleAtOf } from './idle';
import { counterEvents, endedCounters } from './redeem';
import { laterOf } from './session-action';
import { mergedContent, sameContent, type SessionContent } from './session-merge';
import { NOBODY, profileEvents, subjectProfile } from './subject-profile';
import { transitionOf, type Transition } from './transition';
import { undoClose } from './undo-close';
import { refused, repeated, verdict, type DecisionContent } from './verdict';

/** A session update whose content is sound. */
export function decideSession(desk: Desk, request: SessionUpdateReceived): Verdict {
  const { application, catalog, dry } = desk.situation;
  const stored = dry ? null : desk.session(request.sessionId);
  desk.writes({ kind: 'session', application, id: request.sessionId });
  const at = laterOf(desk.situation.at, stored?.updated);
  const content = mergedContent(catalog, application, stored, request);
  const transition = transitionOf(stored, request.state, () => stored !== null && sameContent(stored, content));
  if (transition.kind === 'refuse') return refused(desk, request, [transition.refusal]);
  if (transition.kind === 'repeat') return repeated(desk, request, transition.position, at);
  if (content.total > LIMITS.amount) return refused(desk, request, [TOO_LARGE]);
  if (transition.kind === 'revoke') return revoke(desk, request, transition.session, at);
  const session = nextSession(desk, stored, content, request, stateAfter(transition), at);
  if (transition.kind === 'cancel') return cancel(desk, request, session, at);
  return evaluateSession({ desk, request, session, isNew: stored === null, type: transition.type, at });
}

const TOO_LARGE = refusal('money.overflow', '/cartItems', 'the total is above 2^53 minor units');

function stateAfter(transition: Exclude<Transition, { kind: 'refuse' | 'repeat' | 'revoke' }>): string {
  return transition.kind === 'cancel' ? 'cancelled' : transition.state;
}

/** The session as conditions see it: its content is the new one, and no rule has run. */
export function nextSession(
  desk: Desk,
  stored: Session | null,
  content: SessionContent,
  { sessionId }: Pick<SessionUpdateReceived, 'sessionId'>,
  state: string,
  at: Instant,
): Session {
  const { profileId } = content;
  return {
    id: stored?.id ?? 0n,
    application: desk.situation.application,
    integrationId: sessionId,
    state,
    firstSession: profileId !== '' && (desk.activity(profileId)?.closedSessions ?? 0n) === 0n,
    ...content,
    updateCount: (stored?.updateCount ?? 0) + 1,
    created: stored?.created ?? at,
    updated: at,
    closedAt: state === 'closed' ? at : null,
    durable: stored?.durable ?? [],
    counted: stored?.counted ?? [],
    effects: [],
    decidedAt: 0n,
    returns: [],
    keptOnCancel: [],
    deductions: [],
    idleAt: state === 'open' ? idleAtOf(desk.situation, at) : null,
  };
}

/** Cancelling a closed session: its campaigns say whether coupons are given back. */
function revoke(desk: Desk, request: SessionUpdateReceived, stored: Session, at: Instant): Verdict {
  const { closedAt, keptOnCancel: kept } = stored;
  return undoClose(desk, request, stored, at, { type: 'talon_session_revoked', state: 'cancelled', closedAt, kept });
}

function cancel(desk: Desk, request: SessionUpdateReceived, session: Session, at: Instant): Verdict {
  const subject = subjectProfile(desk, session.profileId, at);
  const counters = counterEvents(desk, endedCounters(session));
  const activity = activityEvents(desk, session.profileId, at, NO_SALES);
  const ended = { ...session, counted: [] };
  const complete = ({ position, profile }: Numbers): DecisionContent => ({
    events: [
      ...profileEvents(subject, subject.profile ?? NOBODY, profile, at),
      { kind: 'SessionChanged', type: 'talon_session_cancelled', session: { ...ended, decidedAt: position } },
      ...counters,
      ...activity,
    ],
    effects: [],
    ruleFailures: [],
  });
  return verdict(desk, request, { at, created: { ...NOTHING_CREATED, profile: subject.isNew }, complete });
}
