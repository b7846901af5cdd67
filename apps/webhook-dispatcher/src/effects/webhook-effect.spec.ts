import { type EffectRecord, effects } from '@tessera/event-contracts';
import { webhookEffect } from '../testing.fixture';
import { deliveryOf } from './webhook-effect';

const changed = (change: Partial<EffectRecord['payload']['effect']>): EffectRecord => {
  const record = webhookEffect(42n);
  return { ...record, payload: { ...record.payload, effect: { ...record.payload.effect, ...change } } };
};

describe('an effect', () => {
  it('that triggers a webhook becomes a delivery under its own id', () => {
    const record = webhookEffect(42n);
    expect(deliveryOf(record)).toEqual({
      ...{ id: record.id, requestId: 'r', application: 3n, campaign: 5n, webhook: 7n, catalogVersion: 1n },
      effect: effects.toWire(record),
    });
  });

  it.each([{ type: 'setDiscount' }, { phase: 'rolledBack' }, { phase: 'committed' }, { props: { webhookId: '7' } }])(
    'that does not is passed over: %j',
    (change) => expect(deliveryOf(changed(change))).toBeUndefined(),
  );
});
