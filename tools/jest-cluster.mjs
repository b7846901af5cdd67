import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from './cluster.mjs';

/** Short, so that the partitions of a member that is gone are taken over soon. */
const ENV = { KAFKA_SESSION_TIMEOUT_MS: '6000' };
const NAME = 'shared';

async function start(services) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-shared-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const cluster = await startCluster({ dataDir, name: NAME, ...services, ports: 'free', env: ENV });
    return { ...cluster, stop: () => cluster.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

const described = ({ urls, brokers, databaseUrl, secrets }) => ({ name: NAME, urls, brokers, databaseUrl, secrets });

/**
 * Offers one cluster to all specs that neither stop its services nor change what belongs to all applications. It starts when the
 * first of them asks, and they wait for it: a start takes more of the processors than most of these specs.
 * @param {{ brokers: string, databaseUrl: string }} services that run
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} where a GET answers with the cluster as JSON
 */
export async function offerCluster(services) {
  let cluster;
  const server = createServer((_request, response) => {
    cluster ??= start(services);
    cluster.then(
      (started) => response.end(JSON.stringify(described(started))),
      (error) => response.writeHead(500).end(error.stack),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    await (await cluster)?.stop();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
