import { inTransaction, type Sql, together } from '@tessera/postgres';
import type { DataSource, QueryRunner } from 'typeorm';
import { type Checkpoint, CheckpointMoved, type ProjectionStore, START } from './ports';

/** What a migration of a service with a projection calls. */
export async function createCheckpointTable(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE checkpoint (
      topic text NOT NULL,
      partition int NOT NULL,
      next_offset bigint NOT NULL,
      seq bigint NOT NULL,
      PRIMARY KEY (topic, partition)
    )`);
}

interface Row {
  readonly next_offset: string;
  readonly seq: string;
}

/** Rows and checkpoint in one PostgreSQL transaction. `write` folds: it gets the records and the transaction. */
export class PostgresProjectionStore<R> implements ProjectionStore<R> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly topic: string,
    private readonly write: (sql: Sql, records: readonly R[]) => Promise<void>,
  ) {}

  async checkpoint(partition: number): Promise<Checkpoint> {
    const [row] = await this.dataSource.query<Row[]>(
      'SELECT next_offset, seq FROM checkpoint WHERE topic = $1 AND partition = $2',
      [this.topic, partition],
    );
    return row ? { nextOffset: BigInt(row.next_offset), seq: BigInt(row.seq) } : START;
  }

  async apply(partition: number, from: Checkpoint, to: Checkpoint, records: readonly R[]): Promise<void> {
    // Rows and checkpoint travel together; where the checkpoint has moved, the rows are rolled back with it.
    await inTransaction(this.dataSource, (sql) =>
      together([this.move(sql, partition, from, to), records.length > 0 ? this.write(sql, records) : undefined]),
    );
  }

  /** A row that is not there cannot be locked, so it is made first; then the compare-and-set decides who folds. */
  private async move(sql: Sql, partition: number, from: Checkpoint, to: Checkpoint): Promise<void> {
    const key = [this.topic, partition];
    const begins = from.nextOffset === START.nextOffset;
    const made = begins ? sql.query('INSERT INTO checkpoint VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING', key) : [];
    const moving = sql.query(
      `UPDATE checkpoint SET next_offset = $3, seq = $4
       WHERE topic = $1 AND partition = $2 AND next_offset = $5 AND seq = $6 RETURNING partition`,
      [...key, to.nextOffset, to.seq, from.nextOffset, from.seq],
    );
    const [, moved] = await Promise.all([made, moving]);
    if (moved.length === 0) throw new CheckpointMoved(`${this.topic}/${partition} is no longer at ${from.nextOffset}`);
  }
}
