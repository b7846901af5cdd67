import type { Lot } from '../ledger';
import type { Instant } from '../value';
import { isActive } from './balance';

/** So many additions may be open in a subledger; those that are active and expire together are put together before that. */
export const MOST_LOTS = 1000;
const MANY_LOTS = 200;

/** Points taken out of lots, and the lots without them. */
export interface Taken {
  readonly left: readonly Lot[];
  readonly takes: readonly Lot[];
}

/** Up to `points`, from the lots that may be taken from, in their order: the earliest expiry first. */
export function takeFrom(lots: readonly Lot[], points: bigint, may: (lot: Lot) => boolean): Taken {
  const left: Lot[] = [];
  const takes: Lot[] = [];
  let wanted = points;
  for (const lot of lots) {
    const taken = wanted > 0n && may(lot) ? lesser(lot.points, wanted) : 0n;
    wanted -= taken;
    if (taken > 0n) takes.push({ ...lot, points: taken });
    if (taken < lot.points) left.push({ ...lot, points: lot.points - taken });
  }
  return { left, takes };
}

/** With a lot more; what comes back to one that is still there is put to it. */
export function withLot(lots: readonly Lot[], added: Lot): readonly Lot[] {
  const same = lots.findIndex((lot) => isSame(lot, added));
  const found = lots[same];
  if (found !== undefined) return lots.with(same, { ...found, points: found.points + added.points });
  const next = lots.findIndex((lot) => comesBefore(added, lot));
  return next === -1 ? [...lots, added] : lots.toSpliced(next, 0, added);
}

function isSame(lot: Lot, other: Lot): boolean {
  return lot.transactionUUID === other.transactionUUID && lot.start === other.start && lot.expiry === other.expiry;
}

/** By expiry, those without one last; of equals those that start first. */
function comesBefore(lot: Lot, other: Lot): boolean {
  if (lot.expiry === other.expiry) return lot.start < other.start;
  return other.expiry === null || (lot.expiry !== null && lot.expiry < other.expiry);
}

/** Many active lots that expire together become one: no balance ever tells the difference. */
export function compacted(lots: readonly Lot[], at: Instant): readonly Lot[] {
  if (lots.length <= MANY_LOTS) return lots;
  const result: Lot[] = [];
  for (const lot of lots) {
    const last = result.at(-1);
    if (last?.expiry === lot.expiry && isActive(last, at) && isActive(lot, at)) {
      result[result.length - 1] = { ...last, points: last.points + lot.points };
    } else result.push(lot);
  }
  return result;
}

/** Whether one more addition can be open. */
export function hasRoom(lots: readonly Lot[], at: Instant): boolean {
  return compacted(lots, at).length < MOST_LOTS;
}

export function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
