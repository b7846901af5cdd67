import type { Offsets } from '../lane';
import type { ClosedSession, Erasure, First, RecordedEvent, SliceOutcome, SliceRows, Stored } from '../ports';
import type { Write } from './connection';
import { outboxBytes } from './outbox-bytes';
import { pack } from './packed';
import { dueColumn, numberOf, ownerOf, rowColumns } from './row-columns';
import { closedSessionBytes, recordedEventBytes, stateBytes } from './state-bytes';
import { statements } from './statements';

/** The statements that write a slice's rows. */
export function rowWrites(partition: number, rows: SliceRows): readonly Write[] {
  const { states, created, reopened, closedSessions, recordedEvents, erasures } = rows;
  return [
    ...(states.length > 0 ? [statesWrite(partition, states)] : []),
    ...(created.length > 0 ? [createdWrite(created)] : []),
    ...(reopened.length > 0 ? [reopenedWrite(reopened)] : []),
    ...(closedSessions.length > 0 ? [closedWrite(closedSessions)] : []),
    ...(recordedEvents.length > 0 ? [eventsWrite(recordedEvents)] : []),
    ...erasures.map(erasureWrite),
  ];
}

/** The last statements of a slice; its outbox row in one with the `seq`s. */
export function lastWrites(partition: number, to: Offsets, outcome: SliceOutcome): readonly Write[] {
  const { firsts } = outcome;
  return [...(firsts.length > 0 ? [firstsWrite(firsts)] : []), finishWrite(partition, to, outcome)];
}

function statesWrite(partition: number, states: readonly Stored[]): Write {
  const { kinds, applications, ids } = rowColumns(states.map(({ row }) => row));
  const { bytes, from, length } = pack(states.map(stateBytes));
  const versions = states.map(({ version }) => version);
  const owners = [states.map(ownerOf), states.map(numberOf), states.map(dueColumn)];
  const values = [kinds, applications, ids, versions, ...owners, from, length, bytes, partition];
  return { statement: statements.writeState, values };
}

function createdWrite(created: readonly Stored[]): Write {
  const { kinds, applications, ids } = rowColumns(created.map(({ row }) => row));
  const { bytes, from, length } = pack(created.map(stateBytes));
  const versions = created.map(({ version }) => version);
  const values = [kinds, applications, ids, versions, created.map(numberOf), from, length, bytes];
  return { statement: statements.createState, values };
}

function reopenedWrite(reopened: SliceRows['reopened']): Write {
  return {
    statement: statements.leaveHistory,
    values: [reopened.map(({ application }) => application), reopened.map(({ id }) => id)],
  };
}

function closedWrite(closed: readonly ClosedSession[]): Write {
  const { bytes, from, length } = pack(closed.map(({ session }) => closedSessionBytes(session)));
  return {
    statement: statements.closeSessions,
    values: [
      closed.map(({ application }) => application),
      closed.map(({ profile }) => profile),
      closed.map(({ session }) => session.integrationId),
      closed.map(({ at }) => at),
      closed.map(({ position }) => position),
      ...[from, length, bytes],
    ],
  };
}

function eventsWrite(recorded: readonly RecordedEvent[]): Write {
  const { bytes, from, length } = pack(recorded.map(recordedEventBytes));
  return {
    statement: statements.recordEvents,
    values: [
      recorded.map(({ application }) => application),
      recorded.map(({ profile }) => profile),
      recorded.map(({ event }) => event.at),
      recorded.map(({ position }) => position),
      ...[from, length, bytes],
    ],
  };
}

/** The profile's own row is among the states. Answers kept for idempotency and outbox rows go with their time. */
function erasureWrite({ profile, position }: Erasure): Write {
  return { statement: statements.forgetProfile, values: [profile, position, `p:${profile}`] };
}

function firstsWrite(firsts: readonly First[]): Write {
  const { bytes, from, length } = pack([...firsts.map(({ hash }) => hash), ...firsts.map(({ reply }) => reply)]);
  const count = firsts.length;
  return {
    statement: statements.rememberFirsts,
    values: [
      firsts.map(({ application }) => application),
      firsts.map(({ requestId }) => requestId),
      firsts.map(({ position }) => position),
      firsts.map(({ recordedAt }) => recordedAt),
      ...[from.slice(0, count), length.slice(0, count), from.slice(count), length.slice(count)],
      bytes,
    ],
  };
}

function finishWrite(partition: number, to: Offsets, { seqs, catalogVersion, outbox }: SliceOutcome): Write {
  return {
    statement: statements.finish,
    values: [
      partition,
      ...[seqs.decisions, seqs.effects, seqs.deadLetters, outbox.number, catalogVersion],
      ...[outbox.from.live, outbox.from.bulk, to.live, to.bulk],
      outbox.requests,
      outboxBytes(outbox.records),
      outboxBytes(outbox.replies),
    ],
  };
}
