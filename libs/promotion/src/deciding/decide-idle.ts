import type { Verdict } from '../decide';
import type { SessionIdled } from '../request';
import { cancelOpen } from './decide-session';
import type { Desk } from './desk';
import { NOTHING_CREATED } from './numbers';
import { laterOf } from './session-action';
import { verdict } from './verdict';

/** Cancels the session, unless somebody came before: then there is nothing to do, so it may be asked twice. */
export function decideIdle(desk: Desk, request: SessionIdled): Verdict {
  const { application, at } = desk.situation;
  const stored = desk.session(request.sessionId);
  if (stored?.state === 'open' && stored.idleAt !== null && stored.idleAt <= at) {
    desk.writes({ kind: 'session', application, id: request.sessionId });
    const now = laterOf(at, stored.updated);
    const session = { ...stored, state: 'cancelled', updateCount: stored.updateCount + 1, updated: now, idleAt: null };
    return cancelOpen(desk, request, session, now);
  }
  const complete = () => ({ events: [], effects: [], ruleFailures: [] });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}
