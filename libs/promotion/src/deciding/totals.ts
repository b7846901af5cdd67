import { lineTotal } from '@tessera/money';
import type { CartItemInput } from '../request';
import type { CartItem } from '../session';

export interface Totals {
  readonly cartItemTotal: bigint;
  readonly cartItemAdditionalCostTotal: bigint;
  /** Of the items and of the session. */
  readonly additionalCostTotal: bigint;
  readonly total: bigint;
}

/** A line in minor units, rounded once. */
export function itemTotal(item: CartItemInput): bigint {
  return lineTotal(item.price, item.quantity);
}

/** Additional costs in minor units, each rounded once. A line's costs are the line's, not each unit's. */
export function costTotal(costs: Readonly<Record<string, bigint>>): bigint {
  return Object.values(costs).reduce((sum, price) => sum + lineTotal(price, 1), 0n);
}

/** A session's totals before discounts. */
export function totalsOf(items: readonly CartItem[], costs: Readonly<Record<string, bigint>>): Totals {
  const cartItemTotal = items.reduce((sum, item) => sum + itemTotal(item), 0n);
  const cartItemAdditionalCostTotal = items.reduce((sum, item) => sum + costTotal(item.additionalCosts), 0n);
  const additionalCostTotal = cartItemAdditionalCostTotal + costTotal(costs);
  return {
    cartItemTotal,
    cartItemAdditionalCostTotal,
    additionalCostTotal,
    total: cartItemTotal + additionalCostTotal,
  };
}
