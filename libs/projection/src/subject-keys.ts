import { type SealedValue, subjectKeys, unseal, unwrap, type Value, type WrappedKey } from '@tessera/event-contracts';
import type { LogRecord } from '@tessera/kafka';
import type { Sql } from '@tessera/postgres';
import type { DataSource, QueryRunner } from 'typeorm';
import { PostgresProjectionStore } from './postgres-store';

/** What a migration of a service that opens sealed values calls, beside `createCheckpointTable`. */
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
  private readonly store: PostgresProjectionStore<LogRecord>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly masterKey: Uint8Array,
  ) {
    this.store = new PostgresProjectionStore(dataSource, subjectKeys.name, write);
  }

  /** The offset where a partition is to be read on: 0 in a new schema, so that it gets the keys of all who are known. */
  async position(partition: number): Promise<bigint> {
    return (await this.store.checkpoint(partition)).nextOffset;
  }

  /**
   * Takes records of one partition in their order; a compacted topic has no number without gaps, so offsets tell what is new.
   * Throws CheckpointMoved where another process took them: a key that it has erased must not come back by this one.
   */
  async fold(partition: number, records: readonly LogRecord[]): Promise<void> {
    const from = await this.store.checkpoint(partition);
    const fresh = records.filter(({ offset }) => offset >= from.nextOffset);
    const last = fresh.at(-1);
    if (last) await this.store.apply(partition, from, { ...from, nextOffset: last.offset + 1n }, fresh);
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

/** Of each key its last record: either it is given or it is erased. */
async function write(sql: Sql, records: readonly LogRecord[]): Promise<void> {
  const newest = [...new Map(records.map(({ key, value }) => [Buffer.from(key ?? []).toString(), value]))];
  const erased = newest.flatMap(([keyId, value]) => (value === null ? [keyId] : []));
  const given = newest.flatMap(([, value]) => (value === null ? [] : [subjectKeys.fromWire(value).payload]));
  await sql.query('DELETE FROM subject_key WHERE key_id = ANY($1::text[])', [erased]);
  await sql.query(
    `INSERT INTO subject_key (key_id, subject, wrapped)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) ON CONFLICT DO NOTHING`,
    [
      given.map(({ keyId }) => keyId),
      given.map(({ subject }) => subject),
      given.map(({ wrapped }) => Buffer.from(wrapped)),
    ],
  );
}
