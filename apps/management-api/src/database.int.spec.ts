import { connectDatabase, migrate, schemaDifferences } from '@tessera/postgres';
import { dropSchema, services, uniqueName } from '@tessera/testing';
import { database } from './database';

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
});
