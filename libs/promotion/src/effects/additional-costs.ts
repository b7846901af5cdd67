import { CelError } from '@tessera/expression';
import type { Rational } from '@tessera/money';
import { discountCost, leftOnCost, NO_UNIT } from '../deciding/bill';
import type { Catalog } from '../catalog';
import type { AdditionalCost, RuleEffect } from '../catalog-event';
import type { ItemObject } from '../rules/session-object';
import type { Value } from '../value';
import { applying, failed } from './applying';
import { capped, NEEDS_SESSION, NOTHING_TO_GIVE, withGranted } from './cap';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';
import { inTurn, type GivenToItems } from './pro-rata';
import type { PerItem, PropReader } from './prop-reader';

const COST_PROP = {
  name: 'additionalCost',
  type: 'name',
  required: true,
  about: 'Which one, by its declared name.',
} as const;

export const setDiscountPerAdditionalCost: EffectType = {
  type: 'setDiscountPerAdditionalCost',
  summary: 'Takes an amount off one additional cost of the session.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the customer reads.' },
    COST_PROP,
    { name: 'value', type: 'decimal', required: true, about: 'The amount, in major units; rounded once.' },
  ],
  compile(read) {
    const name = read.text('name');
    const cost = costName(read);
    const props = { name, value: read.decimal('value') };
    return applying(props, ({ name, value }, run) =>
      onCost(cost, run, (declared) => {
        const given = give({ name, value, declared, position: NO_UNIT }, run);
        return given.effects.length === 0 ? NOTHING_TO_GIVE : given;
      }),
    );
  },
  verify: verifyCost,
};

interface PerItemProps {
  readonly name: string;
  readonly items: readonly ItemObject[];
  readonly value: PerItem<Rational>;
}

export const setDiscountPerAdditionalCostPerItem: EffectType = {
  type: 'setDiscountPerAdditionalCostPerItem',
  summary: 'Takes an amount off one additional cost of chosen cart items: one effect per line, named `name#position`.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the customer reads.' },
    COST_PROP,
    { name: 'items', type: 'list(cart item)', required: false, about: 'Which items; all of the cart.' },
    { name: 'value', type: 'decimal', required: true, about: 'Off the cost of one line, in major units, with `item`.' },
  ],
  compile(read) {
    const name = read.text('name');
    const cost = costName(read);
    const props = { name, items: read.items('items'), value: read.decimalPerItem('value') };
    return applying<PerItemProps>(props, (values, run) =>
      onCost(cost, run, (declared) => onItems(values, declared, run)),
    );
  },
  verify: verifyCost,
};

function costName(read: PropReader): string {
  const value = read.take('additionalCost', true);
  if (typeof value === 'string') return value;
  if (value !== undefined) read.wrong('additionalCost', "is an additional cost's name", '');
  return '';
}

function verifyCost(catalog: Catalog, application: bigint, { props }: RuleEffect): string | undefined {
  const name = props['additionalCost'];
  if (typeof name !== 'string' || catalog.additionalCost(application, name) !== undefined) return undefined;
  return `the application has no additional cost ${name}`;
}

function onCost(cost: string, run: EffectRun, act: (declared: AdditionalCost) => EffectOutcome): EffectOutcome {
  if (!run.hasSession) return NEEDS_SESSION;
  const declared = run.catalog.additionalCost(run.campaign.application, cost);
  return declared === undefined ? new EffectFailure(`there is no additional cost ${cost}`, true) : act(declared);
}

function onItems({ name, items, value }: PerItemProps, declared: AdditionalCost, run: EffectRun): EffectOutcome {
  const given = inTurn([...new Set(items)], run, (object, now) => {
    const exact = value(object);
    if (exact instanceof CelError) return exact;
    const { position } = object.item;
    return give({ name: `${name}#${position}`, value: exact, declared, position }, now);
  });
  if (given instanceof CelError) return failed(given);
  return given.effects.length === 0 ? NOTHING_TO_GIVE : { draft: given.draft, effects: given.effects };
}

interface CostDiscount {
  readonly name: string;
  readonly value: Rational;
  readonly declared: AdditionalCost;
  /** The line; -1: the session. */
  readonly position: number;
}

function give({ name, value, declared, position }: CostDiscount, run: EffectRun): GivenToItems {
  const { id: additionalCostId, name: additionalCost } = declared;
  const { wish, amount } = capped(run, value, leftOnCost(run.draft.bill, position, additionalCost));
  if (amount === 0n) return { draft: run.draft, amount, effects: [] };
  const { bill, shares } = discountCost(run.draft.bill, position, additionalCost, amount);
  const place: Record<string, Value> = position === NO_UNIT ? {} : { position: BigInt(position) };
  const cut = wish === amount ? {} : { desiredValue: wish };
  const props = { name, additionalCostId, additionalCost, value: amount, ...place, ...cut };
  return { draft: withGranted({ ...run.draft, bill }, run, amount), amount, effects: [{ props, shares, value: '' }] };
}
