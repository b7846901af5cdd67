import { openSecret, WEBHOOK_HEADER, WEBHOOK_SECRET } from '@tessera/event-contracts';
import type { Webhook } from '@tessera/promotion';
import type { Call } from './sender';
import { signatureHeaders } from './sign';

const DEFAULTS = { 'content-type': 'application/json', 'user-agent': 'Tessera-Webhooks/1' };

/** What the connection or the signature says; a webhook's own headers may not. */
const RESERVED = /^(host|connection|content-length|transfer-encoding|expect|upgrade|te|trailer|keep-alive|webhook-.*)$/;

/**
 * The call of a webhook as its definition stands now, with a body that stays.
 * Throws ContractError seal.broken where the master key is another.
 */
export function callOf(webhook: Webhook, id: string, body: string, at: Date, masterKey: Uint8Array): Call {
  const secret = openSecret(webhook.secret, masterKey, WEBHOOK_SECRET);
  const hasBody = webhook.verb !== 'GET';
  const headers = {
    ...DEFAULTS,
    ...ownHeaders(webhook, masterKey),
    ...signatureHeaders(id, at, hasBody ? body : '', secret),
  };
  return { url: webhook.url, method: webhook.verb, headers, body: hasBody ? body : null };
}

function ownHeaders({ headers }: Webhook, masterKey: Uint8Array): Record<string, string> {
  const lines = headers.map((sealed) => openSecret(sealed, masterKey, WEBHOOK_HEADER));
  const named = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(named.filter(([name]) => !RESERVED.test(name)));
}
