import type { Refusal } from '../decision';
import type { CustomEventReceived } from '../request';
import type { Session } from '../session';
import { refusal } from '../validation/problem';
import { nextSession } from './decide-session';
import type { Desk } from './desk';
import { mergedContent } from './session-merge';

/** Whose custom event it is, the session that is created for it, and the closed one that it is about; null: none. */
export interface EventPlace {
  readonly profileId: string;
  readonly created: Session | null;
  readonly connected: Session | null;
}

/**
 * Where a custom event happened: in no session, in one that is there and has the same profile (also where the request
 * names none), or in one that is created for it, open and empty.
 */
export function placeOf(desk: Desk, request: CustomEventReceived): EventPlace | Refusal {
  const { profileId, sessionId } = request;
  if (request.connectedSessionId !== null) return aboutSession(desk, profileId, request.connectedSessionId);
  if (sessionId === null) return { profileId, created: null, connected: null };
  const stored = desk.session(sessionId);
  if (stored === null) return { profileId, created: emptySession(desk, sessionId, profileId), connected: null };
  if (profileId !== '' && profileId !== stored.profileId) return OTHER_PROFILE;
  return { profileId: stored.profileId, created: null, connected: null };
}

/** What is about a session, as a delivery is, comes after its close, and is its customer's. */
function aboutSession(desk: Desk, profileId: string, id: string): EventPlace | Refusal {
  const connected = desk.session(id);
  if (connected === null || !CLOSED.includes(connected.state)) return NOT_CLOSED;
  return profileId === connected.profileId ? { profileId, created: null, connected } : OTHER_PROFILE;
}

const CLOSED: readonly string[] = ['closed', 'partially_returned'];
const NOT_CLOSED = refusal('session.state', '/connectedSessionId', 'an event is about a session that is closed');

const OTHER_PROFILE = refusal('session.profile', '/profileId', 'the session belongs to another profile, or to none');

function emptySession(desk: Desk, sessionId: string, profileId: string): Session {
  const { application, catalog, at } = desk.situation;
  desk.writes({ kind: 'session', application, id: sessionId });
  const content = mergedContent(catalog, application, null, { ...NO_CONTENT, sessionId, profileId });
  return nextSession(desk, null, content, { sessionId }, 'open', at);
}

const NO_CONTENT = {
  kind: 'SessionUpdateReceived',
  state: null,
  cartItems: null,
  couponCodes: null,
  referralCode: null,
  additionalCosts: null,
  identifiers: null,
  attributes: null,
  evaluableCampaignIds: null,
} as const;
