import { createHash } from 'node:crypto';
import { type Due, type History, HISTORY_LIMITS } from '@tessera/promotion';
import type { Offsets } from '../lane';
import { pastSession } from '../past';
import type {
  First,
  HistoryWanted,
  RequestId,
  RowOf,
  SliceOutcome,
  SliceRows,
  SliceTransaction,
  StateRow,
  Stored,
  SubjectKey,
} from '../ports';
import type { Connection, Statement } from './connection';
import { lastWrites, rowWrites } from './outcome';
import { rowColumns } from './row-columns';
import { closedSessionIn, recordedEventIn, storedState } from './state-bytes';
import { statements } from './statements';

interface StateColumns {
  readonly ord: string;
  readonly version: string | null;
  readonly bytes: Buffer | null;
}

interface PastColumns {
  readonly ord: string;
  readonly at: string;
  readonly bytes: Buffer;
}

/** The port on one PostgreSQL transaction at READ COMMITTED: row locks decide, each statement sees what is committed. */
export class PostgresSliceTransaction implements SliceTransaction {
  /** @param moved the first statement's answer: rejects with Lost where progress was elsewhere */
  constructor(
    private readonly connection: Connection,
    private readonly partition: number,
    private readonly to: Offsets,
    private readonly moved: Promise<void>,
  ) {
    // It is heard with the numbers, and before COMMIT.
    moved.catch(() => undefined);
  }

  async firsts(ids: readonly RequestId[], since: bigint): Promise<readonly First[]> {
    const locks = ids.map(lockNumber).sort((a, b) => (a < b ? -1 : 1));
    const rows = await this.connection.query<FirstColumns>(statements.firsts, [
      locks,
      ids.map(({ application }) => application),
      ids.map(({ requestId }) => requestId),
      since,
    ]);
    return rows.map(firstOf);
  }

  async read(rows: readonly StateRow[]): Promise<readonly Stored[]> {
    const { kinds, applications, ids } = rowColumns(rows);
    return stored(rows, await this.connection.query(statements.read, [kinds, applications, ids]));
  }

  async lock(rows: readonly StateRow[]): Promise<readonly Stored[]> {
    const { kinds, applications, ids } = rowColumns(rows);
    return stored(rows, await this.connection.query(statements.lock, [kinds, applications, ids]));
  }

  async couponRows(rows: readonly RowOf<'couponId'>[]): Promise<readonly (RowOf<'coupon'> | null)[]> {
    const found = await this.connection.query<{ ord: string; id: string }>(statements.couponRows, [
      rows.map(({ application }) => application),
      rows.map(({ id }) => id),
    ]);
    const byOrder = new Map(found.map(({ ord, id }) => [Number(ord), id]));
    return rows.map(({ application }, index) => {
      const canonical = byOrder.get(index + 1);
      return canonical === undefined ? null : { kind: 'coupon', application, canonical };
    });
  }

  async history(wanted: readonly HistoryWanted[]): Promise<readonly History[]> {
    const whose = [wanted.map(({ row }) => row.application), wanted.map(({ row }) => row.profile)];
    const [sessions, events] = await Promise.all([
      this.past(
        statements.closedSessions,
        whose,
        wanted.map(({ sessionsAfter }) => sessionsAfter),
        HISTORY_LIMITS.sessions,
      ),
      this.past(
        statements.customEvents,
        whose,
        wanted.map(({ eventsAfter }) => eventsAfter),
        HISTORY_LIMITS.events,
      ),
    ]);
    return wanted.map((one, index) => historyOf(one, of(sessions, index), of(events, index)));
  }

  async due({ partition, until }: RowOf<'due'>): Promise<Due> {
    const rows = await this.connection.query<DueColumns>(statements.due, [partition, until]);
    return rows.map(({ kind, id }) => (kind === 'profile' ? { kind, id } : ledgerOf(id)));
  }

