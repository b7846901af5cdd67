import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';

export interface Services {
  /** host:port, separated by commas. */
  readonly brokers: string;
  /** A connection string with the right to make schemas. */
  readonly databaseUrl: string;
}

/**
 * The broker and the database that serve the whole test run.
 * @throws Error when a spec was started without them
 */
export function services(): Services {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl } = process.env;
  if (!brokers || !databaseUrl) throw new Error('no broker or no database: run integration specs through "npm test"');
  return { brokers, databaseUrl };
}

/** Drops a spec's schema with all that is in it. */
export async function dropSchema(name: string): Promise<void> {
  const client = new Client({ connectionString: services().databaseUrl });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`);
  } finally {
    await client.end();
  }
}

/** Deletes all topics whose names start with a spec's unique prefix. */
export async function deleteTopics(prefix: string): Promise<void> {
  const kafka = new Kafka({ clientId: prefix, brokers: services().brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
