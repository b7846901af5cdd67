import { webhook, webhookEffect } from '../testing.fixture';
import { bodyOf } from './body';

const record = webhookEffect(42n);
const body = (payload: string | null, open = () => undefined as never, of = record): unknown =>
  JSON.parse(bodyOf(webhook({ payload }), of, open));

describe('the body of a call', () => {
  it('is the envelope of Standard Webhooks where there is no template', () => {
    expect(body(null)).toEqual({
      type: 'effect.triggerWebhook',
      timestamp: '2017-08-13T00:00:00.000Z',
      data: {
        effectId: record.id,
        timestamp: '2017-08-13T00:00:00.000Z',
        applicationId: 3,
        campaignId: 5,
        rulesetId: 6,
        ruleName: 'Tell',
        sessionId: 'cart-1',
        profileId: 'anna',
        webhookId: 7,
        webhookName: 'CRM',
        params: { name: 'Anna' },
      },
    });
  });

  it('is the filled template where there is one', () => {
    expect(body('{"who": "${$name}", "cart": "${sessionId}", "no": ${constructor}}')).toEqual({
      who: 'Anna',
      cart: 'cart-1',
      no: null,
    });
  });

  it('has personal values open, and lacks those whose key is erased', () => {
    const params = { kind: 'sealed' as const, keyId: 'k', nonce: Uint8Array.of(1), bytes: Uint8Array.of(2) };
    const personal = webhookEffect(42n, { params });
    expect(bodyOf(webhook({ payload: '"${$name}"' }), personal, () => ({ name: 'Anna' }))).toBe('"Anna"');
    expect(bodyOf(webhook({ payload: '"${$name}"' }), personal, () => undefined)).toBe('""');
  });
});
