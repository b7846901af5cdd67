import { type SealedValue, subjectKeys, unseal, unwrap, type Value, type WrappedKey } from '@tessera/event-contracts';
import type { LogRecord } from '@tessera/kafka';
import { inTransaction, type Sql } from '@tessera/postgres';
import type { DataSource, QueryRunner } from 'typeorm';

/** What a migration of a service that opens sealed values calls. */
export async function createSubjectKeyTable(runner: QueryRunner): Promise<void> {
  await runner.query(
    'CREATE TABLE subject_key (key_id text PRIMARY KEY, subject text NOT NULL, wrapped bytea NOT NULL)',
  );
}

interface Row {
  readonly key_id: string;
  readonly subject: string;
  readonly wrapped: Uint8Array;
}

/** The keys under which personal values are sealed, wrapped by the master key, as `subject-keys.v1` gives them. */
export class SubjectKeyTable {
  constructor(
    private readonly dataSource: DataSource,
    private readonly masterKey: Uint8Array,
  ) {}

  /** Takes records in the order of their partition; a key id is never used again, so a second delivery changes nothing. */
  async fold(records: readonly LogRecord[]): Promise<void> {
    await inTransaction(this.dataSource, async (sql) => {
      for (const record of records) await write(sql, record);
    });
  }

  /**
   * What opens values sealed under these key ids; it gives `undefined` where a key is erased.
   * Throws ContractError where the master key is another.
   */
  async opener(keyIds: Iterable<string>): Promise<(sealed: SealedValue, name: string) => Value | undefined> {
    const wanted = [...keyIds];
    const keys = wanted.length > 0 ? await this.unwrapped(wanted) : new Map<string, Uint8Array>();
    return (sealed, name) => unseal(sealed, (id) => keys.get(id), name);
  }

  private async unwrapped(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = await this.dataSource.query<Row[]>(
      'SELECT key_id, subject, wrapped FROM subject_key WHERE key_id = ANY($1)',
      [ids],
    );
    return new Map(rows.map((row) => [row.key_id, unwrap(wrappedKey(row), this.masterKey).key]));
  }
}

const wrappedKey = ({ key_id, subject, wrapped }: Row): WrappedKey => ({ keyId: key_id, subject, wrapped });

async function write(sql: Sql, { key, value }: LogRecord): Promise<void> {
  if (value === null) {
    await sql.query('DELETE FROM subject_key WHERE key_id = $1', [Buffer.from(key ?? []).toString()]);
    return;
  }
  const { keyId, subject, wrapped } = subjectKeys.fromWire(value).payload;
  await sql.query('INSERT INTO subject_key VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    keyId,
    subject,
    Buffer.from(wrapped),
  ]);
}
