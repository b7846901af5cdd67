import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  bulkEvents,
  catalogEvents,
  type InboxRecord,
  integrationEvents,
  integrationReplies,
  murmur2Partition,
  topics,
} from '@tessera/event-contracts';
import { createTopics, type KafkaSettings, type LogRecord, PlainProducer, Tail } from '@tessera/kafka';
import type { CatalogChange } from '@tessera/promotion';
import { createService, HealthChecks } from '@tessera/service-kit';
import { deleteTopics, eventually, services, uniqueName } from '@tessera/testing';
import { request as httpRequest } from 'node:http';
import { AppModule } from '../app.module';
import { prepareHttp } from '../http/prepare';
import { readSettings } from '../settings';
import { apiKey, CATALOG, keyHeader, replyTo, SETTINGS_OF_SPECS } from '../testing/gateway.fixture';
import { KafkaCluster } from './kafka-cluster';

// Two gateways on a real broker; the evaluator is this spec, which answers whatever comes into the inbox.

const PARTITIONS = 4;
const prefix = `${uniqueName()}.`;
const kafka: KafkaSettings = { brokers: services().brokers, clientId: prefix, topicPrefix: prefix };

let version = 0n;
let producer: PlainProducer;
let tails: Tail[];
let gateways: NestFastifyApplication[];
const inbox: { record: InboxRecord; log: LogRecord }[] = [];

async function save(change: CatalogChange): Promise<void> {
  version += 1n;
  const record = {
    id: `c${version}`,
    src: '',
    seq: version,
    requestId: '',
    application: 1n,
    at: 1n,
    recordedAt: 1n,
    catalogVersion: version,
    currency: '',
    actor: { userId: 1n, requestId: '' },
    payload: change,
  };
  await send(catalogEvents.name, 0, catalogEvents.toWire(record));
}

const send = (topic: string, partition: number, value: Uint8Array) =>
  producer.send([{ topic, partition, key: null, value, timestamp: BigInt(Date.now()), headers: {} }]);

function evaluate(log: LogRecord): void {
  const topic = log.topic === bulkEvents.name ? bulkEvents : integrationEvents;
  const record = topic.receive(log, PARTITIONS);
  inbox.push({ record, log });
  const reply = replyTo(record, { partition: log.partition, decisionSeq: log.offset });
  void send(integrationReplies.name, log.partition, integrationReplies.toWire(reply));
}

async function startGateway(): Promise<NestFastifyApplication> {
  const settings = readSettings({
    ...{ ...SETTINGS_OF_SPECS, KAFKA_BROKERS: kafka.brokers, TOPIC_PREFIX: prefix },
    // A busy machine must not make 504 of a call.
    REPLY_TIMEOUT_MS: '60000',
  });
  const cluster = new KafkaCluster(settings);
  const module = AppModule.with(settings, cluster);
  const app = await createService(
    { service: 'ingestion-gateway', module, settings, logTo: { write: () => undefined } },
    async (made) => {
      prepareHttp(made);
      await cluster.start(made);
    },
  );
  app.get(HealthChecks).accept(true);
  return app;
}

beforeAll(async () => {
  await createTopics(kafka, topics, { partitions: PARTITIONS, replicationFactor: 1 });
  producer = new PlainProducer({ kafka });
  for (const change of CATALOG) await save(change);
  tails = [integrationEvents, bulkEvents].map(({ name }) => new Tail({ kafka, topic: name, onRecord: evaluate }));
  await Promise.all(tails.map((tail) => tail.start()));
  gateways = await Promise.all([startGateway(), startGateway()]);
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await Promise.all(tails.map((tail) => tail.stop()));
  await producer.close();
  await deleteTopics(prefix);
});

const update = (gateway: NestFastifyApplication | undefined, id: string, headers: Record<string, string> = {}) => {
  if (!gateway) throw new Error('no gateway');
  return gateway.inject({
    method: 'PUT',
    url: `/v2/customer_sessions/${id}`,
    payload: { customerSession: { profileId: 'p' } },
    headers: { authorization: keyHeader('shop1'), ...headers },
  });
};

