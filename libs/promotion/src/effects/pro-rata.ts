import { CelError } from '@tessera/expression';
import { allocate, type Rational } from '@tessera/money';
import { discountUnits, pickUnits } from '../deciding/bill';
import type { Draft } from '../deciding/draft';
import { capped, withGranted } from './cap';
import type { EffectRun, GivenEffect } from './effect-type';
import { pickedPlace, type Chosen, type PickedItem } from './picked-items';

/** What was given to chosen items. */
export interface GivenToItems {
  readonly draft: Draft;
  /** Minor units. */
  readonly amount: bigint;
  readonly effects: readonly GivenEffect[];
}

/** Gives to each after the other, on what the ones before left of the bill and of the allowance. */
export function inTurn<T>(
  things: readonly T[],
  run: EffectRun,
  give: (thing: T, run: EffectRun) => GivenToItems | CelError,
): GivenToItems | CelError {
  const effects: GivenEffect[] = [];
  let { draft, allowance } = run;
  let amount = 0n;
  for (const thing of things) {
    const given = give(thing, { ...run, draft, allowance });
    if (given instanceof CelError) return given;
    draft = given.draft;
    amount += given.amount;
    if (allowance !== null) allowance -= given.amount;
    effects.push(...given.effects);
  }
  return { draft, amount, effects };
}

/** One amount off several items: rounded once, then spread by what is left to pay on their units, by largest remainder. */
export function spreadOver(name: string, total: Rational, { items, place }: Chosen, run: EffectRun): GivenToItems {
  const { bill } = run.draft;
  const chosen = items.map((item) => ({ ...item, picked: pickUnits(bill, item.object.item.position, item.units) }));
  const weights = chosen.map((item) => item.picked.left);
  const left = weights.reduce((sum, each) => sum + each, 0n);
  const { wish, amount } = capped(run, total, left);
  if (amount === 0n) return { draft: run.draft, amount, effects: [] };
  return spread(name, chosen, { weights, wish, amount, place }, run);
}

interface Spreading extends Pick<Chosen, 'place'> {
  readonly weights: readonly bigint[];
  readonly wish: bigint;
  readonly amount: bigint;
}

function spread(
  name: string,
  chosen: readonly PickedItem[],
  { weights, wish, amount, place }: Spreading,
  run: EffectRun,
): GivenToItems {
  const [parts, wishes] = [allocate(amount, weights), allocate(wish, weights)];
  const total = { totalDiscount: amount, ...(wish === amount ? {} : { desiredTotalDiscount: wish }) };
  const effects: GivenEffect[] = [];
  let { bill } = run.draft;
  chosen.forEach((item, index) => {
    const part = parts[index] ?? 0n;
    if (part === 0n) return;
    const discounted = discountUnits(bill, item.picked, part);
    ({ bill } = discounted);
    const { shares } = discounted;
    const cut = wish === amount ? {} : { desiredValue: wishes[index] ?? part };
    const own = { name: `${name}#${item.object.item.position}`, value: part, ...pickedPlace(item, shares) };
    effects.push({ props: { ...own, ...total, ...cut, ...place }, shares, value: '' });
  });
  return { draft: withGranted({ ...run.draft, bill }, run, amount), amount, effects };
}