  /** One row more than are shown tells that there are more. */
  private async past(
    statement: Statement,
    whose: readonly unknown[],
    after: readonly (bigint | null)[],
    most: number,
  ): Promise<readonly PastColumns[]> {
    if (after.every((one) => one === null)) return [];
    return this.connection.query<PastColumns>(statement, [...whose, after, most + 1]);
  }

  async numbers(count: number): Promise<readonly bigint[]> {
    const given = this.connection.query<{ number: string }>(statements.numbers, [count]);
    const [, rows] = await Promise.all([this.moved, given]);
    return rows.map(({ number }) => BigInt(number));
  }

  async subjectKeys(
    candidates: readonly (SubjectKey & { readonly position: bigint })[],
  ): Promise<readonly SubjectKey[]> {
    const subjects = candidates.map(({ subject }) => subject);
    const given = this.connection.query(statements.newSubjectKeys, [
      candidates.map(({ keyId }) => keyId),
      subjects,
      candidates.map(({ wrapped }) => Buffer.from(wrapped)),
      candidates.map(({ position }) => position),
    ]);
    const found = this.connection.query<SubjectKeyColumns>(statements.subjectKeys, [subjects]);
    const [, rows] = await Promise.all([given, found]);
    return rows.map(({ subject, key_id, wrapped }) => ({ subject, keyId: key_id, wrapped }));
  }

  write(rows: SliceRows): void {
    this.connection.send(rowWrites(this.partition, rows));
  }

  async commit(outcome: SliceOutcome): Promise<void> {
    await this.moved;
    await this.connection.commit(lastWrites(this.partition, this.to, outcome));
  }

  rollback(): Promise<void> {
    return this.connection.rollback();
  }
}

interface DueColumns {
  readonly kind: 'ledger' | 'profile';
  readonly id: string;
}

interface SubjectKeyColumns {
  readonly subject: string;
  readonly key_id: string;
  readonly wrapped: Buffer;
}

interface FirstColumns {
  readonly application: string;
  readonly request_id: string;
  readonly hash: Buffer;
  readonly position: string;
  readonly recorded_at: string;
  readonly reply: Buffer | null;
}

function firstOf(row: FirstColumns): First {
  return {
    application: BigInt(row.application),
    requestId: row.request_id,
    hash: row.hash,
    position: BigInt(row.position),
    recordedAt: BigInt(row.recorded_at),
    reply: row.reply,
  };
}

/** Two ids may share a number; they then only wait for each other. */
function lockNumber({ application, requestId }: RequestId): bigint {
  return createHash('sha256').update(`request:${application}:${requestId}`).digest().readBigInt64BE();
}

function stored(rows: readonly StateRow[], found: readonly StateColumns[]): readonly Stored[] {
  const byOrder = new Map(found.map((columns) => [Number(columns.ord), columns]));
  return rows.map((row, index) => {
    const columns = byOrder.get(index + 1);
    const version = columns?.version == null ? null : BigInt(columns.version);
    return storedState(row, version, columns?.bytes ?? null);
  });
}

function of(rows: readonly PastColumns[], index: number): readonly PastColumns[] {
  return rows.filter(({ ord }) => Number(ord) === index + 1);
}

function historyOf(
  { sessionsAfter, eventsAfter }: HistoryWanted,
  sessions: readonly PastColumns[],
  events: readonly PastColumns[],
): History {
  return {
    ...{ sessionsAfter, eventsAfter },
    sessions: sessions
      .slice(0, HISTORY_LIMITS.sessions)
      .map(({ at, bytes }) => pastSession(closedSessionIn(bytes), BigInt(at))),
    sessionsTruncated: sessions.length > HISTORY_LIMITS.sessions,
    events: events.slice(0, HISTORY_LIMITS.events).map(({ at, bytes }) => recordedEventIn(bytes, BigInt(at))),
    eventsTruncated: events.length > HISTORY_LIMITS.events,
  };
}

/** A ledger's row is named `<program>/<profile>`; the profile's id may have any character. */
function ledgerOf(id: string): Due[number] {
  const end = id.indexOf('/');
  return { kind: 'ledger', program: BigInt(id.slice(0, end)), profile: id.slice(end + 1) };
}
