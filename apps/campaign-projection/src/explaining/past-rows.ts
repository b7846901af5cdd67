import {
  type AchievementProgress,
  canonicalOfUse,
  type Coupon,
  couponAfter,
  createdCoupon,
  type Decision,
  type Due,
  type Giveaway,
  type GiveawayStock,
  type History,
  historyBegins,
  type HistoryBegins,
  historyFrom,
  type Instant,
  type Ledger,
  type PastDecision,
  type Profile,
  type ProfileActivity,
  rowAsWritten,
  rowKey,
  rowName,
  type Row,
  type RowVersion,
  type Session,
  type Versioned,
  type World,
} from '@tessera/promotion';

/** Which of the decisions that wrote something: the last `most` up to a position, made after an instant. */
export interface Which {
  readonly upTo: bigint;
  readonly most: number;
  readonly after?: Instant;
}

/** Those decisions that wrote what has this name, the oldest first. */
export type Writers = (version: RowVersion, which: Which) => Promise<readonly PastDecision[]>;

/** As much of a past as rules may read, and what closed and came back beside it. */
const MOST_PAST = 6_000;

/**
 * The rows that one decision saw, told from the decisions before it. What it read without a lock it recorded with the
 * position of its writer; what it wrote itself was locked, so that the last writer before it is the one.
 */
export class PastRows implements World {
  private readonly rows = new Map<string, Versioned<unknown>>();
  private readonly histories = new Map<string, History>();
  private readonly seen: ReadonlyMap<string, bigint | null>;

  constructor(
    private readonly position: bigint,
    private readonly at: Instant,
    { reads }: Pick<Decision, 'reads'>,
    private readonly writers: Writers,
  ) {
    this.seen = new Map(reads.map(({ row, key, version }) => [`${row}/${key}`, version]));
  }

  async load(rows: readonly Row[]): Promise<void> {
    await Promise.all(rows.map((row) => this.loadRow(row)));
  }

  session(application: bigint, id: string): Versioned<Session> | undefined {
    return this.held({ kind: 'session', application, id });
  }

  profile(id: string): Versioned<Profile> | undefined {
    return this.held({ kind: 'profile', id });
  }

  activity(application: bigint, profile: string): Versioned<ProfileActivity> | undefined {
    return this.held({ kind: 'activity', application, profile });
  }

  ledger(program: bigint, profile: string): Versioned<Ledger> | undefined {
    return this.held({ kind: 'ledger', program, profile });
  }

  counter(application: bigint, counter: string): Versioned<bigint> | undefined {
    return this.held({ kind: 'counter', application, counter });
  }

  coupon(application: bigint, canonical: string): Versioned<Coupon> | undefined {
    return this.held({ kind: 'coupon', application, canonical });
  }

  couponById(application: bigint, id: bigint): Versioned<Coupon> | undefined {
    return this.held({ kind: 'couponId', application, id });
  }

  achievement(application: bigint, achievement: bigint, profile: string): Versioned<AchievementProgress> | undefined {
    return this.held({ kind: 'achievement', application, achievement, profile });
  }

  giveawayStock(pool: bigint): Versioned<GiveawayStock> | undefined {
    return this.held({ kind: 'giveawayStock', pool });
  }

  giveaway(pool: bigint, number: bigint): Versioned<Giveaway> | undefined {
    return this.held({ kind: 'giveaway', pool, number });
  }

  giveawayCode(pool: bigint, code: string): Versioned<bigint> | undefined {
    return this.held({ kind: 'giveawayCode', pool, code });
  }

  eventId(application: bigint, id: string): Versioned<bigint> | undefined {
    return this.held({ kind: 'eventId', application, id });
  }

  /** Only the clock asks for it, and it asks no rules. */
  due(): Due {
    return [];
  }

  history(application: bigint, profile: string): History | undefined {
    return this.histories.get(rowKey({ kind: 'history', application, profile }));
  }

  private held<T>(row: Row): Versioned<T> | undefined {
    return this.rows.get(rowKey(row)) as Versioned<T> | undefined;
  }

  private async loadRow(row: Row): Promise<void> {
    if (row.kind === 'due') return;
    if (row.kind === 'history') this.histories.set(rowKey(row), await this.past(row));
    else this.rows.set(rowKey(row), { value: await this.valueOf(row), version: null, locked: true });
  }

  private async past(row: Extract<Row, { kind: 'history' }>): Promise<History> {
    const begins = this.beginsOf(row);
    const wanted = [begins.sessionsAfter, begins.eventsAfter].filter((begin) => begin !== null);
    const after = wanted.reduce((least, begin) => (begin < least ? begin : least), this.at);
    const which = { upTo: this.position - 1n, most: MOST_PAST, after };
    const decisions = await this.writers({ kind: row.kind, name: rowName(row) }, which);
    return historyFrom(row.profile, decisions, begins);
  }

  /** What lies before the windows of the rules costs nothing. */
  private beginsOf({ need }: Extract<Row, { kind: 'history' }>): HistoryBegins {
    return {
      sessionsAfter: historyBegins(this.at, need?.sessions ?? null),
      eventsAfter: historyBegins(this.at, need?.events ?? null),
    };
  }

  private async valueOf(row: Exclude<Row, { kind: 'history' | 'due' }>): Promise<unknown> {
    const upTo = this.upTo(row);
    if (upTo === null) return null;
    if (row.kind === 'coupon') return this.couponOf(row, upTo);
    if (row.kind === 'couponId') return this.usedCoupon(row, upTo);
    const last = await this.last({ kind: row.kind, name: rowName(row) }, upTo);
    return last === undefined ? null : rowAsWritten(row, last);
  }

  private async last(version: RowVersion, upTo: bigint): Promise<PastDecision | undefined> {
    const [last] = await this.writers(version, { upTo, most: 1 });
    return last;
  }

  private upTo(row: Row): bigint | null {
    const seen = this.seen.get(`${row.kind}/${rowName(row)}`);
    return seen === undefined ? this.position - 1n : seen;
  }

  /** Sessions that are undone ask by its id for what they redeemed: the redemption has the code, and the creation that. */
  private async usedCoupon(row: Extract<Row, { kind: 'couponId' }>, upTo: bigint): Promise<Coupon | null> {
    const { application, id } = row;
    const use = await this.last({ kind: 'couponUse', name: rowName(row) }, upTo);
    const canonical = use === undefined ? null : canonicalOfUse(id, use);
    if (canonical === null) return null;
    const coupon = await this.couponOf({ kind: 'coupon', application, canonical }, upTo);
    return coupon?.id === id ? coupon : null;
  }

  private async couponOf(row: Extract<Row, { kind: 'coupon' }>, upTo: bigint): Promise<Coupon | null> {
    const { application, canonical } = row;
    const creation = await this.last({ kind: row.kind, name: rowName(row) }, upTo);
    const coupon = creation === undefined ? null : createdCoupon(canonical, creation);
    if (coupon === null) return null;
    const name = rowName({ kind: 'couponId', application, id: coupon.id });
    const kinds = ['couponId', 'couponUse', 'couponReservation'] as const;
    const found = await Promise.all(kinds.map((kind) => this.last({ kind, name }, upTo)));
    const later = found.flatMap((one) => one ?? []).sort((left, right) => (left.position < right.position ? -1 : 1));
    return couponAfter(coupon, later);
  }
}
