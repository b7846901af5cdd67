import type { NewRecord } from '@tessera/kafka';
import type { Catalog } from '@tessera/promotion';
import type { Inbound } from '../inbound';
import type { Judged } from '../judge';

/** The fields that every record begins with. */
export function envelopeOf(catalog: Catalog, judged: Judged, id: string, seq: bigint) {
  const { inbound, at } = judged;
  return {
    id,
    src: sourceOf(inbound),
    seq,
    requestId: inbound.requestId,
    application: inbound.application,
    at,
    recordedAt: inbound.recordedAt,
    catalogVersion: catalog.version,
    currency: catalog.application(inbound.application)?.currency ?? '',
  };
}

function sourceOf({ record }: Inbound): string {
  return `${record.topic}/${record.partition}/${record.offset}`;
}

/** A record beside the request that it came from: same partition, same key. */
export function beside(
  { record }: Inbound,
  topic: string,
  { id, type, value, timestamp }: { id: string; type: string; value: Uint8Array; timestamp: bigint },
): NewRecord {
  const { traceparent } = record.headers;
  const headers = { ce_id: id, ce_type: type, ...(traceparent ? { traceparent } : {}) };
  return { topic, partition: record.partition, key: record.key, value, timestamp, headers };
}
