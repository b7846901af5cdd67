import {
  catalogEvents,
  type CatalogRecord,
  type EffectRecord,
  effects,
  newSubjectKey,
  seal,
  subjectKeys,
  wrap,
} from '@tessera/event-contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect, createTopics, type NewRecord, PlainProducer, withAdmin } from '@tessera/kafka';
import { migrate } from '@tessera/postgres';
import type { Value, Webhook } from '@tessera/promotion';
import { createService, ServiceTokens } from '@tessera/service-kit';
import { deleteTopics, dropSchema, eventually, services, uniqueName } from '@tessera/testing';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { AppModule, SERVICE } from './app.module';
import { consume } from './consume';
import { database } from './database';
import { settingsFrom } from './settings';
import { MASTER_KEY, SECRET, webhook, webhookEffect } from './testing.fixture';

const PARTITIONS = 2;
const name = uniqueName();
const settings = settingsFrom({
  ...{ KAFKA_BROKERS: services().brokers, DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: name },
  ...{ TOPIC_PREFIX: `${name}.`, TESSERA_CLUSTER: name, KAFKA_SESSION_TIMEOUT_MS: '6000' },
  ...{ TESSERA_MASTER_KEY: Buffer.from(MASTER_KEY).toString('base64'), TESSERA_SERVICE_SECRET: 'a-secret-of-the-spec' },
  ...{ TESSERA_DEV: '1', LOG_LEVEL: 'silent' },
});
const tables = database(settings);
const kafka = { brokers: services().brokers, clientId: name, topicPrefix: settings.TOPIC_PREFIX };

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Where webhooks arrive; answers each path as it is told. */
class Receiver {
  readonly seen = new Map<string, Seen[]>();
  readonly answers = new Map<string, number[]>();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const calls = this.calls(path);
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(this.answers.get(path)?.[calls.length - 1] ?? 200).end();
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  urlOf(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  calls(path: string): Seen[] {
    const calls = this.seen.get(path) ?? [];
    this.seen.set(path, calls);
    return calls;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const receiver = new Receiver();
const producer = new PlainProducer({ kafka });
const apps: NestFastifyApplication[] = [];
let version = 0n;
let position = 0n;

const record = (topic: string, partition: number, key: string, value: Uint8Array): NewRecord => {
  return { topic, partition, key: Buffer.from(key), value, timestamp: BigInt(Date.now()), headers: {} };
};

async function start(): Promise<NestFastifyApplication> {
  const app = await createService({ service: SERVICE, settings, module: AppModule.with(settings) }, consume(settings));
  apps.push(app);
  await app.startAllMicroservices();
  return app;
}

const stop = async (app: NestFastifyApplication): Promise<void> => {
  apps.splice(apps.indexOf(app), 1);
  await app.close();
};

async function save(entity: Webhook): Promise<void> {
  version += 1n;
  const saved: CatalogRecord = {
    ...{ id: String(version), src: 'management-api', seq: version, requestId: 'r', application: 0n },
    ...{ at: 1n, recordedAt: 1n, catalogVersion: version, currency: '', actor: { userId: 1n, requestId: 'r' } },
    payload: { kind: 'WebhookSaved', entity },
  };
  await producer.send([record(catalogEvents.name, 0, '0', catalogEvents.toWire(saved))]);
}

/** Saves a webhook at a path of the receiver. */
const hook = async (id: bigint, path: string, change: Partial<Webhook> = {}): Promise<Webhook> => {
  const entity = webhook({ id, url: receiver.urlOf(path), payload: '{"who": "${$name}"}', ...change });
  await save(entity);
  return entity;
};

/** Publishes an effect for the webhook. @returns its id */
async function give(webhookId: bigint, props: Record<string, Value> = {}): Promise<string> {
  const given: EffectRecord = { ...webhookEffect(++position, props, webhookId), catalogVersion: version };
  await producer.send([record(effects.name, 0, '3:s:cart-1', effects.toWire(given))]);
  return given.id;
}

const anna = newSubjectKey('p:anna');
const sealedName = (text: string) => seal({ kind: 'map', entries: { name: text } }, anna, 'params');

async function giveKey(): Promise<void> {
  const payload = { kind: 'SubjectKeyGiven' as const, position: 1n, ...wrap(anna, MASTER_KEY) };
  const given = subjectKeys.toWire({ ...webhookEffect(1n), payload });
  await producer.send([record(subjectKeys.name, 1, anna.keyId, given)]);
}

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly attempts: readonly { readonly status: number | null; readonly error: string | null }[];
}

async function list(query: string): Promise<{ statusCode: number; data: readonly Shown[]; cursor?: string }> {
  const authorization = await new ServiceTokens('spec', settings.TESSERA_SERVICE_SECRET).header();
  const [app] = apps;
  const answer = await app!.inject({ url: `/internal/webhook_deliveries?${query}`, headers: { authorization } });
  return { statusCode: answer.statusCode, ...answer.json<{ data: readonly Shown[]; cursor?: string }>() };
}

async function retry(id: string): Promise<{ statusCode: number }> {
  const authorization = await new ServiceTokens('spec', settings.TESSERA_SERVICE_SECRET).header();
  const url = `/internal/webhook_deliveries/${id}/retry`;
  return apps[0]!.inject({ method: 'POST', url, headers: { authorization } });
}

/** The delivery once it has this status. */
const delivery = (id: string, status: string): Promise<Shown> =>
  eventually(async () => (await list(`effectId=${id}`)).data.find((shown) => shown.status === status));

beforeAll(async () => {
  const layout = { partitions: PARTITIONS, replicationFactor: 1 };
  await Promise.all([
    migrate(tables),
    createTopics(kafka, [effects, subjectKeys, catalogEvents], layout),
    receiver.start(),
  ]);
  await start();
});

afterAll(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  await Promise.all([producer.close(), receiver.stop()]);
  await Promise.all([deleteTopics(name), dropSchema(name)]);
});

describe('a webhook effect', () => {
  it('is called, signed, under its own id', async () => {
    await hook(1n, '/ok');
    const id = await give(1n);
    await expect(delivery(id, 'delivered')).resolves.toMatchObject({ attempts: [{ status: 200, error: null }] });
    const [call] = receiver.calls('/ok');
    expect(call?.headers['webhook-id']).toBe(id);
    expect(new Verifier(SECRET).verify(call?.body ?? '', call?.headers as Record<string, string>)).toEqual({
      who: 'Anna',
    });
  });

  it('saleor apps 339: is called again after a failure, with the same id and body, though the template changed', async () => {
    const before = await hook(2n, '/flaky');
    receiver.answers.set('/flaky', [500]);
    const id = await give(2n);
    await eventually(() => (receiver.calls('/flaky').length === 1 ? true : undefined));
    await save({ ...before, payload: '"changed"', modified: 2n });
    const { attempts } = await delivery(id, 'delivered');
    expect(attempts.map(({ status }) => status)).toEqual([500, 200]);
    const [first, second] = receiver.calls('/flaky');
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(() =>
      new Verifier(SECRET).verify(second?.body ?? '', second?.headers as Record<string, string>),
    ).not.toThrow();
  });

  it('to a private address is blocked, once and for all', async () => {
    await hook(3n, '/never', { url: 'https://10.0.0.1/hook' });
    const id = await give(3n);
    const { attempts } = await delivery(id, 'blocked');
    expect(attempts).toEqual([
      expect.objectContaining({ status: null, error: expect.stringContaining('not public') as string }),
    ]);
  });

  it('that answers 410 disables its endpoint until the webhook is saved anew', async () => {
    const gone = await hook(4n, '/gone');
    receiver.answers.set('/gone', [410]);
    await delivery(await give(4n), 'gone');
    const next = await give(4n);
    await delivery(await give(1n), 'delivered');
    await expect(list(`effectId=${next}`)).resolves.toMatchObject({ data: [{ status: 'waiting', attempts: [] }] });
    await save({ ...gone, modified: 9n });
    await delivery(next, 'delivered');
    expect(receiver.calls('/gone')).toHaveLength(2);
  });

  it('that failed is tried once more when somebody asks for it, and no other is', async () => {
    const hooked = await hook(11n, '/again', { url: 'http://10.0.0.1/' });
    const id = await give(11n);
    await delivery(id, 'blocked');
    await save({ ...hooked, url: receiver.urlOf('/again') });
    await eventually(async () => {
      if ((await retry(id)).statusCode !== 200) return true;
      const [shown] = (await list(`effectId=${id}`)).data;
      return shown?.status === 'delivered' ? true : undefined;
    });
    await expect(delivery(id, 'delivered')).resolves.toMatchObject({ requestId: 'r' });
    expect(receiver.calls('/again').map(({ body }) => body)).toEqual(['{"who": "Anna"}']);
    expect((await retry(id)).statusCode).toBe(409);
    expect((await retry('00000000-0000-4000-8000-000000000000')).statusCode).toBe(404);
    await expect(list('requestId=r&ended=success&webhookId=11')).resolves.toMatchObject({ data: [{ id }] });
    await expect(list('ended=error&webhookId=11')).resolves.toMatchObject({ data: [] });
  });

  it('has personal values open in the call', async () => {
    await hook(5n, '/personal');
    const id = await give(5n, { params: sealedName('Anna Sealed') });
    // The key comes after the effect, as it may.
    await giveKey();
    await delivery(id, 'delivered');
    expect(receiver.calls('/personal').map(({ body }) => body)).toEqual(['{"who": "Anna Sealed"}']);
  });
});

describe('the deliveries', () => {
  it('are shown by webhook and status, page by page', async () => {
    await hook(6n, '/paged');
    const ids = [await give(6n), await give(6n), await give(6n)];
    for (const id of ids) await delivery(id, 'delivered');
    const first = await list('webhookId=6&status=delivered&pageSize=2&application=3');
    const second = await list(`webhookId=6&status=delivered&pageSize=2&application=3&cursor=${first.cursor}`);
    expect([...first.data, ...second.data].map(({ id }) => id).sort()).toEqual([...ids].sort());
    await expect(list('webhookId=6&application=4')).resolves.toMatchObject({ data: [] });
  });

  it.each(['webhookId=x', 'status=odd', 'effectId=1', 'createdAfter=yesterday', 'pageSize=0', 'cursor=made-up'])(
    'are not shown for %s',
    async (query) => expect((await list(query)).statusCode).toBe(400),
  );

  it('are shown to services only', async () => {
    const answer = await apps[0]!.inject({ url: '/internal/webhook_deliveries' });
    expect(answer.statusCode).toBe(401);
  });
});

describe('two dispatchers', () => {
  it('call each webhook once', async () => {
    await start();
    await hook(8n, '/shared');
    const ids = await Promise.all(Array.from({ length: 30 }, () => give(8n)));
    for (const id of ids) await delivery(id, 'delivered');
    const called = receiver.calls('/shared').map(({ headers }) => headers['webhook-id']);
    expect(called.sort()).toEqual([...ids].sort());
  });

  it('leave no effect behind when one of them stops', async () => {
    await hook(9n, '/moved');
    const before = await give(9n);
    await stop(apps[0]!);
    const after = await give(9n);
    await delivery(before, 'delivered');
    await delivery(after, 'delivered');
    expect(new Set(receiver.calls('/moved').map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([before, after]),
    );
  });
});

describe('a schema that was made anew', () => {
  it('gets the keys of before, although the group has been further', async () => {
    await giveKey();
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await withAdmin(connect(kafka), async (admin) => {
      const topic = kafka.topicPrefix + subjectKeys.name;
      const ends = await admin.fetchTopicOffsets(topic);
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.setOffsets({ groupId: `${name}.${SERVICE}.${name}`, topic, partitions });
    });
    await dropSchema(name);
    await migrate(tables);
    await start();
    await hook(10n, '/anew');
    await delivery(await give(10n, { params: sealedName('Anna Again') }), 'delivered');
    expect(receiver.calls('/anew').map(({ body }) => body)).toEqual(['{"who": "Anna Again"}']);
  });
});
