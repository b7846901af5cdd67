import type { Sql } from '@tessera/postgres';
import type { RequestId } from '../ports';

/** An open session that nobody touched for too long. */
export interface IdleSession {
  readonly application: bigint;
  readonly id: string;
  /** Since when it is idle. */
  readonly due: bigint;
  readonly partition: number;
}

/** What time alone has brought about, and what became of those who were asked to see to it. */
export interface DueRows {
  /** Partitions where something is due at an instant, in order. */
  partitions(until: bigint): Promise<readonly number[]>;
  /** Those that are idle the longest, but none of these partitions. */
  idleSessions(until: bigint, besides: readonly number[], most: number): Promise<readonly IdleSession[]>;
  /** Those of the requests that are decided. */
  decided(ids: readonly RequestId[]): Promise<readonly RequestId[]>;
}

interface IdleColumns {
  readonly application: string;
  readonly id: string;
  readonly due: string;
  readonly due_partition: number;
}

export class PostgresDueRows implements DueRows {
  constructor(private readonly sql: Sql) {}

  async partitions(until: bigint): Promise<readonly number[]> {
    const rows = await this.sql.query<{ due_partition: number }>(
      `SELECT due_partition FROM ledger WHERE due <= $1
       UNION SELECT due_partition FROM profile WHERE due <= $1 ORDER BY due_partition`,
      [until],
    );
    return rows.map(({ due_partition }) => due_partition);
  }

  async idleSessions(until: bigint, besides: readonly number[], most: number): Promise<readonly IdleSession[]> {
    const rows = await this.sql.query<IdleColumns>(
      `SELECT application, id, due, due_partition FROM session
       WHERE due <= $1 AND due_partition <> ALL ($2::integer[]) ORDER BY due LIMIT $3`,
      [until, besides, most],
    );
    return rows.map(({ application, id, due, due_partition: partition }) => {
      return { application: BigInt(application), id, due: BigInt(due), partition };
    });
  }

  async decided(ids: readonly RequestId[]): Promise<readonly RequestId[]> {
    const rows = await this.sql.query<{ application: string; request_id: string }>(
      `SELECT d.application, d.request_id FROM unnest($1::bigint[], $2::text[]) AS asked (application, request_id)
       JOIN dedupe d ON d.application = asked.application AND d.request_id = asked.request_id`,
      [ids.map(({ application }) => application), ids.map(({ requestId }) => requestId)],
    );
    return rows.map(({ application, request_id: requestId }) => ({ application: BigInt(application), requestId }));
  }
}
