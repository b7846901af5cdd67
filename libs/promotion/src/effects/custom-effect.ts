import { mapValue } from '../attributes/kind';
import { applying } from './applying';
import type { EffectType } from './effect-type';
import { telling } from './notifying';

export const customEffect: EffectType = {
  type: 'customEffect',
  summary: 'Gives the integration something of its own to do.',
  lasting: 'close',
  onFailure: true,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the integration knows it by.' },
    { name: 'effectId', type: 'id', required: false, about: 'A number of your own; 0.' },
    { name: 'payload', type: 'object of texts', required: false, about: 'Texts may hold expressions.' },
  ],
  compile(read) {
    const props = { effectId: read.id('effectId', false), name: read.text('name'), payload: read.payload('payload') };
    return applying(props, ({ effectId, name, payload }, run) =>
      telling(run, { effectId, name, payload: mapValue(payload) }),
    );
  },
};
