import { type EffectRecord, effects } from '@tessera/event-contracts';

/** A call that an effect asks for. */
export interface NewDelivery {
  readonly id: string;
  /** Of the request whose decision gave it. */
  readonly requestId: string;
  readonly application: bigint;
  readonly campaign: bigint;
  readonly webhook: bigint;
  readonly catalogVersion: bigint;
  /** The record as it stands in the topic. */
  readonly effect: Uint8Array;
}

/** Undefined for all effects but webhooks that are to be called. */
export function deliveryOf(record: EffectRecord): NewDelivery | undefined {
  const { effect } = record.payload;
  const { webhookId } = effect.props;
  if (effect.type !== 'triggerWebhook' || effect.phase !== 'durable' || typeof webhookId !== 'bigint') return undefined;
  const { id, requestId, application, catalogVersion } = record;
  return {
    id,
    requestId,
    application,
    campaign: effect.campaign,
    webhook: webhookId,
    catalogVersion,
    effect: effects.toWire(record),
  };
}
