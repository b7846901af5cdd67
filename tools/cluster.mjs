import { build } from './build.mjs';
import { SERVICES } from './services.mjs';
import { backingKafka, backingPostgres } from './start/backing.mjs';
import { environmentOf } from './start/environment.mjs';
import { planOf, startFleet, stopAll } from './start/fleet.mjs';
import { keepRunning } from './start/keep-running.mjs';
import { migrate } from './start/migrations.mjs';
import { createDatabase, dropDatabase } from './start/own-database.mjs';
import { clusterSecrets } from './start/secrets.mjs';
import { createTopics, deleteTopics } from './start/topics.mjs';

const quietly = (_name, work) => work();
const DEFAULTS = { ports: 'default', services: SERVICES.map(({ name }) => name), evaluators: 1, env: {} };

/** A broker and a database, both or none. */
async function startBacking(options) {
  const [kafka, postgres] = await Promise.allSettled([backingKafka(options), backingPostgres(options)]);
  const started = [kafka, postgres].filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
  const failed = [kafka, postgres].find(({ status }) => status === 'rejected');
  const stop = () => Promise.all(started.map((one) => one.stop()));
  if (!failed) return { kafka: kafka.value, postgres: postgres.value, stop };
  await stop();
  throw failed.reason;
}

/** A named cluster lives beside others on the same broker and server: topics by prefix, a database of its own. */
async function ownPlace(name, { kafka, postgres }) {
  if (!name) return { databaseUrl: postgres.address, cleanUp: () => Promise.resolve() };
  const databaseUrl = await createDatabase(postgres.address, name);
  const cleanUp = () =>
    Promise.all([dropDatabase(postgres.address, name), deleteTopics({ brokers: kafka.address, prefix: `${name}.` })]);
  return { databaseUrl, cleanUp };
}

/** Topics and tables, before the first service looks for them. */
async function prepare({ step, services, cluster, env }) {
  const envOf = (service) =>
    environmentOf(
      SERVICES.find(({ name }) => name === service),
      { ...cluster, urls: {} },
      env,
    );
  const prefix = cluster.name ? `${cluster.name}.` : '';
  await Promise.all([
    step('topics', () => createTopics({ brokers: cluster.brokers, prefix })),
    step('migrations', () => migrate(services, envOf)),
  ]);
}

/** Runs what was put on it, the last first; once. */
class Undo {
  #steps = [];

  push(step) {
    this.#steps.push(step);
  }

  async run() {
    for (const step of this.#steps.splice(0).reverse()) await step();
  }
}

async function startOn(undo, backing, { dataDir, name, ports, services, evaluators, env, supervise, step }) {
  const place = await ownPlace(name, backing);
  undo.push(place.cleanUp);
  const address = { brokers: backing.kafka.address, databaseUrl: place.databaseUrl };
  const cluster = { ...address, name, secrets: clusterSecrets(dataDir) };
  await prepare({ step, services, cluster, env });
  const plan = planOf(services, evaluators);
  const fleet = await step('services', () => startFleet({ plan, ports, dataDir, cluster, env }));
  undo.push(() => stopAll(fleet.processes));
  if (supervise) for (const process of fleet.processes) keepRunning(process, supervise);
  return { ...fleet, ...address, secrets: cluster.secrets };
}

/**
 * Starts a cluster, or some of its services, as child processes of this one, and resolves when all are ready. Whatever
 * was started is stopped again when something cannot start.
 * @param {object} options
 * @param {string} options.dataDir embedded data, secrets, logs/ and run/
 * @param {string} [options.brokers] of a broker that runs; else an embedded one, or compose's with `docker`
 * @param {string} [options.databaseUrl] of a server that runs; else as the broker
 * @param {boolean} [options.docker]
 * @param {boolean} [options.durable] false: an embedded database does not wait for the disk
 * @param {string} [options.name] keeps it apart from other clusters on the same broker and server, and makes it pass:
 *   `stop` removes its topics and its database. Lower-case letters, digits and _
 * @param {'default' | 'free'} [options.ports] where the services listen
 * @param {string[]} [options.services] names as in services.mjs; all when absent
 * @param {number} [options.evaluators]
 * @param {NodeJS.ProcessEnv} [options.env] goes over whatever else the services are given
 * @param {(line: string) => void} [options.supervise] services that end by themselves are started again, which this says
 * @param {(name: string, work: () => Promise<T>) => Promise<T>} [options.step] wraps each step, to show or time it
 * @returns {Promise<Cluster>}
 *
 * @typedef {object} Cluster
 * @property {Record<string, string>} urls by service
 * @property {string} brokers
 * @property {string} databaseUrl
 * @property {Record<string, string>} secrets by variable
 * @property {{ kafka: string, postgres: string }} origins given, docker compose or embedded
 * @property {import('./start/service-process.mjs').ServiceProcess[]} processes
 * @property {(name: string) => import('./start/service-process.mjs').ServiceProcess} process by its name
 * @property {() => Promise<void>} stop everything, in order
 */
export async function startCluster({ dataDir, step = quietly, ...options }) {
  await step('build', () => build());
  clusterSecrets(dataDir); // Before there are data, which a lost key would be missed by.
  const backing = await step('broker and database', () => startBacking({ dataDir, ...options }));
  const undo = new Undo();
  undo.push(() => backing.stop());
  try {
    const started = await startOn(undo, backing, { ...DEFAULTS, ...options, dataDir, step });
    return {
      ...started,
      origins: { kafka: backing.kafka.origin, postgres: backing.postgres.origin },
      process: (wanted) => started.processes.find(({ name }) => name === wanted),
      stop: () => undo.run(),
    };
  } catch (error) {
    await undo.run();
    throw error;
  }
}
