import { catalogEvents } from '@tessera/event-contracts';
import type { Log, NewRecord, Publisher } from '@tessera/kafka';
import { type Sql, whileLocked } from '@tessera/postgres';
import type { DataSource } from 'typeorm';
import { Resting } from '../resting';

/** Of one publication: at most this many records, and a record is at most 8 MB. */
const BATCH_RECORDS = 100;

export interface CatalogRelayOptions {
  readonly dataSource: DataSource;
  readonly log: Log;
  /** Names the lock and the publisher: one relay per installation. */
  readonly name: string;
  /** How long it rests where there is nothing to do, where another has the lock, and after an error. */
  readonly restMs?: number;
  /** An error ends one turn of the relay; the next begins with a new lock and a new fence. */
  readonly onError: (error: unknown) => void;
}

/**
 * Publishes the catalog log to its topic, in order, each version once. Of all instances the one that holds the lock does;
 * the fence keeps out one that lost the lock and does not know. A publication carries the next version as its position,
 * so after a crash the topic itself says where to go on, and the table says it where the broker has forgotten positions
 * that were not renewed for days. Even if both were lost, readers drop versions that they have.
 */
export class CatalogRelay {
  private readonly resting: Resting;
  private running = Promise.resolve();

  constructor(private readonly options: CatalogRelayOptions) {
    this.resting = new Resting(options.restMs ?? 250);
  }

  start(): void {
    this.running = this.run();
  }

  /** Ends a rest, or keeps the next one from beginning: there is something to publish. */
  wake(): void {
    this.resting.wake();
  }

  /** Resolves when nothing is being published any more and the lock is free. */
  async stop(): Promise<void> {
    this.resting.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.resting.stopped) {
      try {
        await this.turn();
      } catch (error) {
        this.options.onError(error);
      }
      await this.resting.pause();
    }
  }

  /** From taking the lock to losing it. */
  private async turn(): Promise<void> {
    const { dataSource, log, name } = this.options;
    await whileLocked(dataSource, name, async (sql) => {
      const publisher = await log.fence(name);
      await this.relay(sql, publisher).finally(() => publisher.close());
    });
  }

  private async relay(sql: Sql, publisher: Publisher): Promise<void> {
    let published = await this.publishedUntil(sql);
    while (!this.resting.stopped) {
      const entries = await entriesAfter(sql, published);
      const last = entries.at(-1);
      if (last) {
        await publisher.publish(entries.map(recordOf), [positionAfter(last.version)]);
        published = last.version;
        await sql.query('UPDATE catalog_relay SET published = $1 WHERE id = 1', [published.toString()]);
      } else {
        await this.resting.pause();
      }
    }
  }

  /** Only true after the fence: before it, another relay's publication may be on its way. */
  private async publishedUntil(sql: Sql): Promise<bigint> {
    const next = await this.options.log.committed(catalogEvents.name, 0);
    const [row] = await sql.query<{ published: string }>('SELECT published FROM catalog_relay WHERE id = 1');
    const [onTopic, inTable] = [(next ?? 1n) - 1n, BigInt(row?.published ?? 0)];
    if (onTopic > inTable)
      await sql.query('UPDATE catalog_relay SET published = $1 WHERE id = 1', [onTopic.toString()]);
    return onTopic > inTable ? onTopic : inTable;
  }
}

interface Entry {
  readonly version: bigint;
  readonly application: bigint;
  readonly kind: string;
  readonly bytes: Buffer;
  readonly at: Date;
}

interface Row {
  readonly version: string;
  readonly application: string;
  readonly kind: string;
  readonly bytes: Buffer;
  readonly at: Date;
}

async function entriesAfter(sql: Sql, version: bigint): Promise<Entry[]> {
  const rows = await sql.query<Row>(
    `SELECT version, application, kind, bytes, at FROM catalog_log WHERE version > $1 ORDER BY version LIMIT ${BATCH_RECORDS}`,
    [version.toString()],
  );
  return rows.map((row) => ({ ...row, version: BigInt(row.version), application: BigInt(row.application) }));
}

function recordOf({ version, application, kind, bytes, at }: Entry): NewRecord {
  return {
    topic: catalogEvents.name,
    partition: 0,
    key: Buffer.from(application.toString()),
    value: bytes,
    timestamp: BigInt(at.getTime()),
    headers: { ce_id: version.toString(), ce_type: kind },
  };
}

/** Not an offset of the topic, but the next version: positions are numbers to the broker, and this one is what we need. */
function positionAfter(version: bigint): { topic: string; partition: number; offset: bigint } {
  return { topic: catalogEvents.name, partition: 0, offset: version + 1n };
}
