import { join } from 'node:path';
import { Missing } from '../../infra/local/java.mjs';
import { startKafka } from '../../infra/local/kafka.mjs';
import { startPostgres } from '../../infra/local/postgres.mjs';
import { command } from '../command.mjs';
import { cacheDir } from '../workspace.mjs';

const DEFAULT_PORTS = { kafka: 9092, postgres: 5432 };
const COMPOSE = {
  kafka: { address: '127.0.0.1:9092' },
  postgres: { address: 'postgres://tessera:tessera@127.0.0.1:5432/tessera' },
};

const given = (address) => ({ address, origin: 'given', stop: () => Promise.resolve() });

/** A container of the compose stack. It stays up when we stop, as containers do. */
async function composed(name) {
  try {
    await command('docker', ['compose', 'up', '--detach', '--wait', name]);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Missing('--docker needs a Docker engine: install one, or leave --docker out for embedded services.');
  }
  return { ...COMPOSE[name], origin: 'docker compose', stop: () => Promise.resolve() };
}

async function embeddedKafka({ dataDir, port }) {
  const kafka = await startKafka({
    cache: cacheDir,
    dataDir: join(dataDir, 'kafka'),
    logFile: join(dataDir, 'logs', 'kafka.log'),
    port,
  });
  return { address: kafka.brokers, origin: 'embedded', pid: kafka.pid, stop: kafka.stop };
}

async function embeddedPostgres({ dataDir, port, durable }) {
  const postgres = await startPostgres({
    cache: cacheDir,
    dataDir: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'logs', 'postgres.log'),
    port,
    durable,
  });
  return { address: postgres.databaseUrl, origin: 'embedded', pid: postgres.pid, stop: postgres.stop };
}

/**
 * A broker, from the first of: the address given, the compose stack when it is asked for, an embedded one.
 * @param {object} options
 * @param {string} options.dataDir where an embedded one keeps its data and its log
 * @param {string} [options.brokers] of one that runs
 * @param {boolean} [options.docker]
 * @param {number} [options.port] the wished port of an embedded one
 * @returns {Promise<{ address: string, origin: 'given' | 'docker compose' | 'embedded', pid?: number, stop: () => Promise<unknown> }>}
 */
export async function backingKafka({ dataDir, brokers, docker = false, port = DEFAULT_PORTS.kafka }) {
  if (brokers) return given(brokers);
  return docker ? composed('kafka') : embeddedKafka({ dataDir, port });
}

/** A database, in the same way; `durable` false is for data that is thrown away. */
export async function backingPostgres({
  dataDir,
  databaseUrl,
  docker = false,
  port = DEFAULT_PORTS.postgres,
  durable = true,
}) {
  if (databaseUrl) return given(databaseUrl);
  return docker ? composed('postgres') : embeddedPostgres({ dataDir, port, durable });
}
