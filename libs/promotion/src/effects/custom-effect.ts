import { CelError } from '@tessera/expression';
import { mapValue } from '../attributes/kind';
import type { ItemObject } from '../rules/session-object';
import type { Value } from '../value';
import { applying, failed } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType, type GivenEffect } from './effect-type';
import { telling } from './notifying';
import { BUNDLE_PROP, bundlePlace, NO_BUNDLE } from './picked-items';
import type { PerItem, PropReader } from './prop-reader';

export const customEffect: EffectType = {
  type: 'customEffect',
  summary:
    'Gives the integration something of its own to do; with `items` or `bundle` one for each of them. A session that is closed again after it was reopened does not give it again.',
  lasting: 'close',
  keeps: true,
  onFailure: true,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the integration knows it by.' },
    { name: 'effectId', type: 'id', required: false, about: 'A number of your own; 0.' },
    { name: 'payload', type: 'object of texts', required: false, about: 'Texts may hold expressions, with `item`.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'For which items; for the session as a whole.' },
    BUNDLE_PROP,
  ],
  compile(read) {
    if (read.gives('bundle')) return forBundles(read);
    read.take('bundle', false);
    return read.gives('items') ? forItems(read) : forSession(read);
  },
};

function common(read: PropReader) {
  return { effectId: read.id('effectId', false), name: read.text('name') };
}

function forSession(read: PropReader) {
  read.take('items', false);
  const props = { ...common(read), payload: read.payload('payload') };
  return applying(props, ({ effectId, name, payload }, run) =>
    telling(run, { effectId, name, payload: mapValue(payload) }),
  );
}

function forBundles(read: PropReader) {
  const props = { ...common(read), payload: read.payload('payload'), bundles: read.bundles('bundle') };
  read.take('items', false);
  return applying(props, ({ effectId, name, payload, bundles }, { draft }) => {
    const effects = bundles.map((bundle) => {
      const told = { effectId, name, payload: mapValue(payload), ...bundlePlace(bundle) };
      return { props: told, shares: [], value: '' };
    });
    return effects.length === 0 ? NO_BUNDLE : { draft, effects };
  });
}

interface PerItemProps {
  readonly effectId: bigint;
  readonly name: string;
  readonly payload: PerItem<Readonly<Record<string, Value>>>;
  readonly items: readonly ItemObject[];
}

function forItems(read: PropReader) {
  const props = { ...common(read), payload: read.payloadPerItem('payload'), items: read.items('items') };
  return applying<PerItemProps>(props, tellOfItems);
}

function tellOfItems({ effectId, name, payload, items }: PerItemProps, { draft }: EffectRun): EffectOutcome {
  const effects: GivenEffect[] = [];
  for (const item of new Set(items)) {
    const entries = payload(item);
    if (entries instanceof CelError) return failed(entries);
    const place = { cartItemPosition: BigInt(item.item.position) };
    effects.push({ props: { effectId, name, payload: mapValue(entries), ...place }, shares: [], value: '' });
  }
  return effects.length === 0 ? NO_ITEMS : { draft, effects };
}

const NO_ITEMS = new EffectFailure('there is no item that it is for', false);
