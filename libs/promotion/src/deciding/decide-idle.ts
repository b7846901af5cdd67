import type { Verdict } from '../decide';
import type { SessionIdled } from '../request';
import type { Session } from '../session';
import type { Desk } from './desk';
import { NOTHING_CREATED, type Numbers } from './numbers';
import { counterEvents, endedCounters } from './redeem';
import { laterOf } from './session-action';
import { verdict, type DecisionContent } from './verdict';

/** Cancels the session, unless somebody came before: then there is nothing to do, so it may be asked twice. */
export function decideIdle(desk: Desk, request: SessionIdled): Verdict {
  const { application, at } = desk.situation;
  const stored = desk.session(request.sessionId);
  if (stored?.state === 'open' && stored.idleAt !== null && stored.idleAt <= at) {
    desk.writes({ kind: 'session', application, id: request.sessionId });
    return cancelled(desk, request, stored);
  }
  const complete = () => ({ events: [], effects: [], ruleFailures: [] });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}

/** The customer was not there, so that their activity stays as it was. */
function cancelled(desk: Desk, request: SessionIdled, stored: Session): Verdict {
  const at = laterOf(desk.situation.at, stored.updated);
  const { updateCount } = stored;
  const session = {
    ...stored,
    state: 'cancelled',
    updateCount: updateCount + 1,
    updated: at,
    idleAt: null,
    counted: [],
    effects: [],
  };
  const counters = counterEvents(desk, endedCounters(stored));
  const complete = ({ position }: Numbers): DecisionContent => ({
    events: [
      { kind: 'SessionChanged', type: 'talon_session_cancelled', session: { ...session, decidedAt: position } },
      ...counters,
    ],
    effects: [],
    ruleFailures: [],
  });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}
