import { effectId, type EffectRecord, sealSecret, WEBHOOK_HEADER, WEBHOOK_SECRET } from '@tessera/event-contracts';
import type { Attributes, Webhook } from '@tessera/promotion';
import type { Claimed } from './deliveries/deliveries';

export const MASTER_KEY = new Uint8Array(32).fill(9);

/** The example of the Standard Webhooks specification's libraries. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export function webhook(change: Partial<Webhook> = {}, headers: readonly string[] = []): Webhook {
  return {
    id: 7n,
    applications: [],
    title: 'CRM',
    verb: 'POST',
    url: 'https://crm.example/hook',
    headers: headers.map((line) => sealSecret(line, MASTER_KEY, WEBHOOK_HEADER)),
    params: ['name'],
    payload: null,
    secret: sealSecret(SECRET, MASTER_KEY, WEBHOOK_SECRET),
    enabled: true,
    created: 1n,
    modified: 1n,
    ...change,
  };
}

/** A webhook effect of a decision at this position. */
export function webhookEffect(position: bigint, props: Attributes = {}, webhookId = 7n): EffectRecord {
  const id = effectId(position, 0);
  return {
    ...{ id, src: 'integration.events.v1/0/1', seq: position, requestId: 'r', application: 3n, catalogVersion: 1n },
    ...{ at: 1502582400000n, recordedAt: 1502582400000n, currency: 'EUR' },
    payload: {
      ...{ kind: 'EffectGiven', position, index: 0, count: 1, session: 'cart-1', profile: 'anna' },
      effect: {
        ...{ index: 0, campaign: 5n, ruleset: 6n, rulesetVersion: 1, ruleId: 'rule', ruleIndex: 0, ruleName: 'Tell' },
        ...{ effectIndex: 0, type: 'triggerWebhook', triggeredByCoupon: null, phase: 'durable', undoes: null },
        props: { webhookId, webhookName: 'CRM', params: { kind: 'map', entries: { name: 'Anna' } }, ...props },
        shares: [],
      },
    },
  };
}

export const claimed = (effect: Uint8Array, change: Partial<Claimed> = {}): Claimed => ({
  ...{ created: '2026-11-23 00:00:00+00', id: effectId(1n, 0), webhook: 7n, effect },
  ...{ body: null, attempt: 1, ageMs: 0 },
  ...change,
});
