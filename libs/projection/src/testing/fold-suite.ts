import { type DecisionRecord, decisions } from '@tessera/event-contracts';
import type { LogRecord } from '@tessera/kafka';
import { connectDatabase, type DatabaseSettings, migrate, schemaDifferences, type Sql } from '@tessera/postgres';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { PostgresProjectionStore } from '../postgres-store';
import { Projection } from '../projection';

export interface FoldSuite {
  readonly database: DatabaseSettings;
  readonly write: (sql: Sql, records: readonly DecisionRecord[]) => Promise<void>;
  /** The tables of the read model, each with the columns that order its rows. */
  readonly tables: Readonly<Record<string, string>>;
  /** The decisions, as one array per partition; each in the order of its `seq`, from 1. */
  readonly partitions: () => readonly (readonly DecisionRecord[])[];
}

const asLog = (record: DecisionRecord, partition: number): LogRecord => ({
  topic: decisions.name,
  partition,
  offset: record.seq * 2n,
  key: null,
  value: decisions.toWire(record),
  timestamp: record.recordedAt,
  headers: {},
});

/**
 * What every projection must do: be what its entities say, change nothing when it runs twice, and come out the same in whatever
 * order the partitions are read.
 */
export function describeFold(name: string, suite: FoldSuite): void {
  describe(`the fold of ${name}`, () => {
    let dataSource: DataSource;

    beforeAll(async () => {
      await migrate(suite.database);
      dataSource = await connectDatabase(suite.database);
    });

    afterAll(async () => {
      await dataSource.query(`DROP SCHEMA "${suite.database.schema}" CASCADE`);
      await dataSource.destroy();
    });

    beforeEach(() => dataSource.query(`TRUNCATE ${[...Object.keys(suite.tables), 'checkpoint'].join(', ')}`));

    const projection = () =>
      new Projection({
        store: new PostgresProjectionStore(dataSource, decisions.name, suite.write),
        decode: (value) => decisions.fromWire(value),
      });

    const logs = () =>
      suite.partitions().map((records, partition) => records.map((record) => asLog(record, partition)));

    async function dump(): Promise<string> {
      const tables = Object.entries(suite.tables).map(async ([table, order]) => [
        table,
        await dataSource.query<unknown>(`SELECT * FROM ${table} ORDER BY ${order}`),
      ]);
      return JSON.stringify(await Promise.all(tables), null, 1);
    }

    async function foldInOrder(): Promise<string> {
      const target = projection();
      for (const [partition, records] of logs().entries()) await target.handle(partition, records);
      return dump();
    }

    it('has tables that are what its entities say', async () => {
      expect(await schemaDifferences(dataSource)).toEqual([]);
    });

    it('changes nothing when it runs twice', async () => {
      const once = await foldInOrder();
      expect(once).toContain('position');
      await dataSource.query('TRUNCATE checkpoint');
      expect(await foldInOrder()).toBe(once);
    });

    it('comes out the same in any interleaving of the partitions', async () => {
      const expected = await foldInOrder();
      const turns = fc.array(fc.record({ partition: fc.nat(), size: fc.integer({ min: 1, max: 7 }) }), {
        maxLength: 40,
      });
      await fc.assert(
        fc.asyncProperty(turns, async (order) => {
          await dataSource.query(`TRUNCATE ${[...Object.keys(suite.tables), 'checkpoint'].join(', ')}`);
          await foldInterleaved(projection(), logs(), order);
          expect(await dump()).toBe(expected);
        }),
        { numRuns: 12 },
      );
    });
  });
}

interface Turn {
  readonly partition: number;
  readonly size: number;
}

/** Takes a few records of some partition at each turn, then what is left, the last partition first. */
async function foldInterleaved(
  target: Projection<DecisionRecord>,
  logs: readonly (readonly LogRecord[])[],
  turns: readonly Turn[],
): Promise<void> {
  const taken = logs.map(() => 0);
  const take = async (partition: number, size: number) => {
    const from = taken[partition] ?? 0;
    await target.handle(partition, (logs[partition] ?? []).slice(from, from + size));
    taken[partition] = from + size;
  };
  for (const { partition, size } of turns) await take(partition % logs.length, size);
  for (const partition of [...logs.keys()].reverse()) await take(partition, Infinity);
}
