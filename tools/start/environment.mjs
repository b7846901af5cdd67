import { ADMIN_EMAIL, SERVICES, SHARED_SECRETS } from '../services.mjs';

/** Short, so that a killed member's partitions are taken over soon; production keeps the services' default of 30 s. */
const SESSION_TIMEOUT_MS = '6000';

const ALL_SECRETS = new Set([...SHARED_SECRETS, ...SERVICES.flatMap(({ secrets }) => secrets)]);

const pick = (record, names) => Object.fromEntries(names.map((name) => [name, record[name]]));

/** Our own environment, less the secrets: each service gets those that the table gives it. */
const inherited = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !ALL_SECRETS.has(name)));

/**
 * What every service of a cluster is told.
 * @param {{ brokers: string, databaseUrl: string, name?: string, urls: Record<string, string> }} cluster `urls` by
 *   service; a `name` keeps this cluster's topics, groups and transactions apart from others' on the same broker
 */
function shared({ brokers, databaseUrl, name, urls }) {
  return {
    KAFKA_BROKERS: brokers,
    DATABASE_URL: databaseUrl,
    KAFKA_SESSION_TIMEOUT_MS: SESSION_TIMEOUT_MS,
    HOST: '127.0.0.1',
    TESSERA_DEV: '1',
    TESSERA_CLUSTER: name ?? 'tessera',
    TOPIC_PREFIX: name ? `${name}.` : '',
    ...Object.fromEntries(SERVICES.map((service) => [service.url, urls[service.name]])),
  };
}

/**
 * The whole environment of one service: ours, then the cluster's, then what it alone may know, then the caller's.
 * @param {import('../services.mjs').SERVICES[number]} service
 * @param {object} cluster as `shared`, with `secrets` by variable
 * @param {NodeJS.ProcessEnv} overrides
 */
export function environmentOf(service, cluster, overrides = {}) {
  return {
    ...inherited(),
    ...shared(cluster),
    ...(service.schema && { DATABASE_SCHEMA: service.schema }),
    ...pick(cluster.secrets, [...SHARED_SECRETS, ...service.secrets]),
    TESSERA_ADMIN_EMAIL: process.env.TESSERA_ADMIN_EMAIL ?? ADMIN_EMAIL,
    ...overrides,
  };
}
