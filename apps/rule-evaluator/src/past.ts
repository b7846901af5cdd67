import {
  type DomainEvent,
  type History,
  type Instant,
  type PastSession,
  remainingTotal,
  type Session,
} from '@tessera/promotion';
import type { Judged } from './judge';
import type { ClosedSession, Erasure, RecordedEvent, RowOf } from './ports';
import type { WorkingCopy } from './working-copy';

/** What a slice adds to the history that rules read, and what it takes out of it. */
export interface Past {
  readonly closedSessions: readonly ClosedSession[];
  readonly reopened: readonly RowOf<'session'>[];
  readonly recordedEvents: readonly RecordedEvent[];
  readonly erasures: readonly Erasure[];
}

/** @returns the past that these decisions leave behind, in their order */
export function pastOf(judged: readonly Judged[]): Past {
  const each = judged.flatMap((one) => one.decision.events.map((event) => ({ one, event })));
  return {
    closedSessions: closedLast(each.flatMap(({ one, event }) => closedSession(one, event) ?? [])),
    reopened: each.flatMap(({ event }) => leftHistory(event) ?? []),
    recordedEvents: each.flatMap(({ one, event }) => recordedEvent(one, event) ?? []),
    erasures: each.flatMap(({ one, event }) =>
      event.kind === 'ProfileErased' ? { profile: event.profileId, position: one.position } : [],
    ),
  };
}

/** Lets the decisions that follow in the slice see what this one added to the past. */
export function growHistories(copy: WorkingCopy, judged: Judged): void {
  const { closedSessions, reopened, recordedEvents } = pastOf([judged]);
  for (const { application, profile, session, at } of closedSessions)
    copy.growHistory(historyRow(application, profile), (history) => withSession(history, pastSession(session, at)));
  for (const { application, id } of reopened) {
    const profile = copy.session(application, id)?.value?.profileId ?? '';
    copy.growHistory(historyRow(application, profile), (history) => withoutSession(history, id));
  }
  for (const { application, profile, event } of recordedEvents)
    copy.growHistory(historyRow(application, profile), (history) => ({
      ...history,
      events: [event, ...history.events],
    }));
}

function closedSession({ position, at }: Judged, event: DomainEvent): ClosedSession | null {
  if (event.kind !== 'SessionChanged' || !isClosed(event.session) || event.session.profileId === '') return null;
  const { session } = event;
  const { application, profileId, closedAt } = session;
  return { application, profile: profileId, position, at: closedAt ?? at, session };
}

/** What `history.sessions` shows of a closed session. */
export function pastSession(session: Session, at: Instant): PastSession {
  const { integrationId: id, cartItems, attributes } = session;
  return { id, at, total: remainingTotal(session), cartItems, attributes };
}

function leftHistory(event: DomainEvent): RowOf<'session'> | null {
  if (event.kind !== 'SessionChanged' || isClosed(event.session)) return null;
  const { application, integrationId, state } = event.session;
  if (state === 'open' && event.type !== 'talon_session_reopened') return null;
  return { kind: 'session', application, id: integrationId };
}

function recordedEvent({ inbound, at, position }: Judged, event: DomainEvent): RecordedEvent | null {
  if (event.kind !== 'CustomEventRecorded' || event.profileId === '') return null;
  const { type, attributes, profileId } = event;
  return { application: inbound.application, profile: profileId, position, event: { type, at, attributes } };
}

/** A session that closes twice in a slice (never, unless it was reopened between) stands once, as it closed last. */
function closedLast(closed: readonly ClosedSession[]): readonly ClosedSession[] {
  return [...new Map(closed.map((one) => [`${one.application}:${one.session.integrationId}`, one])).values()];
}

function withSession(history: History, session: PastSession): History {
  const others = history.sessions.filter(({ id }) => id !== session.id);
  return { ...history, sessions: [session, ...others].sort((a, b) => Number(b.at - a.at)) };
}

function withoutSession(history: History, id: string): History {
  return { ...history, sessions: history.sessions.filter((session) => session.id !== id) };
}

function historyRow(application: bigint, profile: string): RowOf<'history'> {
  return { kind: 'history', application, profile };
}

function isClosed({ state }: Session): boolean {
  return state === 'closed' || state === 'partially_returned';
}
