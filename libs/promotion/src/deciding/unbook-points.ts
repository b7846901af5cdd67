import type { Effect } from '../effect';
import type { LedgerChanged } from '../event';
import type { Deduction, Lot } from '../ledger';
import { instantValue } from '../attributes/kind';
import { effectValue } from '../effects/prop-value';
import { takeFrom } from '../loyalty/lots';
import type { Session } from '../session';
import type { Instant, Value } from '../value';
import { additionOf, Books, movementOf, programIn, recipientOf } from './book-points';
import type { Desk } from './desk';
import type { EffectDraft } from './effect-draft';

export function movesPoints({ type }: EffectDraft): boolean {
  return type === 'addLoyaltyPoints' || type === 'deductLoyaltyPoints';
}

/** Of an effect that moved points, how many are to come back; less than its value where units of a session came back. */
export interface PointsBack {
  readonly effect: Effect;
  readonly points: bigint;
  /** Of points that were for a line: the line, and which of its units. */
  readonly place: Readonly<Record<string, Value>>;
}

export interface UnbookedPoints {
  readonly rollbacks: readonly EffectDraft[];
  readonly events: readonly LedgerChanged[];
  /** What is left of the session's deductions. */
  readonly deductions: readonly Deduction[];
}

/**
 * Turns back what a session's close did to ledgers. Deductions are given back with the dates that the points had; additions
 * are taken back as far as the program's return policy allows. `inFull`: whatever it says, since the session will give its
 * points again.
 */
export function unbookPoints(
  desk: Desk,
  session: Session,
  back: readonly PointsBack[],
  at: Instant,
  inFull: boolean,
): UnbookedPoints {
  const unbooking = new Unbooking(desk, session, at, inFull);
  for (const one of back) if (one.effect.type === 'deductLoyaltyPoints') unbooking.giveBack(one);
  for (const one of back) if (one.effect.type === 'addLoyaltyPoints') unbooking.takeBack(one);
  return unbooking.done();
}

class Unbooking {
  private readonly rollbacks: EffectDraft[] = [];
  private readonly books: Books;
  private readonly owner: { readonly profileId: string; readonly sessionId: string };
  private deductions: readonly Deduction[];

  constructor(
    private readonly desk: Desk,
    private readonly session: Session,
    private readonly at: Instant,
    private readonly inFull: boolean,
  ) {
    const { profileId, integrationId: sessionId, deductions } = session;
    this.owner = { profileId, sessionId };
    this.books = new Books(desk, profileId, at);
    this.deductions = deductions;
  }

  /** The points that were taken last come back first. */
  giveBack({ effect, points }: PointsBack): void {
    const movement = movementOf(effect, this.owner);
    const deduction = this.deductions.find((one) => one.transactionUUID === movement.transactionUUID);
    if (deduction === undefined) return;
    const { takes, left } = takeFrom(deduction.takes.toReversed(), points, () => true);
    this.books.of(programIn(effect))?.giveBack(movement, takes);
    const changed = { ...deduction, takes: left.toReversed() };
    this.deductions = this.deductions.map((one) => (one === deduction ? changed : one));
    const { profileId: recipientIntegrationId } = this.owner;
    for (const take of takes) {
      this.tell('rollbackDeductedLoyaltyPoints', effect, take.points, { recipientIntegrationId, ...datesOf(take) });
    }
  }

  takeBack({ effect, points, place }: PointsBack): void {
    const program = this.desk.situation.catalog.loyaltyProgram(programIn(effect));
    const addition = { ...additionOf(effect, this.owner, this.session.closedAt ?? this.at), points };
    const policy = this.inFull ? 'unlimited' : (program?.returnPolicy ?? '');
    const recipientIntegrationId = recipientOf(effect);
    const taken = this.books.of(programIn(effect), recipientIntegrationId)?.takeBack(addition, policy) ?? 0n;
    if (taken <= 0n) return;
    this.tell('rollbackAddedLoyaltyPoints', effect, taken, { recipientIntegrationId, ...place });
  }

  done(): UnbookedPoints {
    const { rollbacks, books, deductions } = this;
    return { rollbacks, events: books.events(), deductions: deductions.filter(({ takes }) => takes.length > 0) };
  }

  private tell(type: string, effect: Effect, value: bigint, more: Readonly<Record<string, Value>>): void {
    const { programId = 0n, subLedgerId = '', transactionUUID = '' } = effect.props;
    const props = { programId, subLedgerId, value, transactionUUID, ...more };
    const undoes = { position: this.session.decidedAt, index: effect.index };
    this.rollbacks.push({ ...effect, type, undoes, props, shares: [] });
  }
}

function datesOf({ start, expiry }: Lot): Record<string, Value> {
  return { startDate: instantValue(start), ...(expiry === null ? {} : { expiryDate: instantValue(expiry) }) };
}

/** Of a session's points, all that stand. */
export function allPoints({ effects }: Session): PointsBack[] {
  return effects.filter(movesPoints).map((effect) => pointsBack(effect, effectValue(effect)));
}

/** Points where their effect was. */
export function pointsBack(effect: Effect, points: bigint): PointsBack {
  const { cartItemPosition, cartItemSubPosition, units } = effect.props;
  if (cartItemPosition === undefined) return { effect, points, place: {} };
  const part = cartItemSubPosition === undefined ? {} : { cartItemSubPosition, units: units ?? 1n };
  return { effect, points, place: { cartItemPosition, ...part } };
}

/** Additions and deductions of which everything came back, by the index of their effect. */
export function whollyBack(back: readonly PointsBack[], rollbacks: readonly EffectDraft[]): ReadonlySet<number> {
  const sums = new Map<number, bigint>();
  for (const one of rollbacks) {
    const index = one.undoes?.index ?? -1;
    sums.set(index, (sums.get(index) ?? 0n) + effectValue(one));
  }
  const whole = back.filter(({ effect }) => sums.get(effect.index) === effectValue(effect));
  return new Set(whole.map(({ effect }) => effect.index));
}
