import { applying } from './applying';
import type { EffectType } from './effect-type';
import { telling } from './notifying';

const TYPES = ['Info', 'Offer', 'Error', 'Misc'] as const;

export const showNotification: EffectType = {
  type: 'showNotification',
  summary: 'Tells the customer something.',
  lasting: 'close',
  onFailure: true,
  props: [
    { name: 'notificationType', type: TYPES.join(' | '), required: false, about: 'How to show it; Info.' },
    { name: 'title', type: 'text', required: true, about: 'The heading.' },
    { name: 'body', type: 'text', required: false, about: 'The rest.' },
  ],
  compile(read) {
    const props = {
      notificationType: read.choice('notificationType', TYPES, 'Info'),
      title: read.text('title'),
      body: read.text('body', false),
    };
    return applying(props, (values, run) => telling(run, { ...values }));
  },
};
