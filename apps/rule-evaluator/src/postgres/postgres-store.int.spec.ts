import { connectDatabase, migrate } from '@tessera/postgres';
import { dropSchema, services, uniqueName } from '@tessera/testing';
import { databaseOf, FOR_SLICES } from '../database';
import { storeContract } from '../testing/store-contract';
import { PostgresStore } from './postgres-store';

storeContract('PostgreSQL', async () => {
  const schema = uniqueName();
  const settings = databaseOf({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: schema });
  await migrate(settings);
  const dataSource = await connectDatabase({ ...settings, ...FOR_SLICES });
  const close = async (): Promise<void> => {
    await dataSource.destroy();
    await dropSchema(schema);
  };
  return { store: new PostgresStore(dataSource), close };
});
