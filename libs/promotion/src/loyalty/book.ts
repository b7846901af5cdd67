import type { EntryKind, Ledger, LedgerEntry, Lot, Subledger, TierChange } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant } from '../value';
import { activePoints, isActive, isPending, pointsOf, subledgerOf } from './balance';
import { compacted, takeFrom, withLot } from './lots';
import { settle } from './settle';
import { activated } from './validity';

/** Whose rule moved points, and in which session, or which file did. */
export type Origin = Pick<LedgerEntry, 'campaign' | 'ruleset' | 'ruleName' | 'sessionId' | 'importId'>;

export const NO_ORIGIN: Origin = { campaign: 0n, ruleset: 0n, ruleName: '', sessionId: null, importId: 0n };

/** What moves in a subledger. */
export interface Movement extends Origin {
  readonly subledger: string;
  readonly points: bigint;
  readonly transactionUUID: string;
  readonly name: string;
}

export interface Addition extends Movement {
  readonly start: Instant;
  readonly expiry: Instant | null;
  readonly validity: string | null;
}

/**
 * One ledger at one instant while a decision books in it. What time has brought is booked first; `close` gives what came of
 * it. The instant of a ledger never goes back, whatever the time of a request is.
 */
export class Book {
  private ledger: Ledger;
  private readonly entries: LedgerEntry[];
  private readonly tierChanges: TierChange[];
  readonly at: Instant;

  constructor(
    private readonly program: LoyaltyProgram,
    before: Ledger,
    at: Instant,
  ) {
    this.at = at > before.settled ? at : before.settled;
    const settled = settle(program, before, this.at);
    this.ledger = settled.ledger;
    this.entries = [...settled.entries];
    this.tierChanges = [...settled.tierChanges];
  }

  add(addition: Addition): void {
    const { transactionUUID, name, points, start, expiry, validity } = addition;
    if (this.program.programJoinPolicy === 'points_earned') this.join();
    this.change(addition.subledger, (own) => {
      const lots = withLot(compacted(own.lots, this.at), { transactionUUID, name, points, start, expiry, validity });
      return { ...own, lots };
    });
    this.enter('added', addition, points, start, expiry);
  }

  /** Takes active points, those that expire first. @returns what it took; null where there are fewer */
  deduct(movement: Movement): readonly Lot[] | null {
    const own = subledgerOf(this.ledger, movement.subledger);
    if (activePoints(own, this.at) < movement.points) return null;
    const { left, takes } = takeFrom(own.lots, movement.points, (lot) => isActive(lot, this.at));
    this.change(own.id, () => ({ ...own, lots: left, spent: own.spent + movement.points }));
    this.enter('deducted', movement, movement.points, null, null);
    return takes;
  }

  /** Gives takes of a deduction back with the dates that they had. */
  giveBack(movement: Omit<Movement, 'points'>, takes: readonly Lot[]): void {
    const points = pointsOf(takes);
    if (points === 0n) return;
    this.change(movement.subledger, (own) => {
      return { ...own, lots: takes.reduce(withLot, own.lots), spent: own.spent - points };
    });
    for (const take of takes) this.enter('givenBack', movement, take.points, take.start, take.expiry);
  }

  /**
   * Takes added points back, as far as the policy allows: of the addition itself while it is pending; with `within_balance`
   * also when it is active, and other active points for those that were spent; with `unlimited` the rest is owed. What has
   * expired is gone and not taken from anything else; when points that waited expire, their addition does not say, so for them nothing else is
   * taken. @returns how many were taken back
   */
  takeBack(addition: Addition, policy: string): bigint {
    const own = subledgerOf(this.ledger, addition.subledger);
    const isOwn = (lot: Lot): boolean => lot.transactionUUID === addition.transactionUUID;
    const isOver = addition.expiry !== null && addition.expiry <= this.at;
    if (isOver && !own.lots.some(isOwn)) return 0n;
    const mayTake = policy === 'only_pending' ? (lot: Lot) => isOwn(lot) && isPending(lot, this.at) : isOwn;
    const first = takeFrom(own.lots, addition.points, mayTake);
    const rest = addition.points - pointsOf(first.takes);
    const ownOnly = policy === 'only_pending' || addition.validity !== null;
    const mayTakeOther = (lot: Lot): boolean => !ownOnly && isActive(lot, this.at);
    const second = takeFrom(first.left, rest, mayTakeOther);
    const owed = policy === 'unlimited' && !ownOnly ? rest - pointsOf(second.takes) : 0n;
    const taken = pointsOf(first.takes) + pointsOf(second.takes) + owed;
    this.change(own.id, () => ({ ...own, lots: second.left, negative: own.negative + owed }));
    if (taken > 0n) this.enter('takenBack', addition, taken, addition.start, addition.expiry);
    return taken;
  }

