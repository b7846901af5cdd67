import type { DataSource } from 'typeorm';

/** The statements that would bring the migrated schema to what the entities say; empty where they agree. For specs. */
export async function schemaDifferences(dataSource: DataSource): Promise<readonly string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
