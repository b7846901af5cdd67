import { connectDatabase, migrate, schemaDifferences } from '@tessera/postgres';
import { dropSchema, services, uniqueName } from '@tessera/testing';
import { database } from './database';
import { TiersCreated1764430000000 } from './migrations/1764430000000-tiers-created';

describe('the schema', () => {
  const schema = uniqueName();
  const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: schema });

  afterAll(() => dropSchema(schema));

  it('is made by the migrations, once', async () => {
    expect(await migrate(settings)).toHaveLength(settings.migrations.length);
    expect(await migrate(settings)).toEqual([]);
  });

  it('is what the entities say', async () => {
    const dataSource = await connectDatabase(settings);
    try {
      expect(await schemaDifferences(dataSource)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('knows of tiers of before that they are as old as their program', async () => {
    const dataSource = await connectDatabase(settings);
    const runner = dataSource.createQueryRunner();
    const tiers = [
      { name: 'silver', minPoints: 1.5 },
      { name: 'gold', minPoints: 20 },
    ];
    const stored = async () => {
      const rows = (await runner.query('SELECT tiers FROM loyalty_programs ORDER BY id')) as { tiers: unknown }[];
      return rows.map((row) => row.tiers);
    };
    try {
      await runner.query(
        `INSERT INTO loyalty_programs (id, name, title, description, application_ids, default_validity, default_pending,
           allow_subledger, timezone, tiers, tiers_downgrade_policy, program_join_policy, return_policy, created, modified)
         SELECT id, 'program' || id, '', '', '{}', 'unlimited', 'immediate', false, 'UTC', tiers::jsonb, 'one_down', 'not_join',
           'unlimited', '2026-01-02T03:04:05.67+09:00', now()
         FROM unnest($1::bigint[], $2::text[]) AS program (id, tiers)`,
        [
          [1, 2],
          [JSON.stringify(tiers), '[]'],
        ],
      );
      await new TiersCreated1764430000000().up(runner);
      const created = '2026-01-01T18:04:05.670Z';
      expect(await stored()).toEqual([tiers.map((tier) => ({ ...tier, created })), []]);
      await new TiersCreated1764430000000().down(runner);
      expect(await stored()).toEqual([tiers, []]);
    } finally {
      await runner.release();
      await dataSource.destroy();
    }
  });
});
