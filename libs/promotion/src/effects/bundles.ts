import type { ItemObject } from '../rules/session-object';

/** Selections that make a bundle; a cart is searched for each of its bundles. */
export const MOST_SELECTIONS = 20;

/** Bundles of one kind in a cart. */
const MOST_BUNDLES = 1_000;

/** Units of one line within a bundle. */
export interface BundledItem {
  readonly object: ItemObject;
  readonly units: number;
  /** The first of them; its neighbours follow. */
  readonly first: number;
}

/** Units that belong together: one of each selection. */
export interface Bundle {
  /** From 0, in the order in which they were found. */
  readonly index: number;
  /** Empty where its expression is no name. */
  readonly name: string;
  readonly items: readonly BundledItem[];
}

/**
 * As many bundles as the cart has units for: each takes one unit of each selection, and no unit is taken twice. Of a
 * selection the items that stand first are taken first, but where another selection needs them more.
 */
export function bundlesOf(name: string, selections: readonly (readonly ItemObject[])[]): Bundle[] {
  const free = new Map<ItemObject, number>();
  for (const object of selections.flat()) free.set(object, unitsLeft(object));
  const bundles: Bundle[] = [];
  while (selections.length > 0 && bundles.length < MOST_BUNDLES) {
    const taken = oneOfEach(selections, free);
    if (taken === undefined) break;
    for (const { object, units } of taken) free.set(object, (free.get(object) ?? 0) - units);
    bundles.push({ index: bundles.length, name, items: taken });
  }
  return bundles;
}

function unitsLeft({ item }: ItemObject): number {
  return item.quantity - item.returnedQuantity;
}

/** One unit of each selection, by moving earlier ones to other items where that makes room; undefined: there are none. */
function oneOfEach(
  selections: readonly (readonly ItemObject[])[],
  free: ReadonlyMap<ItemObject, number>,
): BundledItem[] | undefined {
  const takers = new Map<ItemObject, number[]>();
  const place = (selection: number, tried: Set<ItemObject>): boolean =>
    (selections[selection] ?? []).some((object) => {
      if (tried.has(object)) return false;
      tried.add(object);
      const own = takers.get(object) ?? [];
      if (own.length >= (free.get(object) ?? 0) && !makeRoom(own, tried)) return false;
      takers.set(object, [...own, selection]);
      return true;
    });
  const makeRoom = (own: number[], tried: Set<ItemObject>): boolean => {
    const moved = own.findIndex((other) => place(other, tried));
    if (moved !== -1) own.splice(moved, 1);
    return moved !== -1;
  };
  if (!selections.every((_, selection) => place(selection, new Set()))) return undefined;
  const items = Array.from(takers, ([object, { length: units }]) => {
    return { object, units, first: unitsLeft(object) - (free.get(object) ?? 0) };
  }).filter(({ units }) => units > 0);
  return items.sort((left, right) => left.object.item.position - right.object.item.position);
}
