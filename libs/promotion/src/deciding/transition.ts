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

/**
 * The state machine of a session: created open or closed; open → open, closed, cancelled; closed → cancelled; cancelled is
 * final. The same close once more is a repeat. `same` asks whether the request leaves the content as it is.
 */
export function transitionOf(stored: Session | null, wanted: string | null, same: () => boolean): Transition {
  if (stored === null) return created(wanted);
  if (stored.state === 'open') return fromOpen(wanted);
  if (stored.state === 'closed') return fromClosed(stored, wanted, same);
  return refuse('session.state', `the session is ${stored.state}, which is final: nothing is allowed`);
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
  if (wanted === 'open') return refuse('session.state', 'the session is closed; allowed is cancelled');
  if (wanted !== null && same()) {
    return wanted === 'cancelled'
      ? { kind: 'revoke', session: stored }
      : { kind: 'repeat', position: stored.decidedAt };
  }
  return refuse('session.closed', 'the session is closed and cannot change; allowed is cancelled');
}

function refuse(code: 'session.closed' | 'session.state', details: string): Transition {
  return { kind: 'refuse', refusal: refusal(code, '/state', details) };
}
