import type { AchievementProgress } from '../achievement-progress';
import type { Coupon } from '../coupon';
import type { Situation } from '../decide';
import type { Read } from '../decision';
import { historyBegins, type HistoryNeed } from '../history-window';
import type { Giveaway, GiveawayStock } from '../giveaway';
import { emptyStock } from '../giveaways/stock';
import type { Ledger } from '../ledger';
import type { Profile, ProfileActivity } from '../profile';
import { rowKey, rowName, sortedRows } from '../rows';
import type { Session } from '../session';
import type { Due, History, Row, Versioned, World } from '../world';
import type { Instant } from '../value';
import type { Witness } from './witness';

interface Seen {
  readonly row: Row;
  readonly version: bigint | null;
  readonly locked: boolean;
}

/**
 * One decision's view of the world: answers with what is there and keeps account of what was read, what will be written,
 * and what is missing for either. A row that is not loaded reads as absent; the verdict then is `needs`, never a decision.
 */
export class Desk {
  private readonly seen = new Map<string, Seen>();
  private readonly unknown = new Map<string, Row>();
  private readonly written = new Map<string, Row>();

  constructor(
    readonly situation: Situation,
    /** Who asks why; null: nobody does. */
    readonly witness: Witness | null = null,
  ) {}

  session(id: string): Session | null {
    const { application, world } = this.situation;
    return this.look({ kind: 'session', application, id }, world.session(application, id));
  }

  profile(id: string): Profile | null {
    return this.look({ kind: 'profile', id }, this.situation.world.profile(id));
  }

  activity(profile: string): ProfileActivity | null {
    const { application, world } = this.situation;
    return this.look({ kind: 'activity', application, profile }, world.activity(application, profile));
  }

  ledger(program: bigint, profile: string): Ledger | null {
    return this.look({ kind: 'ledger', program, profile }, this.situation.world.ledger(program, profile));
  }

  coupon(canonical: string): Coupon | null {
    const { application, world } = this.situation;
    return this.look({ kind: 'coupon', application, canonical }, world.coupon(application, canonical));
  }

  couponById(id: bigint): Coupon | null {
    const { application, world } = this.situation;
    return this.look({ kind: 'couponId', application, id }, world.couponById(application, id));
  }

  counter(counter: string): bigint {
    const { application, world } = this.situation;
    return this.look({ kind: 'counter', application, counter }, world.counter(application, counter)) ?? 0n;
  }

  achievement(achievement: bigint, profile: string): AchievementProgress {
    const { application, world } = this.situation;
    const row: Row = { kind: 'achievement', application, achievement, profile };
    const found = this.look(row, world.achievement(application, achievement, profile));
    return found ?? { achievement, profileId: profile, trackers: [] };
  }

  giveawayStock(pool: bigint): GiveawayStock {
    const found = this.look({ kind: 'giveawayStock', pool }, this.situation.world.giveawayStock(pool));
    return found ?? emptyStock(pool);
  }

  giveaway(pool: bigint, number: bigint): Giveaway | null {
    return this.look({ kind: 'giveaway', pool, number }, this.situation.world.giveaway(pool, number));
  }

  hasGiveaway(pool: bigint, code: string): boolean {
    return this.look({ kind: 'giveawayCode', pool, code }, this.situation.world.giveawayCode(pool, code)) !== null;
  }

  hasEvent(id: string): boolean {
    const { application, world } = this.situation;
    return this.look({ kind: 'eventId', application, id }, world.eventId(application, id)) !== null;
  }

  /**
   * Undefined: not loaded, or not as far back as is needed. It has no version: what it holds follows from the profile's
   * earlier decisions.
   */
  history(profile: string, need: HistoryNeed): History | undefined {
    const { application, world, at } = this.situation;
    const row: Row = { kind: 'history', application, profile, need };
    const history = world.history(application, profile);
    if (history === undefined || !reaches(history, need, at)) {
      this.unknown.set(rowKey(row), row);
      return undefined;
    }
    this.seen.set(rowKey(row), { row, version: null, locked: false });
    return history;
  }

  /** Undefined: not loaded. It has no version: whatever it names is looked at again when it is held. */
  due(partition: number, until: Instant): Due | undefined {
    const row: Row = { kind: 'due', partition, until };
    const due = this.situation.world.due(partition, until);
    if (due === undefined) this.unknown.set(rowKey(row), row);
    else this.seen.set(rowKey(row), { row, version: null, locked: false });
    return due;
  }

  /**
   * A desk that tries something out on another world: it writes nothing, what it looks at counts as looked at here, and who
   * asks why sees it.
   */
  trying<T>(world: World, trial: (desk: Desk) => T): T {
    const desk = new Desk({ ...this.situation, world, dry: true }, this.witness);
    const outcome = trial(desk);
    for (const [key, row] of desk.unknown) this.unknown.set(key, row);
    for (const [key, seen] of desk.seen) if (!this.seen.has(key)) this.seen.set(key, seen);
    return outcome;
  }

  /** Says that this decision writes the row, which must then be held. A dry run writes nothing. */
  writes(row: Row): void {
    if (!this.situation.dry) this.written.set(rowKey(row), row);
  }

  /**
   * Rows that must be loaded, or, when all are, those that must be locked; in lock order. What is written is only known for
   * certain when everything is loaded.
   */
  needs(): Row[] {
    if (this.unknown.size > 0) return sortedRows(this.unknown.values());
    const unlocked = [...this.written].filter(([key]) => this.seen.get(key)?.locked !== true);
    return sortedRows(unlocked.map(([, row]) => row));
  }

  /** What was read and not written, in lock order. */
  reads(): Read[] {
    const only = [...this.seen].filter(([key]) => !this.written.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
    return only.map(([, { row, version }]) => ({ row: row.kind, key: rowName(row), version }));
  }

  private look<T>(row: Row, found: Versioned<T> | undefined): T | null {
    const key = rowKey(row);
    if (found === undefined) {
      this.unknown.set(key, row);
      return null;
    }
    this.seen.set(key, { row, version: found.version, locked: found.locked });
    return found.value;
  }
}

function reaches({ sessionsAfter, eventsAfter }: History, { sessions, events }: HistoryNeed, at: Instant): boolean {
  return holds(sessionsAfter, historyBegins(at, sessions)) && holds(eventsAfter, historyBegins(at, events));
}

function holds(loaded: Instant | null, wanted: Instant | null): boolean {
  return wanted === null || (loaded !== null && loaded <= wanted);
}
