import { poolOf } from '@tessera/postgres';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { Lost } from '../errors';
import { type Offsets, offsetsText } from '../lane';
import type { OutboxRow, Progress, SliceTransaction, StateReader, Store } from '../ports';
import { Connection } from './connection';
import { outboxRecords } from './outbox-bytes';
import { PostgresSliceTransaction } from './slice-transaction';
import { statements } from './statements';

interface ProgressColumns {
  readonly live_next: string;
  readonly bulk_next: string;
  readonly decisions_seq: string;
  readonly effects_seq: string;
  readonly dead_letters_seq: string;
  readonly outbox_number: string;
  readonly catalog_version: string;
}

interface OutboxColumns {
  readonly number: string;
  readonly live_from: string;
  readonly bulk_from: string;
  readonly live_to: string;
  readonly bulk_to: string;
  readonly requests: number;
  readonly records: Buffer;
  readonly replies: Buffer;
}

/** The port on PostgreSQL, in the schema of the data source. */
export class PostgresStore implements Store {
  constructor(private readonly dataSource: DataSource) {}

  async progress(partition: number): Promise<Progress | null> {
    const [row] = await this.query<ProgressColumns>('SELECT * FROM progress WHERE partition = $1', [partition]);
    return row ? progressOf(row) : null;
  }

  async open(partition: number, at: Offsets): Promise<void> {
    await this.query(
      'INSERT INTO progress (partition, live_next, bulk_next) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [partition, at.live, at.bulk],
    );
  }

  async clusterId(seen: string): Promise<string> {
    await this.query('INSERT INTO cluster (kafka_cluster_id) VALUES ($1) ON CONFLICT DO NOTHING', [seen]);
    const [row] = await this.query<{ kafka_cluster_id: string }>('SELECT kafka_cluster_id FROM cluster', []);
    return row?.kafka_cluster_id ?? seen;
  }

  async unpublished(partition: number, published: Offsets): Promise<readonly OutboxRow[]> {
    const rows = await this.query<OutboxColumns>(
      'SELECT * FROM outbox WHERE partition = $1 AND (live_to > $2 OR bulk_to > $3) ORDER BY number',
      [partition, published.live, published.bulk],
    );
    return rows.map(outboxRowOf);
  }

  async begin(partition: number, from: Offsets, to: Offsets): Promise<SliceTransaction> {
    const connection = new Connection(await this.client());
    const values = [partition, from.live, from.bulk, to.live, to.bulk];
    const moved = connection.begin({ statement: statements.moveProgress, values }).then((rows) => {
      if (rows.length !== 1) throw new Lost(`partition ${partition} is not decided to ${offsetsText(from)}`);
    });
    return new PostgresSliceTransaction(connection, partition, to, moved);
  }

  /** Lets work look at one moment's rows; it can write nothing. */
  async reading<T>(work: (reader: StateReader) => Promise<T>): Promise<T> {
    const connection = new Connection(await this.client());
    try {
      await connection.begin({ statement: statements.readOnly, values: [] });
      return await work(new PostgresSliceTransaction(connection, -1, { live: 0n, bulk: 0n }, Promise.resolve()));
    } finally {
      await connection.rollback();
    }
  }

  async attempt(partition: number, at: Offsets): Promise<number> {
    const [row] = await this.query<{ begun: number }>(
      `INSERT INTO attempt AS known (partition, live_next, bulk_next, begun) VALUES ($1, $2, $3, 1)
       ON CONFLICT (partition) DO UPDATE SET live_next = $2, bulk_next = $3,
         begun = CASE WHEN known.live_next = $2 AND known.bulk_next = $3 THEN known.begun + 1 ELSE 1 END
       RETURNING begun`,
      [partition, at.live, at.bulk],
    );
    return row?.begun ?? 1;
  }

  async forgive(partition: number): Promise<void> {
    await this.query('UPDATE attempt SET begun = begun - 1 WHERE partition = $1 RETURNING begun', [partition]);
  }

  private client(): Promise<PoolClient> {
    return poolOf(this.dataSource).connect();
  }

  private query<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.dataSource.query<Row[]>(text, [...values]);
  }
}

function progressOf(row: ProgressColumns): Progress {
  return {
    decided: { live: BigInt(row.live_next), bulk: BigInt(row.bulk_next) },
    seqs: {
      decisions: BigInt(row.decisions_seq),
      effects: BigInt(row.effects_seq),
      deadLetters: BigInt(row.dead_letters_seq),
    },
    outbox: BigInt(row.outbox_number),
    catalogVersion: BigInt(row.catalog_version),
  };
}

function outboxRowOf(row: OutboxColumns): OutboxRow {
  return {
    number: BigInt(row.number),
    from: { live: BigInt(row.live_from), bulk: BigInt(row.bulk_from) },
    to: { live: BigInt(row.live_to), bulk: BigInt(row.bulk_to) },
    requests: row.requests,
    records: outboxRecords(row.records),
    replies: outboxRecords(row.replies),
  };
}
