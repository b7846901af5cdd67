import { createRequire } from 'node:module';
import { environmentVariables } from '../infra/local/kafka-properties.mjs';
import { command } from './command.mjs';
import { warn } from './start/say.mjs';

const require = createRequire(import.meta.url);

// The Kafka module of testcontainers drives Confluent's image only; 8.0 holds Kafka 4.0.
const KAFKA_IMAGE = 'confluentinc/cp-kafka:8.0.0';
const POSTGRES_IMAGE = 'postgres:18';

async function dockerAnswers() {
  try {
    await command('docker', ['info', '--format', '{{.ServerVersion}}']);
    return true;
  } catch {
    return false; // No program, no engine, no permission: all mean that containers are out of reach.
  }
}

async function startBoth() {
  const { KafkaContainer } = require('@testcontainers/kafka');
  const { PostgreSqlContainer } = require('@testcontainers/postgresql');
  const [kafka, postgres] = await Promise.all([
    new KafkaContainer(KAFKA_IMAGE).withEnvironment(environmentVariables()).start(),
    new PostgreSqlContainer(POSTGRES_IMAGE).withCommand(['-c', 'max_connections=200', '-c', 'fsync=off']).start(),
  ]);
  return {
    brokers: `${kafka.getHost()}:${kafka.getMappedPort(9093)}`,
    databaseUrl: postgres.getConnectionUri(),
    stop: () => Promise.all([kafka.stop(), postgres.stop()]),
  };
}

/**
 * Broker and database in containers, when TESSERA_TEST_DOCKER=1 asks for them.
 * @returns {Promise<{ brokers: string, databaseUrl: string, stop: () => Promise<unknown> } | undefined>} undefined when
 *   they are not asked for, or, said aloud, when no Docker engine answers
 */
export async function startContainers(env = process.env) {
  if (env.TESSERA_TEST_DOCKER !== '1') return undefined;
  if (await dockerAnswers()) return startBoth();
  warn('skipped: testcontainers, because no Docker engine answers; the embedded broker and database are used');
  return undefined;
}
