import { CelError } from '@tessera/expression';
import { Rational } from '@tessera/money';
import { discountUnits, pickUnits } from '../deciding/bill';
import type { Draft } from '../deciding/draft';
import type { ItemObject } from '../rules/session-object';
import { applying, failed } from './applying';
import { capped, NEEDS_SESSION, NOTHING_TO_GIVE, withGranted } from './cap';
import type { EffectOutcome, EffectRun, EffectType, GivenEffect } from './effect-type';
import type { PerItem } from './prop-reader';

interface Props {
  readonly name: string;
  readonly items: readonly ItemObject[];
  readonly value: PerItem<Rational>;
  readonly units: PerItem<bigint>;
}

export const setDiscountPerItem: EffectType = {
  type: 'setDiscountPerItem',
  summary: 'Takes an amount off each unit of chosen cart items: one effect per line, named `name#position`.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the customer reads.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'Which items; all of the cart.' },
    {
      name: 'value',
      type: 'decimal',
      required: true,
      about: 'Off one unit, in major units, with the item as `item`; a line is rounded once.',
    },
    { name: 'units', type: 'int', required: false, about: 'How many units of the item, with `item`; all of them.' },
  ],
  compile(read) {
    const props = {
      name: read.text('name'),
      items: read.items('items'),
      value: read.decimalPerItem('value'),
      units: read.intPerItem('units', 'item.remaining'),
    };
    return applying<Props>(props, (values, run) => (run.hasSession ? discountItems(values, run) : NEEDS_SESSION));
  },
};

function discountItems(props: Props, run: EffectRun): EffectOutcome {
  const effects: GivenEffect[] = [];
  let { draft, allowance } = run;
  for (const item of new Set(props.items)) {
    if (run.lines?.has(item.item.position) === false) continue;
    const given = discountItem(props, item, { ...run, draft, allowance });
    if (given instanceof CelError) return failed(given);
    if (given === undefined) continue;
    draft = given.draft;
    if (allowance !== null) allowance -= given.amount;
    effects.push(given.effect);
  }
  return effects.length === 0 ? NOTHING_TO_GIVE : { draft, effects };
}

interface GivenToItem {
  readonly draft: Draft;
  /** Minor units. */
  readonly amount: bigint;
  readonly effect: GivenEffect;
}

function discountItem(props: Props, object: ItemObject, run: EffectRun): GivenToItem | CelError | undefined {
  const { position, quantity } = object.item;
  const perUnit = props.value(object);
  const wanted = props.units(object);
  if (perUnit instanceof CelError) return perUnit;
  if (wanted instanceof CelError) return wanted;
  const units = Math.min(quantity, Math.max(0, Number(wanted)));
  const exact = perUnit.mul(Rational.of(BigInt(units)));
  const picked = pickUnits(run.draft.bill, position, units);
  const { wish, amount } = capped(run, exact, picked.left);
  if (amount === 0n) return undefined;
  const { bill, shares } = discountUnits(run.draft.bill, picked, amount);
  const cut = wish === amount ? {} : { desiredValue: wish };
  const effect = {
    props: {
      name: `${props.name}#${position}`,
      value: amount,
      position: BigInt(position),
      units: BigInt(units),
      scope: 'itemTotal',
      ...cut,
    },
    shares,
    value: '',
  };
  return { draft: withGranted({ ...run.draft, bill }, run, amount), amount, effect };
}
