import { type Json, renderAttributes, renderInstant, type RenderSealed } from '@tessera/api-contracts';
import type { EffectRecord } from '@tessera/event-contracts';
import type { Webhook } from '@tessera/promotion';
import { fillTemplate } from './template';

/**
 * What a webhook sends for an effect: its payload template filled, or without one the envelope that Standard Webhooks
 * recommends.
 * @param open opens personal values; those whose key is erased are left out
 */
export function bodyOf(webhook: Webhook, record: EffectRecord, open: RenderSealed): string {
  const props = renderAttributes(record.payload.effect.props, open);
  const params = (props['params'] ?? {}) as { readonly [name: string]: Json };
  const facts = factsOf(webhook, record);
  if (webhook.payload === null) {
    return JSON.stringify({ type: 'effect.triggerWebhook', timestamp: facts['timestamp'], data: { ...facts, params } });
  }
  return fillTemplate(webhook.payload, (name) =>
    name.startsWith('$') ? own(params, name.slice(1)) : own(facts, name),
  );
}

const own = (values: { readonly [name: string]: Json }, name: string): Json | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

function factsOf(webhook: Webhook, { id, application, at, payload }: EffectRecord): { readonly [name: string]: Json } {
  const { effect, session, profile } = payload;
  return {
    effectId: id,
    timestamp: renderInstant(at),
    applicationId: Number(application),
    campaignId: Number(effect.campaign),
    rulesetId: Number(effect.ruleset),
    ruleName: effect.ruleName,
    sessionId: session,
    profileId: profile,
    webhookId: Number(webhook.id),
    webhookName: webhook.title,
  };
}
