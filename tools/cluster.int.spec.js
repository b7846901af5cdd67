const { join } = require('node:path');
const { Kafka, logLevel } = require('kafkajs');
const { Client } = require('pg');
const { startCluster } = require('./cluster-remote');
const { tempDir } = require('./specs/temp-dir');

// Goal: a named cluster can be started, hurt and mended from a spec, and leaves nothing behind. Method: one service of it.

const NAME = `tools_${process.pid}_${Date.now().toString(36)}`;
const SERVICE = 'management-api';
const { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl } = process.env;
const dataDir = join(tempDir(), 'state');

let cluster;

async function topicsOfCluster() {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = await admin.listTopics();
  await admin.disconnect();
  return topics.filter((topic) => topic.startsWith(`${NAME}.`));
}

async function databasesOfCluster() {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname = $1', [NAME]);
  await client.end();
  return rows.length;
}

const ready = async () => (await fetch(`${cluster.urls[SERVICE]}/health/ready`)).status;

beforeAll(async () => {
  cluster = await startCluster({ dataDir, brokers, databaseUrl, name: NAME, ports: 'free', services: [SERVICE] });
});

it('has its own topics and its own database', async () => {
  expect(await ready()).toBe(200);
  expect(await topicsOfCluster()).toContain(`${NAME}.decisions.v1`);
  expect(await databasesOfCluster()).toBe(1);
});

it('starts a killed service again on its port', async () => {
  const service = cluster.process(SERVICE);
  const { pid } = service;
  const exited = service.exited();
  process.kill(pid, 'SIGKILL');
  expect(await exited).toBe(128 + 9);
  await expect(ready()).rejects.toThrow('fetch failed');
  await service.restart({ LOG_LEVEL: 'debug' });
  expect(service.pid).not.toBe(pid);
  expect(await ready()).toBe(200);
});

it('stops in order and leaves nothing behind', async () => {
  await cluster.stop();
  await expect(ready()).rejects.toThrow('fetch failed');
  expect(await topicsOfCluster()).toEqual([]);
  expect(await databasesOfCluster()).toBe(0);
});

it('says why a service could not start', async () => {
  const env = { TESSERA_MASTER_KEY: 'too short' };
  const started = startCluster({ dataDir, brokers, databaseUrl, name: NAME, ports: 'free', services: [SERVICE], env });
  await expect(started).rejects.toThrow('TESSERA_MASTER_KEY');
  expect(await databasesOfCluster()).toBe(0);
});
