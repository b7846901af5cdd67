import { unitsOf } from '@tessera/money';
import type { DiscountShare } from '../effect';
import type { CartItem, Session } from '../session';
import { NO_UNIT } from './bill';
import { costTotal, itemTotal } from './totals';

/** Neighbouring units of one line that come back together. */
export interface ReturnedUnits {
  readonly position: number;
  /** The first of them. */
  readonly from: number;
  readonly units: number;
  /** Whether none of the line is left: its additional costs go with its last unit. */
  readonly last: boolean;
}

/** The last units that the line still has; `units` is at most their number. */
export function lastUnits({ position, quantity, returnedQuantity }: CartItem, units: number): ReturnedUnits {
  const from = quantity - returnedQuantity - units;
  return { position, from, units, last: from === 0 };
}

/** What returned units cost before discounts, in minor units, exact to the unit. */
export function valueOf(item: CartItem, returned: ReturnedUnits): bigint {
  let first = 0;
  let value = returned.last ? costTotal(item.additionalCosts) : 0n;
  for (const { units, amount } of unitsOf(itemTotal(item), item.quantity)) {
    value += amount * BigInt(overlap(first, units, returned).units);
    first += units;
  }
  return value;
}

/** A session's total without what came back, before discounts, in minor units. */
export function remainingTotal({ total, cartItems }: Pick<Session, 'total' | 'cartItems'>): bigint {
  return cartItems.reduce((left, item) => left - returnedValue(item), total);
}

function returnedValue(item: CartItem): bigint {
  const { returnedQuantity: units } = item;
  return units === 0 ? 0n : valueOf(item, lastUnits({ ...item, returnedQuantity: 0 }, units));
}

/** A share in two: what lies on returned units, and the rest. */
export interface SplitShare {
  readonly taken: readonly DiscountShare[];
  readonly left: readonly DiscountShare[];
}

/** Splits a share of the line that the units are of. */
export function splitShare(share: DiscountShare, returned: ReturnedUnits): SplitShare {
  const { subPosition, units } = share;
  if (subPosition === NO_UNIT) return returned.last ? { taken: [share], left: [] } : { taken: [], left: [share] };
  const both = overlap(subPosition, units, returned);
  if (both.units === 0) return { taken: [], left: [share] };
  const before = { ...share, units: both.from - subPosition };
  const end = both.from + both.units;
  const after = { ...share, subPosition: end, units: subPosition + units - end };
  const taken = [{ ...share, subPosition: both.from, units: both.units }];
  return { taken, left: [before, after].filter((part) => part.units > 0) };
}

function overlap(first: number, units: number, returned: ReturnedUnits): { from: number; units: number } {
  const from = Math.max(first, returned.from);
  const end = Math.min(first + units, returned.from + returned.units);
  return { from, units: Math.max(0, end - from) };
}
