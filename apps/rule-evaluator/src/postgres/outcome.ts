import type { Offsets } from '../lane';
import type { ClosedSession, First, RecordedEvent, SliceOutcome, Stored } from '../ports';
import type { Connection } from './connection';
import { eraseProfile } from './erasure';
import { outboxBytes } from './outbox-bytes';
import { pack } from './packed';
import { numberOf, ownerOf, rowColumns } from './row-columns';
import { closedSessionBytes, recordedEventBytes, stateBytes } from './state-bytes';
import { statements } from './statements';

/** Writes everything that a slice leaves behind; the outbox row last, in one statement with the `seq`s. */
export async function writeOutcome(
  connection: Connection,
  partition: number,
  to: Offsets,
  outcome: SliceOutcome,
): Promise<void> {
  await writeStates(connection, outcome.states);
  await writeHistory(connection, outcome);
  for (const erasure of outcome.erasures) await eraseProfile(connection, erasure);
  await rememberFirsts(connection, outcome.firsts);
  const { seqs, catalogVersion, outbox } = outcome;
  await connection.query(statements.finish, [
    partition,
    ...[seqs.decisions, seqs.effects, seqs.deadLetters, outbox.number, catalogVersion],
    ...[outbox.from.live, outbox.from.bulk, to.live, to.bulk],
    outbox.requests,
    outboxBytes(outbox.records),
    outboxBytes(outbox.replies),
  ]);
}

async function writeStates(connection: Connection, states: readonly Stored[]): Promise<void> {
  if (states.length === 0) return;
  const { kinds, applications, ids } = rowColumns(states.map(({ row }) => row));
  const { bytes, from, length } = pack(states.map(stateBytes));
  const versions = states.map(({ version }) => version);
  await connection.query(statements.writeState, [
    ...[kinds, applications, ids, versions, states.map(ownerOf), states.map(numberOf)],
    ...[from, length, bytes],
  ]);
}

async function writeHistory(connection: Connection, outcome: SliceOutcome): Promise<void> {
  const { reopened, closedSessions, recordedEvents } = outcome;
  if (reopened.length > 0)
    await connection.query(statements.leaveHistory, [
      reopened.map(({ application }) => application),
      reopened.map(({ id }) => id),
    ]);
  if (closedSessions.length > 0) await closeSessions(connection, closedSessions);
  if (recordedEvents.length > 0) await recordEvents(connection, recordedEvents);
}

async function closeSessions(connection: Connection, closed: readonly ClosedSession[]): Promise<void> {
  const { bytes, from, length } = pack(closed.map(({ session }) => closedSessionBytes(session)));
  await connection.query(statements.closeSessions, [
    closed.map(({ application }) => application),
    closed.map(({ profile }) => profile),
    closed.map(({ session }) => session.integrationId),
    closed.map(({ at }) => at),
    closed.map(({ position }) => position),
    ...[from, length, bytes],
  ]);
}

async function recordEvents(connection: Connection, recorded: readonly RecordedEvent[]): Promise<void> {
  const { bytes, from, length } = pack(recorded.map(recordedEventBytes));
  await connection.query(statements.recordEvents, [
    recorded.map(({ application }) => application),
    recorded.map(({ profile }) => profile),
    recorded.map(({ event }) => event.at),
    recorded.map(({ position }) => position),
    ...[from, length, bytes],
  ]);
}

async function rememberFirsts(connection: Connection, firsts: readonly First[]): Promise<void> {
  if (firsts.length === 0) return;
  const { bytes, from, length } = pack([...firsts.map(({ hash }) => hash), ...firsts.map(({ reply }) => reply)]);
  const count = firsts.length;
  await connection.query(statements.rememberFirsts, [
    firsts.map(({ application }) => application),
    firsts.map(({ requestId }) => requestId),
    firsts.map(({ position }) => position),
    firsts.map(({ recordedAt }) => recordedAt),
    ...[from.slice(0, count), length.slice(0, count), from.slice(count), length.slice(count)],
    bytes,
  ]);
}
