import { CelError } from '@tessera/expression';
import { allocate, type Rational } from '@tessera/money';
import { discountUnits, pickUnits } from '../deciding/bill';
import type { ItemObject } from '../rules/session-object';
import { failed } from './applying';
import { capped, NOTHING_TO_GIVE, withGranted } from './cap';
import type { EffectOutcome, EffectRun, GivenEffect } from './effect-type';
import { pickedPlace, unitsOn, type PickedItem } from './picked-items';
import type { PerItem } from './prop-reader';

interface Props {
  readonly name: string;
  readonly items: readonly ItemObject[];
  readonly units: PerItem<bigint>;
  readonly total: Rational;
}

/** One amount off several items: rounded once, then spread by what is left to pay on their units, by largest remainder. */
export function spreadOverItems(props: Props, run: EffectRun): EffectOutcome {
  const chosen = picked(props, run);
  if (chosen instanceof CelError) return failed(chosen);
  const weights = chosen.map((item) => item.picked.left);
  const { wish, amount } = capped(
    run,
    props.total,
    weights.reduce((sum, left) => sum + left, 0n),
  );
  return amount === 0n ? NOTHING_TO_GIVE : spread(props.name, chosen, { weights, wish, amount }, run);
}

function picked({ items, units }: Props, run: EffectRun): PickedItem[] | CelError {
  const chosen: PickedItem[] = [];
  for (const object of new Set(items)) {
    const { position } = object.item;
    if (run.lines?.has(position) === false) continue;
    const count = unitsOn(units, object);
    if (count instanceof CelError) return count;
    chosen.push({ object, units: count, picked: pickUnits(run.draft.bill, position, count) });
  }
  return chosen;
}

interface Spreading {
  readonly weights: readonly bigint[];
  readonly wish: bigint;
  readonly amount: bigint;
}

function spread(
  name: string,
  chosen: readonly PickedItem[],
  { weights, wish, amount }: Spreading,
  run: EffectRun,
): EffectOutcome {
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
    const place = pickedPlace(item, shares);
    const props = { name: `${name}#${item.object.item.position}`, value: part, ...place, ...total, ...cut };
    effects.push({ props, shares, value: '' });
  });
  return { draft: withGranted({ ...run.draft, bill }, run, amount), effects };
}
