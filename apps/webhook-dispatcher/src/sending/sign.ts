import { Webhook as Signer } from 'standardwebhooks';

/**
 * The headers of Standard Webhooks 1.0.0: the id that stays over all tries, the time of this one, and an HMAC-SHA256 over both
 * and the exact body.
 * @param secret `whsec_` and base64
 */
export function signatureHeaders(
  id: string,
  at: Date,
  body: string,
  secret: string,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Signer(secret).sign(id, at, body),
  };
}
