import type { LedgerOpeningChanged } from '../event';
import type { EntryKind, Ledger, LedgerEntry, Lot, OpenedLot, Subledger, TierChange } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant } from '../value';
import { activePoints, isActive, isPending, pointsOf, subledgerOf } from './balance';
import { compacted, lesser, takeFrom, withLot } from './lots';
import { type LotMove, lotMoves, NOTHING_OPENED, type SaidOfLedger } from './opening';
import { settle } from './settle';
import { activated, datesOf } from './validity';

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

/** Where points of an opening go. */
type Place = Omit<Movement, 'points' | 'transactionUUID'>;

/** What an opening did to a subledger's sums, beside the entries. */
export interface OpeningMoves {
  readonly deltas: Pick<LedgerOpeningChanged, 'spentDelta' | 'expiredDelta' | 'negativeDelta'>;
  /** Of what entries took back. */
  readonly owed: bigint;
}

const AT_ONCE = { validityDuration: null, validUntil: null, pendingDuration: 'immediate', pendingUntil: null };

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

  add(addition: Addition, kind: EntryKind = 'added'): void {
    const { transactionUUID, name, points, start, expiry, validity } = addition;
    if (this.program.programJoinPolicy === 'points_earned') this.join();
    this.change(addition.subledger, (own) => {
      const lots = withLot(compacted(own.lots, this.at), { transactionUUID, name, points, start, expiry, validity });
      return { ...own, lots };
    });
    this.enter(kind, addition, points, start, expiry);
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
    const { lots } = subledgerOf(this.ledger, addition.subledger);
    const isOver = addition.expiry !== null && addition.expiry <= this.at;
    const isThere = lots.some(({ transactionUUID }) => transactionUUID === addition.transactionUUID);
    return isOver && !isThere ? 0n : this.takeOut(addition, policy).taken;
  }

  /** @returns how many were taken, and how many of these are owed now */
  private takeOut(addition: Addition, policy: string): { readonly taken: bigint; readonly owed: bigint } {
    const own = subledgerOf(this.ledger, addition.subledger);
    const isOwn = (lot: Lot): boolean => lot.transactionUUID === addition.transactionUUID;
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
    return { taken, owed };
  }

  /**
   * Says what a subledger came to before it was known here, in place of what was said of that before. What is owed less than
   * was said, and has been paid since, comes back as points that are active at once and hold as long as the program has it.
   */
  open(opening: Pick<Movement, 'subledger' | 'importId'> & SaidOfLedger, draw: () => string): OpeningMoves {
    const { subledger, importId, spent, expired, negative } = opening;
    const place = { ...NO_ORIGIN, subledger, importId, name: '' };
    const before = subledgerOf(this.ledger, subledger).opening ?? NOTHING_OPENED;
    const negativeDelta = this.owe(place, negative - before.negative, draw);
    const moves = lotMoves(before, opening.lots, draw);
    for (const { lot, delta } of moves) if (delta > 0n) this.add(this.additionOf(place, lot, delta), 'opened');
    const lessened = moves.map((move) => this.lessen(place, move));
    const lots = lessened.map(({ lot }) => lot).filter(({ points }) => points > 0n);
    const back = lessened.reduce((sum, one) => sum + one.expired, 0n);
    const deltas = { spentDelta: spent - before.spent, expiredDelta: expired - before.expired - back, negativeDelta };
    this.change(subledger, (own) => ({
      ...own,
      spent: own.spent + deltas.spentDelta,
      expired: own.expired + deltas.expiredDelta,
      opening: { lots, spent, expired, negative },
    }));
    return { deltas, owed: lessened.reduce((sum, one) => sum + one.owed, 0n) };
  }

  /** What expired of the points is taken back first: then nothing is left of them. */
  private lessen(place: Place, { lot, delta }: LotMove): { lot: OpenedLot; expired: bigint; owed: bigint } {
    if (delta >= 0n) return { lot, expired: 0n, owed: 0n };
    const expired = lesser(lot.expired, -delta);
    const { owed } = this.takeOut(this.additionOf(place, lot, -delta - expired), 'unlimited');
    return { lot: { ...lot, expired: lot.expired - expired }, expired, owed };
  }

  /** @returns by how much what is owed moved: never below nothing */
  private owe(place: Place, delta: bigint, draw: () => string): bigint {
    const { negative } = subledgerOf(this.ledger, place.subledger);
    const moved = -lesser(-delta, negative);
    this.change(place.subledger, (own) => ({ ...own, negative: negative + moved }));
    const paid = moved - delta;
    const dates = datesOf(this.program, AT_ONCE, this.at);
    if (paid > 0n) this.add({ ...place, transactionUUID: draw(), points: paid, ...dates }, 'opened');
    return moved;
  }

  private additionOf(place: Place, { transactionUUID, start, expiry }: OpenedLot, points: bigint): Addition {
    return { ...place, transactionUUID, points, start: start ?? this.at, expiry, validity: null };
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
