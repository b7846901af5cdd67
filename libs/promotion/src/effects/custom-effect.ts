import { CelError } from '@tessera/expression';
import { mapValue } from '../attributes/kind';
import type { Draft } from '../deciding/draft';
import type { Value } from '../value';
import { applying, failed } from './applying';
import type { BundledItem } from './bundles';
import { EffectFailure, type EffectOutcome, type EffectType, type GivenEffect } from './effect-type';
import { telling } from './notifying';
import { BUNDLE_PROP, choiceOf, NO_BUNDLE, type Chosen } from './picked-items';
import type { PerItem, PropReader } from './prop-reader';

/** As many lines as a session may have. */
const MOST = 1_000;

export const customEffect: EffectType = {
  type: 'customEffect',
  summary:
    'Gives the integration something of its own to do; with `items`, `units` or `bundle` one for each of them. A session that is closed again after it was reopened does not give it again.',
  lasting: 'close',
  keeps: true,
  onFailure: true,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the integration knows it by.' },
    { name: 'effectId', type: 'id', required: false, about: 'A number of your own; 0.' },
    { name: 'payload', type: 'object of texts', required: false, about: 'Texts may hold expressions, with `item`.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'For which items; for the session as a whole.' },
    {
      name: 'units',
      type: 'int',
      required: false,
      about: 'One for each of so many units of the item, with `item`; one for the line.',
    },
    BUNDLE_PROP,
  ],
  compile(read) {
    if (read.gives('bundle')) return forBundles(read);
    const isPerUnit = read.gives('units');
    return read.gives('items') || isPerUnit ? forItems(read, isPerUnit) : forSession(read);
  },
};

function common(read: PropReader) {
  return { effectId: read.id('effectId', false), name: read.text('name') };
}

function forSession(read: PropReader) {
  const props = { ...common(read), payload: read.payload('payload') };
  return applying(props, ({ effectId, name, payload }, run) =>
    telling(run, { effectId, name, payload: mapValue(payload) }),
  );
}

function forBundles(read: PropReader) {
  const props = { ...common(read), payload: read.payload('payload'), chosen: choiceOf(read) };
  return applying(props, ({ effectId, name, payload, chosen }, { draft }) => {
    const effects = chosen.map(({ place }) => {
      return { props: { effectId, name, payload: mapValue(payload), ...place }, shares: [], value: '' };
    });
    return effects.length === 0 ? NO_BUNDLE : { draft, effects };
  });
}

interface PerItemProps {
  readonly effectId: bigint;
  readonly name: string;
  readonly payload: PerItem<Readonly<Record<string, Value>>>;
  readonly chosen: readonly Chosen[];
}

function forItems(read: PropReader, isPerUnit: boolean) {
  const props = { ...common(read), payload: read.payloadPerItem('payload'), chosen: choiceOf(read) };
  const placesOf = isPerUnit ? placesOfUnits : placeOfLine;
  return applying<PerItemProps>(props, (values, { draft }) => tellOfItems(values, placesOf, draft));
}

type Place = Readonly<Record<string, Value>>;

function placeOfLine({ object }: BundledItem): Place[] {
  return [{ cartItemPosition: BigInt(object.item.position) }];
}

function placesOfUnits({ object, units }: BundledItem): Place[] {
  const cartItemPosition = BigInt(object.item.position);
  return Array.from({ length: units }, (_, unit) => ({ cartItemPosition, cartItemSubPosition: BigInt(unit) }));
}

function tellOfItems(
  { effectId, name, payload, chosen }: PerItemProps,
  placesOf: (item: BundledItem) => Place[],
  draft: Draft,
): EffectOutcome {
  const effects: GivenEffect[] = [];
  for (const item of chosen.flatMap(({ items }) => items)) {
    const entries = payload(item.object);
    if (entries instanceof CelError) return failed(entries);
    const told = { effectId, name, payload: mapValue(entries) };
    for (const place of placesOf(item)) effects.push({ props: { ...told, ...place }, shares: [], value: '' });
    if (effects.length > MOST) return TOO_MANY;
  }
  return effects.length === 0 ? NO_ITEMS : { draft, effects };
}

const NO_ITEMS = new EffectFailure('there is no item that it is for', false);
const TOO_MANY = new EffectFailure(`it would be given more than ${MOST} times`, true);
