import type { Refusal } from '../decision';
import type { Session } from '../session';
import { refusal } from '../validation/problem';

/** What a session update amounts to. */
export type Transition =
  | { readonly kind: 'evaluate'; readonly type: string; readonly state: 'open' | 'closed' }
  /** An open session ends without having given anything. */
  | { readonly kind: 'cancel' }
  /** A closed session is undone. */
  | { readonly kind: 'revoke'; readonly session: Session }
  | { readonly kind: 'repeat'; readonly position: bigint }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** What can be done with a session beside updating it. */
export type SessionAction = 'returns' | 'reopen';

interface Allowed {
  readonly actions: readonly SessionAction[];
  /** What a refusal says after the state: the states that an update may put it into, and the actions. */
  readonly text: string;
}

/**
 * The state machine of a session: created open or closed; open → open, closed, cancelled; closed → cancelled, by returns
 * partially_returned, by reopen open; partially_returned → cancelled, by returns itself; cancelled is final.
 */
const ALLOWED: Readonly<Record<string, Allowed>> = {
  open: { actions: [], text: '; allowed are open, closed, cancelled' },
  closed: { actions: ['returns', 'reopen'], text: '; allowed are cancelled, returns, reopen' },
  partially_returned: { actions: ['returns'], text: '; allowed are cancelled, returns' },
};

const FINAL: Allowed = { actions: [], text: ', which is final: nothing is allowed' };

/** The same close once more is a repeat. `same` asks whether the request leaves the content as it is. */
export function transitionOf(stored: Session | null, wanted: string | null, same: () => boolean): Transition {
  if (stored === null) return created(wanted);
  if (stored.state === 'open') return fromOpen(wanted);
  return allowedIn(stored) === FINAL ? refuse('session.state', standing(stored)) : fromClosed(stored, wanted, same);
}

/** Why the state does not allow an action; undefined where it does. */
export function actionRefusal(stored: Session, action: SessionAction): Refusal | undefined {
  return allowedIn(stored).actions.includes(action) ? undefined : refusal('session.state', null, standing(stored));
}

function created(wanted: string | null): Transition {
  if (wanted === 'cancelled') return refuse('session.state', 'there is no such session; allowed are open, closed');
  return { kind: 'evaluate', type: 'talon_session_created', state: wanted === 'closed' ? 'closed' : 'open' };
}

function fromOpen(wanted: string | null): Transition {
  if (wanted === 'cancelled') return { kind: 'cancel' };
  if (wanted === 'closed') return { kind: 'evaluate', type: 'talon_session_closed', state: 'closed' };
  return { kind: 'evaluate', type: 'talon_session_updated', state: 'open' };
}

function fromClosed(stored: Session, wanted: string | null, same: () => boolean): Transition {
  const again = wanted === stored.state;
  if (wanted !== null && wanted !== 'cancelled' && !again) return refuse('session.state', standing(stored));
  if (wanted === null || !same()) return refuse('session.closed', standing(stored));
  return again ? { kind: 'repeat', position: stored.decidedAt } : { kind: 'revoke', session: stored };
}

function allowedIn({ state }: Session): Allowed {
  return ALLOWED[state] ?? FINAL;
}

function standing(stored: Session): string {
  return `the session is ${stored.state}${allowedIn(stored).text}`;
}

function refuse(code: 'session.closed' | 'session.state', details: string): Transition {
  return { kind: 'refuse', refusal: refusal(code, '/state', details) };
}
