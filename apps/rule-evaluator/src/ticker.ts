import { type InboxRecord, integrationEvents, requestKey } from '@tessera/event-contracts';
import type { NewRecord } from '@tessera/kafka';
import { KeptLock, type Sql } from '@tessera/postgres';
import type { ClockTicked, SessionIdled } from '@tessera/promotion';
import type { DataSource } from 'typeorm';
import type { Replies } from './ports';

const LOCK = 'ticker';
const MINUTE = 60_000n;

/** Of a minute: the rest comes with the next. */
const MOST_IDLE = 1_000;

/** Ticks of the account: points are shared by its applications. */
const ACCOUNT = 0n;

/**
 * Asks for what nobody asks for: one request per partition and minute, where something is due there, and one for each session
 * that stayed open too long. One process of the cluster does it, while it holds a lock of the database. A tick that is sent
 * twice has the same request id, so it is decided once.
 */
export class Ticker {
  private readonly lock: KeptLock;
  private lastMinute = 0n;

  constructor(
    dataSource: DataSource,
    private readonly producer: Replies,
    private readonly now: () => bigint,
  ) {
    this.lock = new KeptLock(dataSource, LOCK);
  }

  /** @returns the partitions that were asked */
  async run(): Promise<readonly number[]> {
    return (await this.lock.run((sql) => this.tick(sql))) ?? [];
  }

  release(): Promise<void> {
    return this.lock.release();
  }

  private async tick(sql: Sql): Promise<readonly number[]> {
    const now = this.now();
    if (now / MINUTE === this.lastMinute) return [];
    const rows = await sql.query<{ due_partition: number }>(
      'SELECT DISTINCT due_partition FROM ledger WHERE due <= $1 ORDER BY due_partition',
      [now],
    );
    const partitions = rows.map(({ due_partition }) => due_partition);
    const idle = await idleSessions(sql, now);
    if (partitions.length + idle.length === 0) return [];
    await this.producer.send([...partitions.map((partition) => tickOf(partition, now)), ...idle]);
    this.lastMinute = now / MINUTE;
    return partitions;
  }
}

interface IdleSession {
  readonly application: string;
  readonly id: string;
  readonly due: string;
  readonly due_partition: number;
}

/** A request for each session that nobody touched for too long; its id names since when, so that it is decided once. */
async function idleSessions(sql: Sql, now: bigint): Promise<NewRecord[]> {
  const rows = await sql.query<IdleSession>(
    'SELECT application, id, due, due_partition FROM session WHERE due <= $1 ORDER BY due LIMIT $2',
    [now, MOST_IDLE],
  );
  return rows.map(({ application, id, due, due_partition: partition }) => {
    const requestId = `idle ${id} ${due}`;
    return recordOf(
      { application: BigInt(application), requestId, partition, now },
      { kind: 'SessionIdled', sessionId: id },
    );
  });
}

function tickOf(partition: number, now: bigint): NewRecord {
  const requestId = `tick ${partition} ${now / MINUTE}`;
  return recordOf({ application: ACCOUNT, requestId, partition, now }, { kind: 'ClockTicked', partition });
}

interface Asked {
  readonly application: bigint;
  readonly requestId: string;
  readonly partition: number;
  readonly now: bigint;
}

function recordOf({ application, requestId, partition, now }: Asked, payload: ClockTicked | SessionIdled): NewRecord {
  const record: InboxRecord = {
    ...{ id: requestId, src: '', seq: 0n, requestId, application, at: null, recordedAt: now },
    ...{ catalogVersion: 0n, currency: '', idempotency: null, payload },
  };
  return {
    topic: integrationEvents.name,
    partition,
    key: Buffer.from(requestKey(application, payload)),
    value: integrationEvents.toWire(record),
    timestamp: now,
    headers: { ce_id: requestId, ce_type: payload.kind },
  };
}
