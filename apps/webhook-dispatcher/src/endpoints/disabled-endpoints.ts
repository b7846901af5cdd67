import type { Sql } from '@tessera/postgres';
import type { Webhook } from '@tessera/promotion';

/** Endpoints that answered 410 (Standard Webhooks: do not call again), until their webhook is saved anew. */
export class DisabledEndpoints {
  constructor(private readonly sql: Sql) {}

  async disable({ id, modified }: Webhook): Promise<void> {
    await this.sql.query(
      `INSERT INTO endpoint VALUES ($1, clock_timestamp(), $2)
       ON CONFLICT (webhook) DO UPDATE SET disabled = excluded.disabled, modified = excluded.modified`,
      [id, modified],
    );
  }

  /** Those of the webhooks that may be called. */
  async callable(webhooks: Iterable<Webhook>): Promise<readonly Webhook[]> {
    const rows = await this.sql.query<{ webhook: string; modified: string }>('SELECT webhook, modified FROM endpoint');
    const disabled = new Map(rows.map(({ webhook, modified }) => [BigInt(webhook), BigInt(modified)]));
    return [...webhooks].filter(({ id, enabled, modified }) => enabled && modified > (disabled.get(id) ?? -1n));
  }
}