it('is ready when the catalog is read and the replies are heard', async () => {
  const answer = await gateways[0]?.inject('/health/ready');
  expect([answer?.statusCode, answer?.json()]).toMatchObject([200, { checks: { kafka: { up: true } } }]);
});

it('records a call where its key belongs, and answers with its reply', async () => {
  const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
  const answer = await update(gateways[0], 's%2F1', { 'idempotency-key': 'k1', traceparent });
  expect(answer.statusCode).toBe(200);
  const { record, log } = await eventually(() => inbox.find((one) => one.record.requestId === 'k1'));
  expect(Buffer.from(log.key ?? []).toString()).toBe('1:s:s/1');
  expect(log.partition).toBe(murmur2Partition('1:s:s/1', PARTITIONS));
  expect(log.headers).toEqual({ ce_id: record.id, ce_type: 'SessionUpdateReceived', traceparent });
  // The broker's own time, whatever the gateway's clock says.
  expect(record.recordedAt).toBe(log.timestamp);
});

it('gives each gateway its own replies', async () => {
  const calls = Array.from({ length: 40 }, (_, index) => update(gateways[index % 2], `s${index}`));
  const answers = await Promise.all(calls);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(40).fill(200));
  const requestIds = answers.map((answer) => answer.json<{ requestId: string }>().requestId);
  expect(new Set(requestIds).size).toBe(40);
});

it('lets a key in as soon as the catalog has it', async () => {
  await save(apiKey('new', 1n, ['integration']));
  const headers = { authorization: keyHeader('new'), 'x-tessera-min-catalog': String(version) };
  expect((await update(gateways[1], 's1', headers)).statusCode).toBe(200);
});

it('streams lines into the bulk lane, in order', async () => {
  const [gateway] = gateways;
  await gateway?.listen(0, '127.0.0.1');
  const url = new URL('/v1/ingest', await gateway?.getUrl());
  const headers = { authorization: keyHeader('shop1'), 'content-type': 'application/x-ndjson' };
  const text = await new Promise<string>((resolve, reject) => {
    const call = httpRequest(url, { method: 'POST', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve(body));
    });
    call.on('error', reject);
    for (let line = 0; line < 300; line++) {
      const body = { customerSession: { attributes: { channel: String(line) } } };
      call.write(`${JSON.stringify({ type: 'session', id: `b${line % 3}`, body })}\n`);
    }
    call.end();
  });
  const last = JSON.parse(text.trim().split('\n').at(-1) ?? '') as { summary: object };
  expect(last.summary).toMatchObject({ received: 300, decided: 300, failed: 0, done: true });
  const bulk = inbox.filter(({ log }) => log.topic === bulkEvents.name).map(({ record }) => record.payload);
  const channels = bulk.flatMap((payload) =>
    payload.kind === 'SessionUpdateReceived' && payload.sessionId === 'b1'
      ? [Number(payload.attributes?.['channel'])]
      : [],
  );
  expect(channels).toHaveLength(100);
  expect(channels).toEqual([...channels].sort((a, b) => a - b));
});

it('answers what it has taken before it stops', async () => {
  const gateway = await startGateway();
  await gateway.listen(0, '127.0.0.1');
  const url = await gateway.getUrl();
  const headers = { authorization: keyHeader('shop1'), 'content-type': 'application/json' };
  const put = async (index: number) => {
    const body = JSON.stringify({ customerSession: {} });
    return (await fetch(`${url}/v2/customer_sessions/last${index}`, { method: 'PUT', headers, body })).status;
  };
  const before = inbox.length;
  const waiting = Promise.allSettled(Array.from({ length: 20 }, (_, index) => put(index)));
  await eventually(() => inbox[before]);
  await gateway.close();
  const statuses = (await waiting).flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(statuses).toContain(200);
  // What came too late was told so, or found the door shut: nobody is left with an unknown outcome.
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
});
