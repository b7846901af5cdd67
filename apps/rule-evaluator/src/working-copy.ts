import {
  type AchievementProgress,
  type Coupon,
  type Due,
  type Giveaway,
  type GiveawayStock,
  type History,
  type Ledger,
  type Profile,
  type ProfileActivity,
  type Row,
  type Session,
  type Versioned,
  type World,
  rowKey,
} from '@tessera/promotion';
import type { RowOf, SliceRows, StateKind, StateOf, Stored } from './ports';

interface Held {
  readonly stored: Stored;
  readonly locked: boolean;
}

/**
 * The rows of one slice as its decisions see them: what the database gave, and over it what the decisions before in
 * this slice left behind. A pass over the slice begins with `restart`, so that it can be repeated on more rows.
 */
export class WorkingCopy implements World {
  private readonly held = new Map<string, Held>();
  private readonly histories = new Map<string, History>();
  private readonly dues = new Map<string, Due>();
  private readonly couponRows = new Map<string, RowOf<'coupon'> | null>();
  private written = new Map<string, Stored>();
  private grown = new Map<string, History>();

  hold(rows: readonly Stored[], locked: boolean): void {
    for (const stored of rows) {
      this.held.set(rowKey(stored.row), { stored, locked });
      this.noteCouponId(stored);
    }
  }

  holdHistory(row: RowOf<'history'>, history: History): void {
    this.histories.set(rowKey(row), history);
  }

  holdDue(row: RowOf<'due'>, due: Due): void {
    this.dues.set(rowKey(row), due);
  }

  holdCouponRow(row: RowOf<'couponId'>, found: RowOf<'coupon'> | null): void {
    this.couponRows.set(rowKey(row), found);
  }

  /** The coupon row of an id; null where there is none, undefined where nobody has looked. */
  couponRow(row: RowOf<'couponId'>): RowOf<'coupon'> | null | undefined {
    return this.couponRows.get(rowKey(row));
  }

  holds(row: Row): boolean {
    const key = rowKey(row);
    return this.held.has(key) || this.histories.has(key) || this.couponRows.has(key) || this.dues.has(key);
  }

  /** Forgets what decisions left behind; what was loaded stays. */
  restart(): void {
    this.written = new Map();
    this.grown = new Map();
  }

  write(stored: Stored): void {
    this.written.set(rowKey(stored.row), stored);
    this.noteCouponId(stored);
  }

  growHistory(row: RowOf<'history'>, grow: (history: History) => History): void {
    const history = this.history(row.application, row.profile);
    if (history) this.grown.set(rowKey(row), grow(history));
  }

  /** The rows that decisions of the last pass wrote, with the states that resulted: those that are locked, and those that are new. */
  writes(): Pick<SliceRows, 'states' | 'created'> {
    const written = [...this.written];
    const isNew = ([key]: readonly [string, Stored]) => isNewCode(this.held.get(key));
    const [created, states] = [written.filter(isNew), written.filter((one) => !isNew(one))];
    return { states: states.map(([, stored]) => stored), created: created.map(([, stored]) => stored) };
  }

  session(application: bigint, id: string): Versioned<Session> | undefined {
    return this.versioned({ kind: 'session', application, id });
  }

  profile(id: string): Versioned<Profile> | undefined {
    return this.versioned({ kind: 'profile', id });
  }

  activity(application: bigint, profile: string): Versioned<ProfileActivity> | undefined {
    return this.versioned({ kind: 'activity', application, profile });
  }

  ledger(program: bigint, profile: string): Versioned<Ledger> | undefined {
    return this.versioned({ kind: 'ledger', program, profile });
  }

  coupon(application: bigint, canonical: string): Versioned<Coupon> | undefined {
    return this.versioned({ kind: 'coupon', application, canonical });
  }

  couponById(application: bigint, id: bigint): Versioned<Coupon> | undefined {
    const row = this.couponRow({ kind: 'couponId', application, id });
    if (row === undefined) return undefined;
    // An id that no coupon has can never get one, so there is nothing to lock.
    return row === null ? { value: null, version: null, locked: true } : this.versioned(row);
  }

  counter(application: bigint, counter: string): Versioned<bigint> | undefined {
    const held = this.versioned({ kind: 'counter', application, counter });
    return held && { ...held, value: held.value ?? 0n };
  }

  achievement(application: bigint, achievement: bigint, profile: string): Versioned<AchievementProgress> | undefined {
    return this.versioned({ kind: 'achievement', application, achievement, profile });
  }

  giveawayStock(pool: bigint): Versioned<GiveawayStock> | undefined {
    return this.versioned({ kind: 'giveawayStock', pool });
  }

  giveaway(pool: bigint, number: bigint): Versioned<Giveaway> | undefined {
    return this.versioned({ kind: 'giveaway', pool, number });
  }

  giveawayCode(pool: bigint, code: string): Versioned<bigint> | undefined {
    return this.versioned({ kind: 'giveawayCode', pool, code });
  }

  eventId(application: bigint, id: string): Versioned<bigint> | undefined {
    return this.versioned({ kind: 'eventId', application, id });
  }

  history(application: bigint, profile: string): History | undefined {
    const key = rowKey({ kind: 'history', application, profile });
    return this.grown.get(key) ?? this.histories.get(key);
  }

  due(partition: number, until: bigint): Due | undefined {
    return this.dues.get(rowKey({ kind: 'due', partition, until }));
  }

  private noteCouponId(stored: Stored): void {
    if (stored.kind !== 'coupon' || !stored.value) return;
    const { application, id } = stored.value;
    this.holdCouponRow({ kind: 'couponId', application, id }, stored.row);
  }

  private versioned<K extends StateKind>(row: RowOf<K>): Versioned<StateOf[K]> | undefined {
    const key = rowKey(row);
    const held = this.held.get(key);
    if (!held) return undefined;
    const { value, version } = this.written.get(key) ?? held.stored;
    return { value: value as StateOf[K] | null, version, locked: held.locked || isNewCode(held) };
  }
}

/**
 * A code that nobody has needs no lock: a pool has millions of them, hardly any two slices draw the same one, and creating a
 * row that is there by then is a Conflict.
 */
function isNewCode(held: Held | undefined): boolean {
  return held?.locked === false && held.stored.kind === 'coupon' && held.stored.value === null;
}
