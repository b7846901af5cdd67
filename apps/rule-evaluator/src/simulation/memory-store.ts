import { type Due, dueOf, type History, HISTORY_LIMITS, membershipsDueOf, rowKey } from '@tessera/promotion';
import { Conflict, Lost } from '../errors';
import { pastSession } from '../past';
import { type Offsets, notAfter, offsetsText, sameOffsets } from '../lane';
import type {
  Erasure,
  First,
  HistoryWanted,
  OutboxRow,
  Progress,
  RequestId,
  RowOf,
  SliceOutcome,
  SliceRows,
  SliceTransaction,
  StateRow,
  Store,
  Stored,
  SubjectKey,
} from '../ports';
import { InOrder } from './in-order';
import type { MemoryDatabase } from './memory-database';

/** Awaited before each step, and after a commit was applied: a simulation orders, delays and fails steps there. */
export type Gate = (step: string) => Promise<void>;

export interface MemoryStoreOptions {
  readonly gate?: Gate;
  /** For the mutant that locks without creating first: a row that is not there cannot be locked. */
  readonly absentRowsCannotBeLocked?: boolean;
}

export const NO_ROWS: SliceRows = {
  states: [],
  created: [],
  closedSessions: [],
  reopened: [],
  recordedEvents: [],
  erasures: [],
};
const NO_SEQS = { decisions: 0n, effects: 0n, deadLetters: 0n };
const PASS: Gate = () => Promise.resolve();

/** The port over rows in memory: read committed, row locks, commit whole or not at all. */
export class MemoryStore implements Store {
  private readonly gate: Gate;
  private readonly transactions = new Set<MemoryTransaction>();

  constructor(
    private readonly database: MemoryDatabase,
    private readonly options: MemoryStoreOptions = {},
  ) {
    this.gate = options.gate ?? PASS;
  }

  async progress(partition: number): Promise<Progress | null> {
    await this.gate('progress');
    return this.database.progress.get(partition) ?? null;
  }

  async open(partition: number, at: Offsets): Promise<void> {
    await this.gate('open');
    if (this.database.progress.has(partition)) return;
    this.database.progress.set(partition, { decided: at, seqs: NO_SEQS, outbox: 0n, catalogVersion: 0n });
  }

  async clusterId(seen: string): Promise<string> {
    await this.gate('clusterId');
    return (this.database.clusterId ??= seen);
  }

  async unpublished(partition: number, published: Offsets): Promise<readonly OutboxRow[]> {
    await this.gate('unpublished');
    return (this.database.outbox.get(partition) ?? []).filter((row) => !notAfter(row.to, published));
  }

  async begin(partition: number, from: Offsets, to: Offsets): Promise<SliceTransaction> {
    await this.gate('begin');
    const tx = new MemoryTransaction(this.database, partition, to, this.gate, this.options);
    this.transactions.add(tx);
    await tx.hold(`progress:${partition}`);
    const progress = this.database.progress.get(partition);
    if (progress && this.standsAt(progress, from)) return new InOrder(tx);
    await tx.rollback();
    throw new Lost(`partition ${partition} is decided to ${progress ? offsetsText(progress.decided) : 'nowhere'}`);
  }

  /** The comparison of the compare-and-set. */
  protected standsAt(progress: Progress, from: Offsets): boolean {
    return sameOffsets(progress.decided, from);
  }

  async attempt(partition: number, at: Offsets): Promise<number> {
    await this.gate('attempt');
    const known = this.database.attempts.get(partition);
    const count = known?.at === offsetsText(at) ? known.count + 1 : 1;
    this.database.attempts.set(partition, { at: offsetsText(at), count });
    return count;
  }

  async forgive(partition: number): Promise<void> {
    await this.gate('forgive');
    const known = this.database.attempts.get(partition);
    if (known) this.database.attempts.set(partition, { at: known.at, count: known.count - 1 });
  }

  /** What the database does when a connection is gone: open transactions are rolled back. */
  disconnect(): void {
    for (const tx of this.transactions) tx.abandon();
    this.transactions.clear();
  }
}

class MemoryTransaction implements SliceTransaction {
  private ended = false;
  private rows: SliceRows = NO_ROWS;

  constructor(
    private readonly database: MemoryDatabase,
    private readonly partition: number,
    private readonly to: Offsets,
    private readonly gate: Gate,
    private readonly options: MemoryStoreOptions,
  ) {}

  async firsts(ids: readonly RequestId[], since: bigint): Promise<readonly First[]> {
    await this.step('firsts');
    const keys = [...new Set(ids.map(idKey))].sort();
    for (const key of keys) await this.hold(key);
    return keys.flatMap((key) => this.database.firsts.get(key) ?? []).filter((first) => first.recordedAt > since);
  }

  async read(rows: readonly StateRow[]): Promise<readonly Stored[]> {
    await this.step('read');
    return rows.map((row) => this.stored(row));
  }

  async lock(rows: readonly StateRow[]): Promise<readonly Stored[]> {
    for (const row of rows) {
      await this.step('lock');
      if (this.options.absentRowsCannotBeLocked && this.stored(row).version === null) continue;
      await this.hold(rowKey(row));
    }
    return rows.map((row) => this.stored(row));
  }

  async couponRows(rows: readonly RowOf<'couponId'>[]): Promise<readonly (RowOf<'coupon'> | null)[]> {
    await this.step('couponRows');
    const coupons = [...this.database.states.values()].flatMap((one) => (one.kind === 'coupon' ? one : []));
    return rows.map(({ application, id }) => {
      const found = coupons.find(({ value }) => value?.application === application && value.id === id);
      return found?.row ?? null;
    });
  }

