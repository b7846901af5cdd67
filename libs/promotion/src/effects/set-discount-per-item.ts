import { CelError } from '@tessera/expression';
import { Rational } from '@tessera/money';
import { discountUnits, pickUnits } from '../deciding/bill';
import { problem } from '../rules/problem';
import { applying, failed } from './applying';
import type { BundledItem } from './bundles';
import { capped, NEEDS_SESSION, NOTHING_TO_GIVE, withGranted } from './cap';
import type { EffectOutcome, EffectRun, EffectType } from './effect-type';
import { BUNDLE_PROP, choiceOf, NO_BUNDLE, pickedPlace, withinLines, type Chosen } from './picked-items';
import { inTurn, spreadOver, type GivenToItems } from './pro-rata';
import type { PerItem, PropReader } from './prop-reader';

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
      about: 'Off all of them together, or off each bundle, spread by what is left to pay on each; rounded once.',
    },
    { name: 'units', type: 'int', required: false, about: 'How many units of the item, with `item`; all of them.' },
    BUNDLE_PROP,
  ],
  compile(read) {
    return read.gives('total') ? compileTotal(read) : compileEach(read);
  },
};

interface Common {
  readonly name: string;
  readonly chosen: readonly Chosen[];
}

function compileTotal(read: PropReader) {
  const props = { name: read.text('name'), chosen: choiceOf(read), total: read.decimal('total') };
  if (read.gives('value')) {
    read.sources.problems.push(problem('prop.twice', read.at('value'), 'either value or total, not both'));
  }
  read.take('value', false);
  return applying<Common & { readonly total: Rational }>(props, (values, run) =>
    onEach(values, run, (chosen, now) => spreadOver(values.name, values.total, chosen, now)),
  );
}

function compileEach(read: PropReader) {
  const props = { name: read.text('name'), chosen: choiceOf(read), value: read.decimalPerItem('value') };
  read.take('total', false);
  return applying<Common & { readonly value: PerItem<Rational> }>(props, (values, run) =>
    onEach(values, run, (chosen, now) => discountItems(values, chosen, now)),
  );
}

function onEach(
  { chosen }: Common,
  run: EffectRun,
  give: (chosen: Chosen, run: EffectRun) => GivenToItems | CelError,
): EffectOutcome {
  if (!run.hasSession) return NEEDS_SESSION;
  if (chosen.length === 0) return NO_BUNDLE;
  const given = inTurn(withinLines(chosen, run.lines), run, give);
  if (given instanceof CelError) return failed(given);
  return given.effects.length === 0 ? NOTHING_TO_GIVE : { draft: given.draft, effects: given.effects };
}

interface PerUnit {
  readonly name: string;
  readonly value: PerItem<Rational>;
}

function discountItems(props: PerUnit, { items, place }: Chosen, run: EffectRun): GivenToItems | CelError {
  return inTurn(items, run, (item, now) => discountItem(props, item, place, now));
}

function discountItem(
  { name, value }: PerUnit,
  item: BundledItem,
  place: Chosen['place'],
  run: EffectRun,
): GivenToItems | CelError {
  const perUnit = value(item.object);
  if (perUnit instanceof CelError) return perUnit;
  const { position } = item.object.item;
  const picked = pickUnits(run.draft.bill, position, item.units);
  const { wish, amount } = capped(run, perUnit.mul(Rational.of(BigInt(item.units))), picked.left);
  if (amount === 0n) return { draft: run.draft, amount, effects: [] };
  const { bill, shares } = discountUnits(run.draft.bill, picked, amount);
  const cut = wish === amount ? {} : { desiredValue: wish };
  const props = { name: `${name}#${position}`, value: amount, ...pickedPlace(item, shares), ...cut, ...place };
  return { draft: withGranted({ ...run.draft, bill }, run, amount), amount, effects: [{ props, shares, value: '' }] };
}
