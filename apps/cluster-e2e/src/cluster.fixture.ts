import { services, uniqueName } from '@tessera/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster, type ClusterHandle } from '../../../tools/cluster-remote';
import { readTopic } from './checker/read-topic';
import type { Seen } from './checker/seen';
import { client, succeeded, type Call } from './http.fixture';

/** A cluster starts in seconds on a quiet machine; a loaded one must not fail a test for that. */
export const START_MS = 300_000;

/** Short, so that the partitions of a member that is gone are taken over soon. */
const ENV = { KAFKA_SESSION_TIMEOUT_MS: '6000' };

/** A running cluster, as its users see it. */
export interface TestCluster {
  /** Where each service listens. */
  readonly urls: Readonly<Record<string, string>>;
  readonly brokers: string;
  readonly adminPassword: string;
  readonly managementUrl: string;
  readonly gatewayUrl: string;
  /** The Management API as the first admin. */
  readonly manage: Call;
  /** The first admin's bearer token. */
  readonly adminToken: string;
  /** Before each topic's name. */
  readonly prefix: string;
  /** A client of the Integration API with this key. */
  integrate(key: string): Call;
  /** All committed records of a topic of this cluster, decoded by its schema registry. */
  read(topic: string): Promise<readonly Seen[]>;
}

/** A cluster of one spec file, which may do to its services as it likes. */
export interface OwnCluster extends TestCluster {
  readonly handle: ClusterHandle;
}

/** What tools/jest-cluster.mjs tells of the cluster that specs share, and a handle of one's own. */
type Described = Pick<ClusterHandle, 'urls' | 'brokers' | 'secrets'>;

async function signIn(managementUrl: string, password: string): Promise<string> {
  const anonymous = client(managementUrl, '');
  const body = { email: 'admin@localhost', password };
  const answer = await succeeded(anonymous<{ token: string }>('POST', '/v1/sessions', { body }));
  return answer.body.token;
}

async function connect({ urls, brokers, secrets }: Described, name: string): Promise<TestCluster> {
  const managementUrl = urls['management-api'] ?? '';
  const gatewayUrl = urls['ingestion-gateway'] ?? '';
  const adminPassword = secrets['TESSERA_ADMIN_PASSWORD'] ?? '';
  const adminToken = await signIn(managementUrl, adminPassword);
  return {
    urls,
    brokers,
    adminPassword,
    managementUrl,
    gatewayUrl,
    adminToken,
    prefix: `${name}.`,
    manage: client(managementUrl, `Bearer ${adminToken}`),
    integrate: (key) => client(gatewayUrl, `ApiKey-v1 ${key}`),
    read: (topic) => readTopic(brokers, managementUrl, `${name}.${topic}`),
  };
}

async function sharedCluster(): Promise<TestCluster> {
  const answer = await fetch(process.env['TESSERA_TEST_CLUSTER'] ?? '');
  if (!answer.ok) throw new Error(`the shared cluster did not start: ${await answer.text()}`);
  const described = (await answer.json()) as Described & { readonly name: string };
  return connect(described, described.name);
}

/**
 * The cluster that specs share, which other specs use at the same time: only for what happens within applications of one's own.
 * @returns the cluster; to be called within tests and hooks that come later
 */
export function clusterOfAllFiles(): () => TestCluster {
  let cluster: TestCluster | undefined;

  beforeAll(async () => {
    cluster = await sharedCluster();
  }, START_MS);

  return () => {
    if (!cluster) throw new Error('the cluster did not start');
    return cluster;
  };
}

/**
 * Starts a cluster before the tests of this file, on free ports and with topics and a database of its own, and stops it
 * after them.
 * @returns the cluster; to be called within tests and hooks that come later
 */
export function clusterOfThisFile(options: { readonly evaluators?: number } = {}): () => OwnCluster {
  const name = uniqueName();
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-e2e-'));
  let handle: ClusterHandle | undefined;
  let cluster: OwnCluster | undefined;

  beforeAll(async () => {
    handle = await startCluster({ dataDir, name, ...services(), ports: 'free', env: ENV, ...options });
    cluster = { ...(await connect(handle, name)), handle };
  }, START_MS);

  afterAll(async () => {
    await handle?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, START_MS);

  return () => {
    if (!cluster) throw new Error('the cluster did not start');
    return cluster;
  };
}
