import { mapValue } from '../attributes/kind';
import type { Catalog } from '../catalog';
import type { Webhook } from '../catalog-event';
import { applying } from './applying';
import { EffectFailure, type EffectType } from './effect-type';
import { telling } from './notifying';
import { idOf } from './prop-reader';

export const triggerWebhook: EffectType = {
  type: 'triggerWebhook',
  summary: 'Calls a webhook of the account, once per session.',
  lasting: 'once',
  onFailure: false,
  props: [
    { name: 'webhookId', type: 'id', required: true, about: 'The webhook.' },
    { name: 'params', type: 'object of texts', required: false, about: 'Values for its parameters.' },
  ],
  compile(read) {
    const props = { webhookId: read.id('webhookId'), params: read.payload('params') };
    return applying(props, ({ webhookId, params }, run) => {
      const webhook = usableWebhook(run.catalog, run.campaign.application, webhookId);
      if (webhook === undefined) return new EffectFailure(`webhook ${webhookId} is not there or disabled`, true);
      return telling(run, { webhookId, webhookName: webhook.title, params: mapValue(params) });
    });
  },
  verify(catalog, application, { props }) {
    const id = idOf(props['webhookId'] ?? null);
    if (id === undefined || usableWebhook(catalog, application, id) !== undefined) return undefined;
    return `webhook ${id} is not there, disabled, or of another application`;
  },
};

function usableWebhook(catalog: Catalog, application: bigint, id: bigint): Webhook | undefined {
  const webhook = catalog.webhook(id);
  if (webhook === undefined || !webhook.enabled) return undefined;
  const { applications } = webhook;
  return applications.length === 0 || applications.includes(application) ? webhook : undefined;
}
