import { decisions } from '@tessera/event-contracts';
import type { Decision, DomainEvent, PastEvent, Session } from '@tessera/promotion';
import type { RecordedEvent, StateOf, StateRow, Stored } from '../ports';

const NO_DECISION: Decision = {
  outcome: '',
  request: null,
  repeats: null,
  engineVersion: '',
  entropy: new Uint8Array(),
  reads: [],
  events: [],
  effects: [],
  refusals: [],
  ruleFailures: [],
  evaluationPlaces: [],
};

const NO_ENVELOPE = {
  id: '',
  src: '',
  seq: 0n,
  requestId: '',
  application: 0n,
  at: 0n,
  recordedAt: 0n,
  catalogVersion: 0n,
  currency: '',
  source: { topic: '', partition: 0, offset: 0n },
};

/**
 * A row keeps the event that made it what it is, in the frame of decisions.v1: 30 bytes more than the bare state, and
 * its schema is checked against every released version as the topic's is.
 */
function eventBytes(event: DomainEvent): Uint8Array {
  return decisions.toWire({ ...NO_ENVELOPE, payload: { ...NO_DECISION, events: [event] } });
}

function eventIn(bytes: Uint8Array): DomainEvent {
  const [event] = decisions.fromWire(bytes).payload.events;
  if (!event) throw new Error('the row holds no event');
  return event;
}

/** @returns null for a row that is not there */
export function stateBytes(stored: Stored): Uint8Array | null {
  const event = stateEvent(stored);
  return event && eventBytes(event);
}

const NO_IMPORT = { batch: '', chunk: 0, chunks: 0, giveaways: [], skipped: [] };
const NO_AWARD = {
  stock: { pool: 0n, added: 0n, awarded: 0n, runs: [] },
  ...{ poolName: '', campaign: 0n, profileId: '', sessionId: null },
};

function stateEvent(stored: Stored): DomainEvent | null {
  if (stored.value === null) return null;
  switch (stored.kind) {
    case 'session':
      return { kind: 'SessionChanged', type: '', session: stored.value };
    case 'profile':
      return { kind: 'ProfileChanged', type: '', profile: stored.value };
    case 'activity':
      return { kind: 'ProfileActivityChanged', closedSessionsDelta: 0n, totalSalesDelta: 0n, activity: stored.value };
    case 'coupon':
      return { kind: 'CouponChanged', coupon: stored.value };
    case 'ledger':
      return { kind: 'LedgerChanged', entries: [], tierChanges: [], ledger: stored.value };
    case 'counter':
      return { kind: 'CounterChanged', counter: stored.row.counter, delta: 0n, value: stored.value };
    case 'achievement':
      return { kind: 'AchievementProgressChanged', campaign: 0n, tracker: 0n, delta: 0n, progress: stored.value };
    case 'giveawayStock':
      return { kind: 'GiveawaysAdded', stock: stored.value, ...NO_IMPORT };
    case 'giveaway':
      return { kind: 'GiveawayAwarded', giveaway: stored.value, ...NO_AWARD };
    case 'giveawayCode':
    case 'eventId':
      return { kind: 'CounterChanged', counter: '', delta: 0n, value: stored.value };
  }
}

/** The row as it stands; without bytes it is not there. */
export function storedState(row: StateRow, version: bigint | null, bytes: Uint8Array | null): Stored {
  const value = bytes && valueOf(eventIn(bytes));
  return { kind: row.kind, row, value, version: value === null ? null : version } as Stored;
}

function valueOf(event: DomainEvent): StateOf[keyof StateOf] {
  switch (event.kind) {
    case 'SessionChanged':
      return event.session;
    case 'ProfileChanged':
      return event.profile;
    case 'ProfileActivityChanged':
      return event.activity;
    case 'CouponChanged':
      return event.coupon;
    case 'LedgerChanged':
      return event.ledger;
    case 'CounterChanged':
      return event.value;
    case 'AchievementProgressChanged':
      return event.progress;
    case 'GiveawaysAdded':
      return event.stock;
    case 'GiveawayAwarded':
      return event.giveaway;
    default:
      throw new Error(`${event.kind} is no row's state`);
  }
}

/** What rules see of a closed session is its content: what it was given is left out. */
export function closedSessionBytes(session: Session): Uint8Array {
  const bare = { ...session, effects: [], durable: [], counted: [], returns: [], keptOnCancel: [], deductions: [] };
  return eventBytes({ kind: 'SessionChanged', type: '', session: bare });
}

export function closedSessionIn(bytes: Uint8Array): Session {
  const event = eventIn(bytes);
  if (event.kind !== 'SessionChanged') throw new Error(`${event.kind} is no closed session`);
  return event.session;
}

export function recordedEventBytes({ profile, position, event: { type, attributes } }: RecordedEvent): Uint8Array {
  return eventBytes({
    kind: 'CustomEventRecorded',
    id: position,
    type,
    profileId: profile,
    attributes,
    ...{ sessionId: null, integrationId: null, connectedSessionId: null },
  });
}

export function recordedEventIn(bytes: Uint8Array, at: bigint): PastEvent {
  const event = eventIn(bytes);
  if (event.kind !== 'CustomEventRecorded') throw new Error(`${event.kind} is no custom event`);
  return { type: event.type, at, attributes: event.attributes };
}
