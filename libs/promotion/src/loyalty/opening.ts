import type { LedgerOpening, Lot, OpenedLot } from '../ledger';
import type { LedgerOpeningReceived, LotOpening } from '../request';
import { pointsOf } from './balance';
import { lesser } from './lots';

/** What is said of a subledger's time before Tessera. */
export type SaidOfLedger = Pick<LedgerOpeningReceived, 'lots' | 'spent' | 'expired' | 'negative'>;

export const NOTHING_OPENED: LedgerOpening = { lots: [], spent: 0n, expired: 0n, negative: 0n };

/** Points as they are said now, and by how many these are others than before. */
export interface LotMove {
  readonly lot: OpenedLot;
  readonly delta: bigint;
}

/** Lots are told apart by their dates. Those that are not said any more are said to be none. */
export function lotMoves({ lots: before }: LedgerOpening, said: readonly LotOpening[], draw: () => string): LotMove[] {
  const kept = said.map((one) => {
    const known = before.find((lot) => haveSameDates(lot, one));
    const lot = { ...(known ?? { transactionUUID: draw(), expired: 0n }), ...one };
    return { lot, delta: one.points - (known?.points ?? 0n) };
  });
  const gone = before.filter((lot) => !said.some((one) => haveSameDates(lot, one)));
  return [...kept, ...gone.map((lot) => ({ lot: { ...lot, points: 0n }, delta: -lot.points }))];
}

/** Whether the same was said last. */
export function isSaid(opening: LedgerOpening | null, said: SaidOfLedger): boolean {
  const { lots, ...sums } = opening ?? NOTHING_OPENED;
  const { spent, expired, negative } = said;
  if (sums.spent !== spent || sums.expired !== expired || sums.negative !== negative) return false;
  const isKnown = (one: LotOpening): boolean =>
    lots.some((lot) => haveSameDates(lot, one) && lot.points === one.points);
  return lots.length === said.lots.length && said.lots.every(isKnown);
}

/** The opening, with what has expired of its points since. */
export function withExpired(opening: LedgerOpening | null, gone: readonly Lot[]): LedgerOpening | null {
  if (opening === null) return null;
  const lots = opening.lots.map((lot) => {
    const own = pointsOf(gone.filter(({ transactionUUID }) => transactionUUID === lot.transactionUUID));
    return { ...lot, expired: lesser(lot.expired + own, lot.points) };
  });
  return { ...opening, lots };
}

function haveSameDates(lot: LotOpening, other: LotOpening): boolean {
  return lot.start === other.start && lot.expiry === other.expiry;
}
