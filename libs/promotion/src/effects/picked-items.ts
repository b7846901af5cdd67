import { CelError } from '@tessera/expression';
import type { PickedUnits } from '../deciding/bill';
import type { DiscountShare } from '../effect';
import { problem } from '../rules/problem';
import type { Value } from '../value';
import type { Bundle, BundledItem } from './bundles';
import { EffectFailure, type Getter, type PropDoc } from './effect-type';
import type { PropReader } from './prop-reader';

/** Items that an effect is on, each with how many of its units. */
export interface Chosen {
  readonly items: readonly BundledItem[];
  /** Which bundle they are; empty where they are none. */
  readonly place: Readonly<Record<string, Value>>;
}

/** Units of a cart item that a discount is on. */
export interface PickedItem extends BundledItem {
  readonly picked: PickedUnits;
}

export const NO_BUNDLE = new EffectFailure('the cart holds no such bundle', false);

export const BUNDLE_PROP: PropDoc = {
  name: 'bundle',
  type: 'list(list(cart item))',
  required: false,
  about: 'For each bundle of the cart: one unit of each of these lists, no unit twice. Mostly the name of a binding.',
};

/** The items of a rule's choice, or each of its bundles. */
export function choiceOf(read: PropReader): Getter<readonly Chosen[]> {
  if (read.gives('bundle')) return bundled(read);
  read.take('bundle', false);
  const [items, units] = [read.items('items'), read.intPerItem('units', 'item.remaining')];
  return (activation) => {
    const found = items(activation);
    const unitsOf = units(activation);
    if (found instanceof CelError) return found;
    if (unitsOf instanceof CelError) return unitsOf;
    const chosen: BundledItem[] = [];
    for (const object of new Set(found)) {
      const wanted = unitsOf(object);
      if (wanted instanceof CelError) return wanted;
      chosen.push({ object, units: Math.min(object.item.quantity, Math.max(0, Number(wanted))), first: 0 });
    }
    return [{ items: chosen, place: {} }];
  };
}

function bundled(read: PropReader): Getter<readonly Chosen[]> {
  for (const name of ['items', 'units']) {
    const message = 'a bundle says itself which items and units';
    if (read.gives(name)) read.sources.problems.push(problem('prop.twice', read.at(name), message));
    read.take(name, false);
  }
  const bundles = read.bundles('bundle');
  return (activation) => {
    const found = bundles(activation);
    if (found instanceof CelError) return found;
    return found.map((bundle) => ({ items: bundle.items, place: bundlePlace(bundle) }));
  };
}

function bundlePlace({ index, name }: Bundle): Record<string, Value> {
  return { bundleIndex: BigInt(index), ...(name === '' ? {} : { bundleName: name }) };
}

/** Where another campaign won some lines: the items on the others, and of bundles those that are on them as a whole. */
export function withinLines(chosen: readonly Chosen[], lines: ReadonlySet<number> | null): readonly Chosen[] {
  if (lines === null) return chosen;
  const isFree = ({ object }: BundledItem): boolean => lines.has(object.item.position);
  return chosen.flatMap(({ items, place }) => {
    if ('bundleIndex' in place) return items.every(isFree) ? { items, place } : [];
    return { items: items.filter(isFree), place };
  });
}

/**
 * Where a discount on picked units is. `subPosition` is the first of them, where it is not on all units of the line. Its scope
 * is their price: additional costs of the item stay.
 */
export function pickedPlace({ object, units }: BundledItem, shares: readonly DiscountShare[]): Record<string, Value> {
  const { position, quantity } = object.item;
  const [first] = shares;
  const part = units < quantity && first !== undefined ? { subPosition: BigInt(first.subPosition) } : {};
  return { position: BigInt(position), ...part, units: BigInt(units), scope: 'price' };
}

/** Where something that is no discount is. `cartItemSubPosition` is the first of its units, where they are not all of the line. */
export function unitsPlace({ object, units, first }: BundledItem): Record<string, Value> {
  const { position, quantity } = object.item;
  const part = units < quantity ? { cartItemSubPosition: BigInt(first), units: BigInt(units) } : {};
  return { cartItemPosition: BigInt(position), ...part };
}
