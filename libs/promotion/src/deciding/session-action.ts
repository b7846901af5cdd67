import type { Verdict } from '../decide';
import type { SessionReopenReceived, SessionReturnReceived } from '../request';
import type { Session } from '../session';
import type { Instant } from '../value';
import { refusal } from '../validation/problem';
import type { Desk } from './desk';
import { actionRefusal, type SessionAction } from './transition';
import { undoClose } from './undo-close';
import { refused } from './verdict';

/**
 * What is done with a session that is there and whose state allows it; else the refusal that says why not. Also a dry run
 * sees the stored session, since there is none in the payload.
 */
export function actOnSession(
  desk: Desk,
  request: SessionReturnReceived | SessionReopenReceived,
  action: SessionAction,
  act: (stored: Session, at: Instant) => Verdict,
): Verdict {
  const { application, at } = desk.situation;
  const stored = desk.session(request.sessionId);
  if (stored === null) return refused(desk, request, [NOT_FOUND]);
  desk.writes({ kind: 'session', application, id: request.sessionId });
  const refusal = actionRefusal(stored, action);
  return refusal === undefined ? act(stored, laterOf(at, stored.updated)) : refused(desk, request, [refusal]);
}

const NOT_FOUND = refusal('session.not_found', null, 'no such session in this application', 404);

/** A session's time never goes back. */
export function laterOf(at: Instant, stored: Instant | undefined): Instant {
  return stored !== undefined && stored > at ? stored : at;
}

/** A closed session becomes open again; a coupon of limited use could not be redeemed again if it were not given back. */
export function decideReopen(desk: Desk, request: SessionReopenReceived): Verdict {
  return actOnSession(desk, request, 'reopen', (stored, at) =>
    undoClose(desk, request, stored, at, { type: 'talon_session_reopened', state: 'open', closedAt: null, kept: [] }),
  );
}
