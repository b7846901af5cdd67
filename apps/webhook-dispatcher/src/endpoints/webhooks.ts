import { type CatalogRecord, catalogEvents } from '@tessera/event-contracts';
import { Feed, type KafkaSettings } from '@tessera/kafka';
import type { Webhook } from '@tessera/promotion';

/** The webhooks of the catalog by id. */
export type Webhooks = ReadonlyMap<bigint, Webhook>;

/** The webhooks after a management write; the same map where it was about something else. */
export function applyWebhook(webhooks: Webhooks, { payload }: CatalogRecord): Webhooks {
  switch (payload.kind) {
    case 'WebhookSaved':
      return new Map(webhooks).set(payload.entity.id, payload.entity);
    case 'WebhookDeleted':
      return new Map([...webhooks].filter(([id]) => id !== payload.id));
    default:
      return webhooks;
  }
}

export type WebhookFeed = Pick<Feed<Webhooks, CatalogRecord>, 'current' | 'version'>;

export const webhookFeed = (kafka: KafkaSettings): Feed<Webhooks, CatalogRecord> =>
  new Feed<Webhooks, CatalogRecord>({
    kafka,
    topic: catalogEvents.name,
    initial: new Map(),
    decode: ({ value }) => catalogEvents.fromWire(value),
    apply: applyWebhook,
    versionOf: ({ seq }) => seq,
  });

/** Where modules find the feed. */
export const WEBHOOK_FEED = Symbol('webhook feed');
