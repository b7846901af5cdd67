import { column, type Sql } from '@tessera/postgres';
import type { BudgetRow } from './budgets';
import { versionName } from './explaining/row-versions';

/** A hash of what is counted apart, since that is as long as customers make their ids. */
export function spenderName({ apart, profileId }: Pick<BudgetRow, 'apart' | 'profileId'>): string {
  return versionName('spender', `${apart}|${profileId}`);
}

const KEY = 'application, campaign, spender, action, period';

/** A row keeps the highest position: decisions of different partitions move the same counter. */
export async function writeBudgets(sql: Sql, rows: readonly BudgetRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO budget (${KEY}, counter, profile_id, value, position)
     SELECT DISTINCT ON (${KEY}) ${KEY}, counter, profile_id, value, position
     FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])
       WITH ORDINALITY AS row (${KEY}, counter, profile_id, value, position, ordinal)
     ORDER BY ${KEY}, position DESC, ordinal DESC
     ON CONFLICT (${KEY}) DO UPDATE SET value = excluded.value, position = excluded.position
     WHERE budget.position < excluded.position`,
    [
      column(rows, 'application'),
      column(rows, 'campaign'),
      rows.map(spenderName),
      column(rows, 'action'),
      column(rows, 'period'),
      column(rows, 'counter'),
      column(rows, 'profileId'),
      column(rows, 'value'),
      column(rows, 'position'),
    ],
  );
}

/** Counters have their profile's id in them, and nothing that is worth keeping without it. */
export async function purgeBudgets(sql: Sql, erased: readonly string[]): Promise<void> {
  await sql.query(
    `DELETE FROM budget USING erasure
     WHERE budget.profile_id = ANY($1) AND erasure.profile_id = budget.profile_id AND budget.position < erasure.position`,
    [erased],
  );
}
