import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  bulkEvents,
  catalogEvents,
  type CatalogRecord,
  integrationEvents,
  integrationReplies,
} from '@tessera/event-contracts';
import { connect, createServedTopics, withAdmin } from '@tessera/kafka';
import { migrate } from '@tessera/postgres';
import { createService } from '@tessera/service-kit';
import { deleteTopics, dropSchema, services, uniqueName } from '@tessera/testing';
import { AppModule } from '../app.module';
import { database } from '../database';
import { prepareHttp } from '../prepare-http';
import { type Settings, settingsFrom } from '../settings';

const PARTITIONS = 2;
export const ADMIN = { email: 'admin@localhost', password: 'the first password' };

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: T;
}

export interface ErrorAnswer {
  readonly message: string;
  readonly errors: readonly {
    readonly code: string;
    readonly details?: string;
    readonly source?: {
      readonly pointer?: string;
      readonly line?: number;
      readonly column?: number;
      readonly start?: number;
    };
  }[];
}

/** A Management API of its own, with its schema and its topics, for one spec file. */
export class Management {
  private constructor(
    readonly name: string,
    readonly settings: Settings,
    private readonly more: NestFastifyApplication[],
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<Management> {
    const name = uniqueName();
    const settings = settingsFrom({
      ...{ KAFKA_BROKERS: services().brokers, DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: name },
      ...{ TOPIC_PREFIX: `${name}.`, TESSERA_CLUSTER: name, LOG_LEVEL: 'fatal', PORT: '0' },
      TESSERA_SERVICE_SECRET: 'the secret of the services of this spec',
      TESSERA_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      TESSERA_ADMIN_PASSWORD: ADMIN.password,
      // Where nobody listens.
      CAMPAIGN_PROJECTION_URL: 'http://127.0.0.1:9',
      WEBHOOK_DISPATCHER_URL: 'http://127.0.0.1:9',
      ...environment,
    });
    await migrate(database(settings));
    await createTopics(settings.TOPIC_PREFIX);
    const management = new Management(name, settings, []);
    await management.startInstance();
    return management;
  }

  /** One more instance of the service on the same tables and topics. */
  async startInstance(): Promise<NestFastifyApplication> {
    const { settings } = this;
    const options = { service: 'management-api', module: AppModule.with(settings), settings };
    const app = await createService(options, prepareHttp);
    this.more.push(app);
    return app;
  }

  /** Ends this instance and starts another. */
  async restart(): Promise<void> {
    for (const app of this.more.splice(0)) await app.close();
    await this.startInstance();
  }

  get app(): NestFastifyApplication {
    const [app] = this.more;
    if (!app) throw new Error('not started');
    return app;
  }

  async stop(): Promise<void> {
    for (const app of this.more) await app.close();
    await deleteTopics(this.settings.TOPIC_PREFIX);
    await dropSchema(this.name);
  }

  /** One call; `authorization` is the whole header. */
  async call<T = unknown>(
    authorization: string | undefined,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<Answer<T>> {
    const response = await this.app.inject({
      method,
      url,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const text = response.body;
    return {
      status: response.statusCode,
      headers: response.headers as Answer<T>['headers'],
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    };
  }

  /** The admin's header. */
  async signIn(login: { email: string; password: string } = ADMIN): Promise<string> {
    const { status, body } = await this.call<{ token: string }>(undefined, 'POST', '/v1/sessions', login);
    if (status !== 201) throw new Error(`sign-in: ${status} ${JSON.stringify(body)}`);
    return `Bearer ${body.token}`;
  }

  /** Every record that readers of the catalog topic get, from its beginning until the given version has come. */
  readCatalog(until: bigint): Promise<CatalogRecord[]> {
    return readCatalog(this.settings, until);
  }
}

/** A client of one user, whose calls must succeed unless `fails` is used. */
export class Client {
  constructor(
    private readonly management: Management,
    readonly authorization: string,
  ) {}

  get = <T>(url: string) => this.good<T>('GET', url);
  post = <T>(url: string, body: unknown) => this.good<T>('POST', url, body);
  put = <T>(url: string, body: unknown) => this.good<T>('PUT', url, body);
  delete = (url: string) => this.good<undefined>('DELETE', url);

  /** Status and codes of a refusal. */
  async fails(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<[number, ...string[]]> {
    const answer = await this.management.call<ErrorAnswer>(this.authorization, method, url, body);
    return [answer.status, ...answer.body.errors.map(({ code }) => code)];
  }

  /** A form with one file, `upFile`, as the SDKs send it. */
  async upload<T>(url: string, csv: string, type = 'multipart/form-data; boundary=x') {
    const disposition = 'content-disposition: form-data; name="upFile"; filename="c.csv"';
    const payload = `--x\r\n${disposition}\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--x--\r\n`;
    const headers = { authorization: this.authorization, 'content-type': type };
    const { statusCode, body } = await this.management.app.inject({ method: 'POST', url, headers, payload });
    return { status: statusCode, body: JSON.parse(body) as T };
  }

  private async good<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<Answer<T>> {
    const answer = await this.management.call<T>(this.authorization, method, url, body);
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

async function createTopics(prefix: string): Promise<void> {
  const kafka = connect({ brokers: services().brokers, clientId: prefix, topicPrefix: prefix });
  const shared = [integrationEvents, bulkEvents, integrationReplies].map(({ name }) => ({
    topic: prefix + name,
    numPartitions: PARTITIONS,
  }));
  const topics = [...shared, { topic: prefix + catalogEvents.name, numPartitions: 1 }];
  await withAdmin(kafka, (admin) => createServedTopics(admin, topics));
}

export async function readCatalog(settings: Pick<Settings, 'TOPIC_PREFIX'>, until: bigint): Promise<CatalogRecord[]> {
  const kafka = connect({ brokers: services().brokers, clientId: 'spec', topicPrefix: settings.TOPIC_PREFIX });
  const consumer = kafka.consumer({ groupId: uniqueName(), maxWaitTimeInMs: 50 });
  const records: CatalogRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: settings.TOPIC_PREFIX + catalogEvents.name, fromBeginning: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const eachMessage = ({ message }: { message: { value: Buffer | null } }) => {
        records.push(catalogEvents.fromWire(message.value));
        if ((records.at(-1)?.seq ?? 0n) >= until) resolve();
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    return records;
  } finally {
    await consumer.disconnect();
  }
}
