import { type DecisionRecord, decisions, murmur2Partition } from '@tessera/event-contracts';

type Payload = DecisionRecord['payload'];

export interface DecidedRequest {
  readonly application: bigint;
  readonly position: bigint;
  readonly at: bigint;
  readonly decision: Payload;
  /** The Kafka key of its request. */
  readonly key: string;
}

/** Decisions as the topic holds them: by the partition of their key, numbered from 1 in each. */
export function asPartitions(
  decided: readonly DecidedRequest[],
  count: number,
): readonly (readonly DecisionRecord[])[] {
  const partitions = Array.from({ length: count }, (): DecisionRecord[] => []);
  for (const one of decided) {
    const partition = murmur2Partition(one.key, count);
    const records = partitions[partition];
    records?.push(recordOf(one, partition, BigInt(records.length + 1)));
  }
  return partitions;
}

function recordOf(
  { application, position, at, decision }: DecidedRequest,
  partition: number,
  seq: bigint,
): DecisionRecord {
  return {
    id: position.toString(),
    src: `${decisions.name}/${partition}`,
    seq,
    requestId: `request-${position}`,
    application,
    at,
    recordedAt: at,
    catalogVersion: 1n,
    currency: 'EUR',
    source: { topic: 'integration.events.v1', partition, offset: seq },
    payload: decision,
  };
}
