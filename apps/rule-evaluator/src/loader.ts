import { type Row, rowKey } from '@tessera/promotion';
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

  /** @returns false where a lock would come out of order: the transaction must begin again with these rows at once */
  async load(rows: readonly Row[]): Promise<boolean> {
    const { copy } = this.options;
    const known = rows.filter((row) => copy.holds(row));
    const fresh = rows.filter((row) => !copy.holds(row));
    await this.findCoupons(fresh.filter(isCouponId));
    const states = [...fresh.filter(isState), ...this.couponsOf(fresh, (row) => !copy.holds(row))];
    const wanted = [
      ...known.filter(isState),
      ...this.couponsOf(known),
      ...states.filter((row) => this.locksAtOnce(row)),
    ];
    if (!(await this.lock(wanted))) return false;
    await this.read(states.filter((row) => !copy.holds(row)));
    await this.readHistory(fresh.filter(isHistory));
    return true;
  }

  private locksAtOnce(row: StateRow): boolean {
    return row.kind === 'session' || this.options.lockAtOnce.has(rowKey(row));
  }

  private couponsOf(rows: readonly Row[], which: (row: StateRow) => boolean = () => true): readonly StateRow[] {
    const found = rows.filter(isCouponId).map((row) => this.options.copy.couponRow(row));
    return found.filter((row) => row != null).filter(which);
  }

  private async findCoupons(rows: readonly RowOf<'couponId'>[]): Promise<void> {
    if (rows.length === 0) return;
    const found = await this.options.reader.couponRows(rows);
    rows.forEach((row, index) => this.options.copy.holdCouponRow(row, found[index] ?? null));
  }

  private async lock(rows: readonly StateRow[]): Promise<boolean> {
    const sorted = this.sortedOnce(rows);
    const first = sorted[0];
    const last = sorted.at(-1);
    if (!first || !last || !this.options.lock) return true;
    if (rowKey(first) <= this.lastLocked) return false;
    if (sorted.some(isShared)) this.countersSince ??= this.options.clock.now();
    this.options.copy.hold(await this.options.lock(sorted), true);
    this.lastLocked = rowKey(last);
    return true;
  }

  private async read(rows: readonly StateRow[]): Promise<void> {
    const sorted = this.sortedOnce(rows);
    if (sorted.length > 0) this.options.copy.hold(await this.options.reader.read(sorted), false);
  }

  private async readHistory(rows: readonly RowOf<'history'>[]): Promise<void> {
    if (rows.length === 0) return;
    const histories = await this.options.reader.history(rows.map((row) => this.options.historyWanted(row)));
    histories.forEach((history, index) => {
      const row = rows[index];
      if (row) this.options.copy.holdHistory(row, history);
    });
  }

  private sortedOnce(rows: readonly StateRow[]): readonly StateRow[] {
    const byKey = new Map(rows.map((row) => [rowKey(row), row]));
    return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

function isCouponId(row: Row): row is RowOf<'couponId'> {
  return row.kind === 'couponId';
}

function isHistory(row: Row): row is RowOf<'history'> {
  return row.kind === 'history';
}

function isState(row: Row): row is StateRow {
  return !isCouponId(row) && !isHistory(row);
}

/** Rows that unrelated requests write: what holds them holds others up. */
function isShared(row: StateRow): boolean {
  return row.kind === 'coupon' || row.kind === 'counter';
}
