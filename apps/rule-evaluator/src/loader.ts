import { isOpening, type Row, rowKey } from '@tessera/promotion';
import type { Clock, HistoryWanted, RowOf, SliceTransaction, StateReader, StateRow } from './ports';
import type { WorkingCopy } from './working-copy';

interface LoaderOptions {
  readonly reader: StateReader;
  /** Creates what is not there and locks, in the order given; null: nothing is to be written. */
  readonly lock: SliceTransaction['lock'] | null;
  readonly copy: WorkingCopy;
  readonly clock: Clock;
  /** Keys of rows that are locked as soon as they are asked for: an earlier try found that they are written. */
  readonly lockAtOnce: ReadonlySet<string>;
  readonly historyWanted: (row: RowOf<'history'>) => HistoryWanted;
}

/**
 * Brings the rows of a slice into its working copy. A session is locked when it is first asked for; any other row is
 * read, and locked when it is asked for again, because then a decision wants to write it. Locks are only ever taken
 * in the order of their keys, over all kinds, so slices cannot wait for each other in a circle.
 */
export class Loader {
  private lastLocked = '';
  private countersSince: bigint | null = null;

  constructor(private readonly options: LoaderOptions) {}

  /** Milliseconds since the first counter was locked. */
  heldMs(): bigint {
    return this.countersSince === null ? 0n : this.options.clock.now() - this.countersSince;
  }

  /** Learns which coupons have these ids, which never changes; the other rows do not matter. */
  async find(rows: readonly Row[]): Promise<void> {
    const unknown = rows.filter(isCouponId).filter((row) => !this.options.copy.holds(row));
    if (unknown.length === 0) return;
    const found = await this.options.reader.couponRows(unknown);
    unknown.forEach((row, index) => this.options.copy.holdCouponRow(row, found[index] ?? null));
  }

  /**
   * Locks and reads rows whose coupons are found. All that it asks the store for it asks for at once, locks first.
   * @returns false where a lock would come out of order: the transaction must begin again with these rows at once
   */
  async load(rows: readonly Row[]): Promise<boolean> {
    const { copy, lock } = this.options;
    const states = this.sortedOnce(this.statesOf(rows));
    const atOnce = new Set(this.statesOf(rows.filter((row) => this.locksAtOnce(row))).map(rowKey));
    const [locked, read] = parted(states, (row) => lock !== null && (copy.holds(row) || atOnce.has(rowKey(row))));
    if (!this.inOrder(locked)) return false;
    const due = rows.filter(isDue).filter((row) => !copy.holds(row));
    await Promise.all([
      this.lock(locked),
      this.read(read),
      this.readHistory(rows.filter(isHistory)),
      ...due.map((row) => this.readDue(row)),
    ]);
    return true;
  }

  private locksAtOnce(row: Row): boolean {
    return row.kind === 'session' || this.options.lockAtOnce.has(rowKey(row));
  }

  /** The rows that have a state, a coupon's for its id. */
  private statesOf(rows: readonly Row[]): readonly StateRow[] {
    return rows.flatMap((row) => {
      if (isCouponId(row)) return this.options.copy.couponRow(row) ?? [];
      return isState(row) ? row : [];
    });
  }

  private inOrder([first]: readonly StateRow[]): boolean {
    return !first || rowKey(first) > this.lastLocked;
  }

  private async lock(sorted: readonly StateRow[]): Promise<void> {
    const last = sorted.at(-1);
    if (!last || !this.options.lock) return;
    if (sorted.some(isShared)) this.countersSince ??= this.options.clock.now();
    this.lastLocked = rowKey(last);
    this.options.copy.hold(await this.options.lock(sorted), true);
  }

  private async read(sorted: readonly StateRow[]): Promise<void> {
    if (sorted.length > 0) this.options.copy.hold(await this.options.reader.read(sorted), false);
  }

  private async readHistory(rows: readonly RowOf<'history'>[]): Promise<void> {
    if (rows.length === 0) return;
    const histories = await this.options.reader.history(rows.map((row) => this.wanted(row)));
    histories.forEach((history, index) => {
      const row = rows[index];
      if (row) this.options.copy.holdHistory(row, history);
    });
  }

  private async readDue(row: RowOf<'due'>): Promise<void> {
    this.options.copy.holdDue(row, await this.options.reader.due(row));
  }

  /** What one decision of the slice needs is not to be lost to another one's shorter look back. */
  private wanted(row: RowOf<'history'>): HistoryWanted {
    const wanted = this.options.historyWanted(row);
    const held = this.options.copy.history(row.application, row.profile);
    return {
      row,
      sessionsAfter: earlier(wanted.sessionsAfter, held?.sessionsAfter ?? null),
      eventsAfter: earlier(wanted.eventsAfter, held?.eventsAfter ?? null),
    };
  }

  private sortedOnce(rows: readonly StateRow[]): readonly StateRow[] {
    const byKey = new Map(rows.map((row) => [rowKey(row), row]));
    return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

function parted<T>(list: readonly T[], which: (one: T) => boolean): readonly [T[], T[]] {
  return [list.filter(which), list.filter((one) => !which(one))];
}

function isCouponId(row: Row): row is RowOf<'couponId'> {
  return row.kind === 'couponId';
}

function isHistory(row: Row): row is RowOf<'history'> {
  return row.kind === 'history';
}

function isDue(row: Row): row is RowOf<'due'> {
  return row.kind === 'due';
}

function isState(row: Row): row is StateRow {
  return !isCouponId(row) && !isHistory(row) && !isDue(row);
}

/** Rows that unrelated requests write: what holds them holds others up. */
function isShared(row: StateRow): boolean {
  if (row.kind === 'counter') return !isOpening(row.counter);
  return row.kind === 'coupon' || row.kind === 'giveawayStock';
}

function earlier(one: bigint | null, other: bigint | null): bigint | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