  /** Gives additions that are active another expiry, each its own. */
  changeExpiry(subledger: string, expiries: ReadonlyMap<string, Instant>, origin: Origin): void {
    const changes = (lot: Lot): boolean => expiries.has(lot.transactionUUID) && isActive(lot, this.at);
    const before = subledgerOf(this.ledger, subledger).lots.filter(changes);
    for (const lot of before) {
      const expiry = expiries.get(lot.transactionUUID) ?? null;
      const others = (own: Subledger): readonly Lot[] => own.lots.filter((one) => one !== lot);
      this.change(subledger, (own) => ({ ...own, lots: withLot(others(own), { ...lot, expiry }) }));
      this.enter('expiryChanged', { ...origin, ...lot, subledger }, lot.points, lot.start, expiry);
    }
  }

  /** Makes additions active that wait for it; how long they hold counts from now. @returns how many these were */
  activate(transactionUUIDs: readonly string[]): number {
    const waits = ({ validity, transactionUUID }: Lot): boolean =>
      validity !== null && transactionUUIDs.includes(transactionUUID);
    const begun = this.ledger.subledgers.flatMap(({ id, lots }) => lots.filter(waits).map((lot) => [id, lot] as const));
    for (const [subledger, waiting] of begun) {
      const lot = activated(waiting, this.program, this.at);
      this.change(subledger, (own) => ({
        ...own,
        lots: withLot(
          own.lots.filter((one) => one !== waiting),
          lot,
        ),
      }));
      this.enter('activated', { ...NO_ORIGIN, ...lot, subledger }, lot.points, lot.start, lot.expiry);
    }
    return begun.length;
  }

  /** Puts the customer in a tier, until it is looked at again. */
  assign(subledger: string, name: string, until: Instant): void {
    const { tier: held } = subledgerOf(this.ledger, subledger);
    const stays = held?.name === name;
    const tier = { name, since: stays ? held.since : this.at, until };
    this.change(subledger, (own) => ({ ...own, tier }));
    if (!stays) this.tierChanges.push({ subledger, before: held?.name ?? null, after: name, at: this.at, until });
  }

  /** What was booked, with what it meant at once: owed points are paid, a tier may rise. */
  close(): Closed {
    const { ledger, entries, tierChanges } = settle(this.program, this.ledger, this.at);
    return { ledger, entries: [...this.entries, ...entries], tierChanges: [...this.tierChanges, ...tierChanges] };
  }

  private join(): void {
    if (this.ledger.joined === null) this.ledger = { ...this.ledger, joined: this.at };
  }

  private change(id: string, changed: (own: Subledger) => Subledger): void {
    const others = this.ledger.subledgers.filter((one) => one.id !== id);
    const subledgers = [...others, changed(subledgerOf(this.ledger, id))].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.ledger = { ...this.ledger, subledgers };
  }

  private enter(
    kind: EntryKind,
    { subledger, transactionUUID, name, ...movement }: Omit<Movement, 'points'>,
    points: bigint,
    start: Instant | null,
    expiry: Instant | null,
  ): void {
    const what = { kind, subledger, points, transactionUUID, name, at: this.at, start, expiry };
    const { campaign, ruleset, ruleName, sessionId, importId } = movement;
    this.entries.push({ ...what, campaign, ruleset, ruleName, sessionId, importId });
  }
}

/** A ledger with what led to it. */
export interface Closed {
  readonly ledger: Ledger;
  readonly entries: readonly LedgerEntry[];
  readonly tierChanges: readonly TierChange[];
}
