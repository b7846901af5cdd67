import { CelError } from '@tessera/expression';
import { Rational } from '@tessera/money';
import { discountUnits, pickUnits } from '../deciding/bill';
import type { Draft } from '../deciding/draft';
import { problem } from '../rules/problem';
import type { ItemObject } from '../rules/session-object';
import { applying, failed } from './applying';
import { capped, NEEDS_SESSION, NOTHING_TO_GIVE, withGranted } from './cap';
import { pickedPlace, unitsOn, type PickedItem } from './picked-items';
import type { EffectOutcome, EffectRun, EffectType, GivenEffect } from './effect-type';
import { spreadOverItems } from './pro-rata';
import type { PerItem, PropReader } from './prop-reader';

interface Props {
  readonly name: string;
  readonly items: readonly ItemObject[];
  readonly value: PerItem<Rational>;
  readonly units: PerItem<bigint>;
}

export const setDiscountPerItem: EffectType = {
  type: 'setDiscountPerItem',
  summary:
    'Takes an amount off chosen cart items: one effect per line, named `name#position`. Either `value` or `total`.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the customer reads.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'Which items; all of the cart.' },
    {
      name: 'value',
      type: 'decimal',
      required: true,
      about: 'Off one unit, in major units, with the item as `item`; a line is rounded once. Left out with `total`.',
    },
    {
      name: 'total',
      type: 'decimal',
      required: false,
      about: 'Off all of them together, spread by what is left to pay on each; rounded once.',
    },
    { name: 'units', type: 'int', required: false, about: 'How many units of the item, with `item`; all of them.' },
  ],
  compile(read) {
    return read.gives('total') ? compileTotal(read) : compileEach(read);
  },
};

function common(read: PropReader) {
  return {
    name: read.text('name'),
    items: read.items('items'),
    units: read.intPerItem('units', 'item.remaining'),
  };
}

function compileTotal(read: PropReader) {
  if (read.gives('value')) {
    read.take('value', false);
    read.sources.problems.push(problem('prop.twice', read.at('value'), 'either value or total, not both'));
  }
  const props = { ...common(read), total: read.decimal('total') };
  return applying(props, (values, run) => (run.hasSession ? spreadOverItems(values, run) : NEEDS_SESSION));
}

function compileEach(read: PropReader) {
  read.take('total', false);
  const props = { ...common(read), value: read.decimalPerItem('value') };
  return applying<Props>(props, (values, run) => (run.hasSession ? discountItems(values, run) : NEEDS_SESSION));
}

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
  const perUnit = props.value(object);
  const units = unitsOn(props.units, object);
  if (perUnit instanceof CelError) return perUnit;
  if (units instanceof CelError) return units;
  const { position } = object.item;
  const item: PickedItem = { object, units, picked: pickUnits(run.draft.bill, position, units) };
  const { wish, amount } = capped(run, perUnit.mul(Rational.of(BigInt(units))), item.picked.left);
  if (amount === 0n) return undefined;
  const { bill, shares } = discountUnits(run.draft.bill, item.picked, amount);
  const cut = wish === amount ? {} : { desiredValue: wish };
  const effect = {
    props: { name: `${props.name}#${position}`, value: amount, ...pickedPlace(item, shares), ...cut },
    shares,
    value: '',
  };
  return { draft: withGranted({ ...run.draft, bill }, run, amount), amount, effect };
}
