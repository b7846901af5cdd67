import { column, jsonColumn, type Sql } from '@tessera/postgres';
import type { EntryRow, LedgerRow } from './ledger.fold';

export async function writeLedgers(sql: Sql, rows: readonly LedgerRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO ledger (program, profile_id, position, state)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::jsonb[])
     ON CONFLICT (program, profile_id) DO UPDATE SET position = excluded.position, state = excluded.state
     WHERE ledger.position < excluded.position`,
    [column(rows, 'program'), column(rows, 'profileId'), column(rows, 'position'), jsonColumn(rows, 'state')],
  );
}

/** Entries have ids of their own, so one that is read again changes nothing. */
export async function writeEntries(sql: Sql, rows: readonly EntryRow[]): Promise<void> {
  await sql.query(
    `INSERT INTO ledger_entry (program, profile_id, id, created, application, kind, subledger, points, transaction_uuid,
       session_id, import_id, body)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::text[], $7::text[],
       $8::bigint[], $9::text[], $10::text[], $11::bigint[], $12::jsonb[])
     ON CONFLICT (id) DO NOTHING`,
    [
      column(rows, 'program'),
      column(rows, 'profileId'),
      column(rows, 'id'),
      column(rows, 'created'),
      column(rows, 'application'),
      column(rows, 'kind'),
      column(rows, 'subledger'),
      column(rows, 'points'),
      column(rows, 'transactionUuid'),
      column(rows, 'sessionId'),
      column(rows, 'importId'),
      jsonColumn(rows, 'body'),
    ],
  );
}
