import type { Log } from '@tessera/kafka';
import { inTransaction, type Sql, whileLocked } from '@tessera/postgres';
import type { DataSource } from 'typeorm';
import { LANES, type Offsets } from './lane';
import type { TopicOfLane } from './outlet';

const LOCK = 'janitor';
const OUTBOX_BUCKETS = 24;
const DEDUPE_BUCKETS = 4;

/**
 * Empties buckets whose time is over by TRUNCATE: no DDL, no bloat. A bucket of the outbox goes when its hour is over for
 * an hour and all of it is published; a bucket of request ids when its day is over for two days.
 */
export class Janitor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: Pick<Log, 'committed'>,
    private readonly topics: TopicOfLane,
  ) {}

  /** @returns the tables that were emptied; none where another process is at it */
  async run(): Promise<readonly string[]> {
    const emptied = await whileLocked(this.dataSource, LOCK, async (sql) => {
      const day = await this.emptied(`dedupe_${await nextDay(sql)}`);
      return [...day, ...(await this.outboxHours(sql))];
    });
    return emptied ?? [];
  }

  private async outboxHours(sql: Sql): Promise<readonly string[]> {
    const published = await this.published(sql);
    const [now] = await sql.query<{ hour: number }>(`SELECT extract(hour FROM now() AT TIME ZONE 'UTC')::int AS hour`);
    const current = now?.hour ?? 0;
    const emptied: string[] = [];
    for (let back = 2; back < OUTBOX_BUCKETS; back++) {
      const table = `outbox_${(current - back + OUTBOX_BUCKETS) % OUTBOX_BUCKETS}`;
      if (await isPublished(sql, table, published)) emptied.push(...(await this.emptied(table)));
    }
    return emptied;
  }

  /** Committed offsets may be older than the truth, which only keeps a bucket longer. */
  private async published(sql: Sql): Promise<ReadonlyMap<number, Offsets>> {
    const rows = await sql.query<{ partition: number }>('SELECT partition FROM progress');
    const found = new Map<number, Offsets>();
    for (const { partition } of rows) {
      const [live, bulk] = await Promise.all(LANES.map((lane) => this.log.committed(this.topics[lane], partition)));
      found.set(partition, { live: live ?? 0n, bulk: bulk ?? 0n });
    }
    return found;
  }

  /** Waits briefly for slices that are at the table; next time is early enough. */
  private async emptied(table: string): Promise<readonly string[]> {
    const rows = await this.dataSource.query<unknown[]>(`SELECT 1 FROM ${table} LIMIT 1`);
    if (rows.length === 0) return [];
    await inTransaction(this.dataSource, async (sql) => {
      await sql.query(`SET LOCAL lock_timeout = '200ms'`);
      await sql.query(`TRUNCATE ${table}`);
    });
    return [table];
  }
}

/** The bucket that tomorrow's ids go to holds those of three days ago. */
async function nextDay(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ day: number }>(
    `SELECT ((extract(epoch FROM now())::bigint / 86400 + 1) % ${DEDUPE_BUCKETS})::int AS day`,
  );
  return row?.day ?? 0;
}

async function isPublished(sql: Sql, table: string, published: ReadonlyMap<number, Offsets>): Promise<boolean> {
  const rows = await sql.query<{ partition: number; live_to: string; bulk_to: string }>(
    `SELECT partition, max(live_to) AS live_to, max(bulk_to) AS bulk_to FROM ${table} GROUP BY partition`,
  );
  return rows.every(({ partition, live_to, bulk_to }) => {
    const known = published.get(partition);
    return known !== undefined && BigInt(live_to) <= known.live && BigInt(bulk_to) <= known.bulk;
  });
}
