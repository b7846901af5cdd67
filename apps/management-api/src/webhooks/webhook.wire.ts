import { HIDDEN_HEADER_VALUE, type Webhook as WebhookJson } from '@tessera/api-contracts';
import type { SealedValue, Webhook } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { SealedText, WebhookEntity } from './webhook.entity';

/** The webhook as the log has it: headers and secret sealed. */
export function webhookOf(row: WebhookEntity): Webhook {
  const { id, applicationIds, title, verb, url, payload, enabled } = row;
  return {
    ...{ id, applications: applicationIds, title, verb, url, payload, enabled },
    headers: row.headers.map(({ sealed }) => sealedOf(sealed)),
    params: row.params.map((param) => param.title),
    secret: sealedOf(row.secret),
    created: instantOf(row.created),
    modified: instantOf(row.modified),
  };
}

/** As the API shows it: without the values of its headers, which are often credentials. */
export function showWebhook(row: WebhookEntity): WebhookJson {
  const { title, verb, url, params, enabled } = row;
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
    applicationIds: row.applicationIds.map(Number),
    ...{ title, verb, url, params, enabled },
    headers: row.headers.map(({ name }) => `${name}: ${HIDDEN_HEADER_VALUE}`),
    ...(row.payload === null ? {} : { payload: row.payload }),
  };
}

export function storeSealed({ keyId, nonce, bytes }: SealedValue): SealedText {
  return { keyId, nonce: toBase64(nonce), bytes: toBase64(bytes) };
}

function sealedOf({ keyId, nonce, bytes }: SealedText): SealedValue {
  return { kind: 'sealed', keyId, nonce: Buffer.from(nonce, 'base64'), bytes: Buffer.from(bytes, 'base64') };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
