import type { InboxRecord } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { randomUUID } from 'node:crypto';
import type { Call } from './call';

/** A call as the inbox holds it, judged by the catalog version that the call saw. `instance` waits for the reply. */
export function inboxRecord(
  call: Pick<Call, 'caller' | 'requestId' | 'keySent' | 'hash' | 'at'>,
  payload: Request,
  instance: string,
  now: bigint,
): InboxRecord {
  const { application, catalog } = call.caller;
  return {
    id: randomUUID(),
    src: instance,
    seq: 0n,
    requestId: call.requestId,
    application: application.id,
    at: call.at,
    recordedAt: now,
    catalogVersion: catalog.version,
    currency: application.currency,
    idempotency: { hash: call.hash, keySent: call.keySent },
    payload,
  };
}
