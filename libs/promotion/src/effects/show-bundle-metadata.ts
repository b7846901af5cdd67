import { listValue } from '../attributes/kind';
import { applying } from './applying';
import type { EffectType } from './effect-type';
import { telling } from './notifying';

export const showBundleMetadata: EffectType = {
  type: 'showBundleMetadata',
  summary: 'Tells which cart items belong together, and what to show of them.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'description', type: 'text', required: true, about: 'What the customer reads.' },
    { name: 'bundleAttributes', type: 'list of names', required: false, about: 'Attributes of the items to be shown.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'Which items; all of the cart.' },
  ],
  compile(read) {
    const props = {
      description: read.text('description'),
      bundleAttributes: read.names('bundleAttributes'),
      items: read.items('items'),
    };
    return applying(props, ({ description, bundleAttributes, items }, run) =>
      telling(run, {
        description,
        bundleAttributes: listValue(bundleAttributes),
        itemsIndices: listValue(items.map(({ item }) => BigInt(item.position))),
      }),
    );
  },
};