  async history(wanted: readonly HistoryWanted[]): Promise<readonly History[]> {
    await this.step('history');
    return wanted.map((one) => this.historyOf(one));
  }

  async due({ partition, until }: RowOf<'due'>): Promise<Due> {
    await this.step('due');
    const mine = [...this.database.states.values()].filter((one) => {
      return this.database.writers.get(rowKey(one.row)) === partition;
    });
    const due = mine.flatMap((one): { row: Due[number]; at: bigint | null }[] => {
      if (one.kind === 'ledger' && one.value) return [{ row: one.row, at: dueOf(one.value) }];
      return one.kind === 'profile' && one.value ? [{ row: one.row, at: membershipsDueOf(one.value) }] : [];
    });
    const come = due.filter(({ at }) => at !== null && at <= until).sort((a, b) => Number((a.at ?? 0n) - (b.at ?? 0n)));
    return come.slice(0, 100).map(({ row }) => row);
  }

  async numbers(count: number): Promise<readonly bigint[]> {
    await this.step('numbers');
    return this.database.numbers(count);
  }

  async subjectKeys(candidates: readonly SubjectKey[]): Promise<readonly SubjectKey[]> {
    await this.step('subjectKeys');
    const known = this.database.subjectKeys;
    return candidates.map(
      ({ subject, keyId, wrapped }) => known.get(subject) ?? this.give({ subject, keyId, wrapped }),
    );
  }

  write(rows: SliceRows): void {
    this.rows = rows;
  }

  async commit(outcome: SliceOutcome): Promise<void> {
    await this.step('commit');
    for (const { row } of this.rows.created) await this.create(row);
    this.apply(this.rows, outcome);
    this.abandon();
    await this.gate('committed');
  }

  async rollback(): Promise<void> {
    if (this.ended) return;
    this.abandon();
    await this.gate('rollback');
  }

  async hold(key: string): Promise<void> {
    await this.database.lock(key, this);
    if (!this.ended) return;
    // The connection went away while it waited: the lock that came after all is nobody's.
    this.database.release(this);
    throw new Error('the transaction has ended');
  }

  /** Gives all locks back; nothing that was done here lasts. */
  abandon(): void {
    this.ended = true;
    this.database.release(this);
  }

  private async step(name: string): Promise<void> {
    await this.gate(name);
    if (this.ended) throw new Error('the transaction has ended');
  }

  private async create(row: StateRow): Promise<void> {
    await this.hold(rowKey(row));
    if (this.stored(row).value !== null) throw new Conflict('a row that was to be created is there');
  }

  private stored(row: StateRow): Stored {
    return this.database.states.get(rowKey(row)) ?? absent(row);
  }

  private give(key: SubjectKey): SubjectKey {
    this.database.subjectKeys.set(key.subject, key);
    return key;
  }

  private apply(rows: SliceRows, outcome: SliceOutcome): void {
    const { database, partition } = this;
    const { seqs, catalogVersion, outbox } = outcome;
    database.progress.set(partition, { decided: this.to, seqs, outbox: outbox.number, catalogVersion });
    database.outbox.set(partition, [...(database.outbox.get(partition) ?? []), outbox]);
    for (const stored of [...rows.states, ...rows.created]) {
      database.states.set(rowKey(stored.row), stored);
      database.writers.set(rowKey(stored.row), partition);
    }
    for (const first of outcome.firsts) database.firsts.set(idKey(first), first);
    remove(database.closedSessions, (one) =>
      rows.reopened.some((row) => row.application === one.application && row.id === one.session.integrationId),
    );
    database.closedSessions.push(...rows.closedSessions);
    database.recordedEvents.push(...rows.recordedEvents);
    for (const erasure of rows.erasures) this.erase(erasure);
  }

  private erase({ profile, position }: Erasure): void {
    const { database } = this;
    const older = (one: { readonly profile: string; readonly position: bigint }): boolean =>
      one.profile === profile && one.position < position;
    remove(database.closedSessions, older);
    remove(database.recordedEvents, older);
    database.subjectKeys.delete(`p:${profile}`);
    for (const [key, stored] of database.states)
      if (stored.kind === 'session' && stored.value?.profileId === profile && (stored.version ?? 0n) < position)
        database.states.delete(key);
  }

  private historyOf({ row, sessionsAfter, eventsAfter }: HistoryWanted): History {
    const { application, profile } = row;
    const mine = (one: { readonly application: bigint; readonly profile: string }): boolean =>
      one.application === application && one.profile === profile;
    const closed = this.database.closedSessions.filter(mine).map(({ session, at }) => pastSession(session, at));
    const sessions = newest(closed, sessionsAfter);
    const recorded = this.database.recordedEvents.filter(mine).map(({ event }) => event);
    const events = newest(recorded, eventsAfter);
    return {
      ...{ sessionsAfter, eventsAfter },
      sessions: sessions.slice(0, HISTORY_LIMITS.sessions),
      sessionsTruncated: sessions.length > HISTORY_LIMITS.sessions,
      events: events.slice(0, HISTORY_LIMITS.events),
      eventsTruncated: events.length > HISTORY_LIMITS.events,
    };
  }
}

function newest<T extends { readonly at: bigint }>(rows: readonly T[], after: bigint | null): readonly T[] {
  if (after === null) return [];
  return rows.filter(({ at }) => at > after).sort((a, b) => Number(b.at - a.at));
}

function absent(row: StateRow): Stored {
  return { kind: row.kind, row, value: null, version: null } as Stored;
}

function idKey({ application, requestId }: RequestId): string {
  return `request:${application}:${requestId}`;
}

function remove<T>(list: T[], which: (one: T) => boolean): void {
  const kept = list.filter((one) => !which(one));
  list.splice(0, list.length, ...kept);
}
