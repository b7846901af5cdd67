import { listValue } from '../attributes/kind';
import type { ItemObject } from '../rules/session-object';
import { applying } from './applying';
import type { EffectType, GivenEffect } from './effect-type';
import { BUNDLE_PROP, NO_BUNDLE } from './picked-items';
import type { PropReader } from './prop-reader';

export const showBundleMetadata: EffectType = {
  type: 'showBundleMetadata',
  summary: 'Tells which cart items belong together, and what to show of them; with `bundle` once for each of them.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'description', type: 'text', required: true, about: 'What the customer reads.' },
    { name: 'bundleAttributes', type: 'list of names', required: false, about: 'Attributes of the items to be shown.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'Which items; all of the cart.' },
    BUNDLE_PROP,
  ],
  compile(read) {
    const common = { description: read.text('description'), bundleAttributes: read.names('bundleAttributes') };
    return applying({ ...common, groups: groupsOf(read) }, ({ description, bundleAttributes, groups }, { draft }) => {
      const effects = groups.map((items) => shown(description, bundleAttributes, items));
      return effects.length === 0 ? NO_BUNDLE : { draft, effects };
    });
  },
};

function groupsOf(read: PropReader) {
  const isBundle = read.gives('bundle');
  read.take(isBundle ? 'items' : 'bundle', false);
  if (!isBundle) {
    const items = read.items('items');
    return (activation: Parameters<typeof items>[0]) => {
      const found = items(activation);
      return isList(found) ? [found] : found;
    };
  }
  const bundles = read.bundles('bundle');
  return (activation: Parameters<typeof bundles>[0]) => {
    const found = bundles(activation);
    return isList(found) ? found.map(({ items }) => items.map(({ object }) => object)) : found;
  };
}

function isList<T, E>(value: readonly T[] | E): value is readonly T[] {
  return Array.isArray(value);
}

function shown(description: string, attributes: readonly string[], items: readonly ItemObject[]): GivenEffect {
  const props = {
    description,
    bundleAttributes: listValue(attributes),
    itemsIndices: listValue(items.map(({ item }) => BigInt(item.position))),
  };
  return { props, shares: [], value: '' };
}
