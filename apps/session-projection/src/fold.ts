import {
  type Json,
  keepSealed,
  renderEffect,
  renderInstant,
  renderRuleFailure,
  renderSession,
} from '@tessera/api-contracts';
import { type DecisionRecord, effectId } from '@tessera/event-contracts';
import type { Erasure } from '@tessera/projection';
import { canonicalCode, type Effect, type Session } from '@tessera/promotion';

export interface SessionRow {
  readonly application: bigint;
  readonly integrationId: string;
  readonly position: bigint;
  readonly id: bigint;
  readonly profileId: string;
  readonly state: string;
  /** As codes are compared. */
  readonly couponCodes: readonly string[];
  readonly created: string;
  readonly updated: string;
  readonly closedAt: string | null;
  readonly body: Json;
  readonly effects: Json;
}

export interface TimelineRow {
  readonly application: bigint;
  readonly sessionId: string;
  readonly position: bigint;
  readonly at: string;
  readonly type: string;
  readonly outcome: string;
  readonly requestId: string;
  readonly effects: Json;
  readonly errors: Json;
  readonly ruleFailures: Json;
}

/** What decisions change in this read model. */
export interface Changes {
  readonly sessions: readonly SessionRow[];
  readonly timeline: readonly TimelineRow[];
  readonly erasures: readonly Erasure[];
}

/** Effects that a decision gave, or left to its session from the one at `position`. */
function renderEffects(effects: readonly Effect[], position: bigint, { currency, payload }: DecisionRecord): Json {
  const frame = { currency, evaluationPlaces: payload.evaluationPlaces };
  return effects.map((effect) => renderEffect(effect, effectId(position, effect.index), frame, keepSealed));
}

function sessionRow(session: Session, record: DecisionRecord): SessionRow {
  const { id, currency } = record;
  return {
    application: session.application,
    integrationId: session.integrationId,
    position: BigInt(id),
    id: session.id,
    profileId: session.profileId,
    state: session.state,
    couponCodes: session.couponCodes.map(canonicalCode),
    created: renderInstant(session.created),
    updated: renderInstant(session.updated),
    closedAt: session.closedAt === null ? null : renderInstant(session.closedAt),
    body: renderSession(session, currency, keepSealed),
    effects: renderEffects(session.effects, session.decidedAt, record),
  };
}

const ofKind = <Kind extends DecisionEvent['kind']>(record: DecisionRecord, kind: Kind) =>
  record.payload.events.filter((event): event is Extract<DecisionEvent, { kind: Kind }> => event.kind === kind);

type DecisionEvent = DecisionRecord['payload']['events'][number];

/** The session that a decision is about: by its request, also where it was refused, or is an event about an order. */
function subjectOf({ payload: { request } }: DecisionRecord): string | undefined {
  if (!request || !('sessionId' in request)) return undefined;
  const connected = request.kind === 'CustomEventReceived' ? request.connectedSessionId : null;
  return request.sessionId ?? connected ?? undefined;
}

/** What the timeline calls the decision: the event's type, or how the request ended without one. */
function typeOf(record: DecisionRecord): string {
  const [custom] = ofKind(record, 'CustomEventRecorded');
  return custom?.type ?? ofKind(record, 'SessionChanged').at(-1)?.type ?? record.payload.outcome;
}

function timelineRow(record: DecisionRecord): TimelineRow[] {
  const sessionId = subjectOf(record);
  if (sessionId === undefined) return [];
  const { payload } = record;
  const position = BigInt(record.id);
  return [
    {
      application: record.application,
      sessionId,
      position,
      at: renderInstant(record.at),
      type: typeOf(record),
      outcome: payload.outcome,
      requestId: record.requestId,
      effects: renderEffects(payload.effects, position, record),
      errors: payload.refusals.map(({ code, title, details, pointer }) => ({ code, title, details, pointer })),
      ruleFailures: payload.ruleFailures.map((failure) => renderRuleFailure(failure, '', keepSealed)),
    },
  ];
}

/** Folds decisions, in the order of one partition, into what changes; pure, so that a second run changes nothing. */
export function fold(records: readonly DecisionRecord[]): Changes {
  return {
    sessions: newest(
      records.flatMap((record) => ofKind(record, 'SessionChanged').map(({ session }) => sessionRow(session, record))),
    ),
    timeline: records.flatMap(timelineRow),
    erasures: records.flatMap((record) =>
      ofKind(record, 'ProfileErased').map(({ profileId }) => ({ profileId, position: BigInt(record.id) })),
    ),
  };
}

/** One row per session, the one with the highest position: an upsert may not touch a row twice. */
function newest(rows: readonly SessionRow[]): readonly SessionRow[] {
  const held = new Map<string, SessionRow>();
  for (const row of rows) {
    const key = `${row.application}:${row.integrationId}`;
    const other = held.get(key);
    if (!other || other.position <= row.position) held.set(key, row);
  }
  return [...held.values()];
}
