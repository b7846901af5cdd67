import { CelError } from '@tessera/expression';
import type { PickedUnits } from '../deciding/bill';
import type { DiscountShare } from '../effect';
import type { ItemObject } from '../rules/session-object';
import type { Value } from '../value';
import type { PerItem } from './prop-reader';

/** Units of a cart item that a discount is on. */
export interface PickedItem {
  readonly object: ItemObject;
  readonly units: number;
  readonly picked: PickedUnits;
}

/** How many units of an item a rule means; at most those that it has. */
export function unitsOn(units: PerItem<bigint>, object: ItemObject): number | CelError {
  const wanted = units(object);
  return wanted instanceof CelError ? wanted : Math.min(object.item.quantity, Math.max(0, Number(wanted)));
}

/** Where a discount on picked units is. `subPosition` is the first of them, where it is not on all units of the line. */
export function pickedPlace(
  { object, units }: Pick<PickedItem, 'object' | 'units'>,
  shares: readonly DiscountShare[],
): Record<string, Value> {
  const { position, quantity } = object.item;
  const [first] = shares;
  const part = units < quantity && first !== undefined ? { subPosition: BigInt(first.subPosition) } : {};
  return { position: BigInt(position), ...part, units: BigInt(units), scope: 'itemTotal' };
}
