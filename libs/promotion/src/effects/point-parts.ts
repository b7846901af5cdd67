import { CelError } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { DiscountShare } from '../effect';
import { toHundredths } from '../loyalty/points';
import type { Value } from '../value';
import { failed } from './applying';
import type { BundledItem } from './bundles';
import type { EffectFailure, EffectRun, PropDoc } from './effect-type';
import { BUNDLE_PROP, choiceOf, NO_BUNDLE, unitsPlace, withinLines } from './picked-items';
import { lineShares, pointShares, wholeLine, type LineUnits } from './points';
import type { PropReader } from './prop-reader';

/** The props that say for what points are given, and how many. */
export const PART_PROPS: readonly PropDoc[] = [
  {
    name: 'value',
    type: 'decimal',
    required: true,
    about: 'Points; with `items` or `units` for one unit, with `item`; with `bundle` for each bundle.',
  },
  { name: 'items', type: 'list(cart item)', required: false, about: 'For which items; for the session as a whole.' },
  {
    name: 'units',
    type: 'int',
    required: false,
    about: 'For how many units of the item, with `item`: the first ones; for all of them.',
  },
  BUNDLE_PROP,
];

/** Points before any limit, in hundredths, and what of the session they are for. */
export interface Part {
  readonly wish: bigint;
  readonly place: Readonly<Record<string, Value>>;
  readonly shares: (points: bigint) => DiscountShare[];
}

export type PartsOf = (run: EffectRun) => readonly Part[] | EffectFailure;

/** The parts for which an effect gives points: the session as a whole, each bundle, or each line. */
export function partsOf(read: PropReader): PartsOf {
  if (read.gives('bundle')) return ofBundles(read);
  return read.gives('items') || read.gives('units') ? ofItems(read) : ofSession(read);
}

function ofSession(read: PropReader): PartsOf {
  const value = read.decimal('value');
  return ({ activation, items }) => {
    const points = value(activation);
    if (points instanceof CelError) return failed(points);
    return [{ wish: toHundredths(points), place: {}, shares: (given) => pointShares(items.map(wholeLine), given) }];
  };
}

function ofBundles(read: PropReader): PartsOf {
  const [choice, value] = [choiceOf(read), read.decimal('value')];
  return ({ activation, lines }) => {
    const [bundles, points] = [choice(activation), value(activation)];
    if (bundles instanceof CelError) return failed(bundles);
    if (points instanceof CelError) return failed(points);
    if (bundles.length === 0) return NO_BUNDLE;
    const wish = toHundredths(points);
    return withinLines(bundles, lines).map(({ items, place }) => {
      return { wish, place, shares: (given) => pointShares(items.map(unitsOf), given) };
    });
  };
}

function ofItems(read: PropReader): PartsOf {
  const [choice, value] = [choiceOf(read), read.decimalPerItem('value')];
  return ({ activation, lines }) => {
    const [chosen, perUnit] = [choice(activation), value(activation)];
    if (chosen instanceof CelError) return failed(chosen);
    if (perUnit instanceof CelError) return failed(perUnit);
    const parts: Part[] = [];
    for (const one of withinLines(chosen, lines).flatMap(({ items }) => items)) {
      const points = perUnit(one.object);
      if (points instanceof CelError) return failed(points);
      const wish = toHundredths(points.mul(Rational.of(BigInt(one.units))));
      parts.push({ wish, place: unitsPlace(one), shares: (given) => lineShares(unitsOf(one), given) });
    }
    return parts;
  };
}

function unitsOf({ object, units, first }: BundledItem): LineUnits {
  return { item: object.item, units, first };
}
