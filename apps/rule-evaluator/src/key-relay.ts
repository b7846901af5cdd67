import { subjectKeys } from '@tessera/event-contracts';
import type { NewRecord } from '@tessera/kafka';
import { KeptLock, type Sql } from '@tessera/postgres';
import type { DataSource } from 'typeorm';
import type { Replies } from './ports';

const BATCH = 500;
const LOCK = 'subject-key-relay';

interface KeyColumns {
  readonly key_id: string;
  readonly subject: string;
  readonly wrapped: Buffer | null;
  readonly position: string;
}

/**
 * Publishes `subject_keys` to its topic: the one topic whose records do not stand beside their requests. At least once and
 * in the order of positions; readers drop what is older than what they hold.
 */
export class KeyRelay {
  private readonly lock: KeptLock;

  constructor(
    dataSource: DataSource,
    private readonly producer: Replies,
    private readonly partitions: number,
    private readonly now: () => bigint,
  ) {
    this.lock = new KeptLock(dataSource, LOCK);
  }

  /** Publishes what is not published yet, if this process is the relay. @returns how many keys and tombstones went out */
  async run(): Promise<number> {
    return (await this.lock.run((sql) => this.publish(sql))) ?? 0;
  }

  release(): Promise<void> {
    return this.lock.release();
  }

  private async publish(sql: Sql): Promise<number> {
    const rows = await sql.query<KeyColumns>(
      'SELECT key_id, subject, wrapped, position FROM subject_keys WHERE NOT published ORDER BY position LIMIT $1',
      [BATCH],
    );
    if (rows.length === 0) return 0;
    await this.producer.send(rows.map((row) => this.record(row)));
    // A key that was erased meanwhile has another position and stays to be published.
    await sql.query(
      `UPDATE subject_keys k SET published = true
       FROM unnest($1::text[], $2::bigint[]) AS sent (key_id, position)
       WHERE k.key_id = sent.key_id AND k.position = sent.position`,
      [rows.map(({ key_id }) => key_id), rows.map(({ position }) => position)],
    );
    return rows.length;
  }

  private record({ key_id, subject, wrapped, position }: KeyColumns): NewRecord {
    const timestamp = this.now();
    const value = wrapped && keyBytes({ keyId: key_id, subject, wrapped, position: BigInt(position), at: timestamp });
    return {
      topic: subjectKeys.name,
      partition: subjectKeys.partition(key_id, this.partitions),
      key: Buffer.from(key_id),
      value,
      timestamp,
      headers: { ce_id: key_id, ce_type: 'SubjectKeyGiven' },
    };
  }
}

interface Key {
  readonly keyId: string;
  readonly subject: string;
  readonly wrapped: Uint8Array;
  readonly position: bigint;
  readonly at: bigint;
}

function keyBytes({ keyId, subject, wrapped, position, at }: Key): Uint8Array {
  const envelope = { id: keyId, src: 'rule-evaluator', seq: 0n, requestId: '', application: 0n };
  return subjectKeys.toWire({
    ...envelope,
    ...{ at, recordedAt: at, catalogVersion: 0n, currency: '' },
    payload: { kind: 'SubjectKeyGiven', keyId, subject, position, wrapped },
  });
}
