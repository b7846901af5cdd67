import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type InboxRecord,
  integrationEvents,
  bulkEvents,
  type Reply,
  type ReplyRecord,
} from '@tessera/event-contracts';
import { applyChange, type Catalog, type CatalogChange, type Decision, emptyCatalog } from '@tessera/promotion';
import { createService } from '@tessera/service-kit';
import { createHash } from 'node:crypto';
import { AppModule } from '../app.module';
import { Instance } from '../call/instance';
import { CatalogFeed } from '../catalog/catalog-feed';
import { prepareHttp } from '../http/prepare';
import { Inbox, type Lane, type SendResult } from '../inbox/inbox';
import { Pending } from '../replies/pending';
import { readSettings, type Settings } from '../settings';

export const SECRET = 'a-secret-of-32-bytes-in-base64url';
const FAR = 4102444800000n;

/** A key whose id is its name. */
export const keyHeader = (id: string) => `ApiKey-v1 pk_${id}_${SECRET}`;

export const apiKey = (id: string, application: bigint, scopes: string[], more: object = {}): CatalogChange => ({
  kind: 'ApiKeySaved',
  entity: {
    id,
    application,
    title: id,
    scopes,
    hash: createHash('sha256').update(SECRET).digest(),
    created: 0n,
    expires: FAR,
    revoked: false,
    ...more,
  },
});

export const application = (id: bigint, currency = 'EUR'): CatalogChange => ({
  kind: 'ApplicationSaved',
  entity: {
    id,
    name: `shop ${id}`,
    description: '',
    currency,
    timezone: 'UTC',
    attributes: {},
    created: 0n,
    modified: 0n,
    limits: [],
    partialRewards: false,
    sessionIdleAfter: null,
  },
});

let attributeId = 0n;
export const attribute = (
  entity: string,
  name: string,
  type: string,
  eventType: string | null = null,
): CatalogChange => ({
  kind: 'AttributeSaved',
  entity: {
    id: ++attributeId,
    entity,
    name,
    title: name,
    type,
    description: '',
    suggestions: [],
    restrictedBySuggestions: false,
    editable: true,
    eventType,
    personal: false,
    subscribedApplications: [],
    created: 0n,
  },
});

/** Two shops, keys of every kind, and some attributes. */
export const CATALOG: readonly CatalogChange[] = [
  application(1n),
  application(2n, 'JPY'),
  apiKey('shop1', 1n, ['integration']),
  apiKey('shop2', 2n, ['integration']),
  apiKey('importer', 1n, ['integration', 'import']),
  apiKey('reader', 1n, ['read']),
  apiKey('revoked', 1n, ['integration'], { revoked: true }),
  apiKey('expired', 1n, ['integration'], { expires: 1n }),
  attribute('CustomerSession', 'channel', 'string'),
  attribute('CartItem', 'size', 'number'),
  attribute('CartItem', 'offers', '(list string)'),
  attribute('CustomerProfile', 'born', 'time'),
  attribute('Event', 'stars', 'number', 'rated'),
  {
    kind: 'EventTypeSaved',
    entity: { id: 1n, name: 'rated', title: 'rated', description: '', applications: [], created: 0n },
  },
];

/** A catalog that grows by hand. */
export class FakeCatalog extends CatalogFeed {
  current: Catalog = emptyCatalog();
  private waiting: (() => void)[] = [];

  constructor(changes: readonly CatalogChange[] = CATALOG) {
    super();
    for (const change of changes) this.apply(change);
  }

  apply(change: CatalogChange): void {
    this.current = applyChange(this.current, this.current.version + 1n, change);
    for (const wake of this.waiting.splice(0)) wake();
  }

  waitFor(version: bigint, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      const look = () => {
        if (this.current.version < version) return void this.waiting.push(look);
        clearTimeout(timer);
        resolve(true);
      };
      look();
    });
  }
}

export interface Received {
  readonly lane: Lane;
  readonly record: InboxRecord;
}

/** An inbox whose records go through Avro and then to `decide`; without an answer nothing comes back. */
class FakeInbox extends Inbox {
  readonly received: Received[] = [];
  result: SendResult | Promise<SendResult> = 'sent';
  decide: (received: Received) => Partial<Reply> | undefined = () => ({});
  keep = true;

  constructor(private readonly pending: Pending) {
    super();
  }

  async send(lane: Lane, sent: InboxRecord): Promise<SendResult> {
    const topic = lane === 'live' ? integrationEvents : bulkEvents;
    const received = { lane, record: topic.fromWire(topic.toWire(sent)) };
    const result = await this.result;
    if (result !== 'sent') return result;
    if (this.keep) this.received.push(received);
    const reply = this.decide(received);
    if (reply) setImmediate(() => this.pending.settle(replyTo(received.record, reply)));
    return 'sent';
  }

  /** The only record that was sent. */
  get only(): InboxRecord {
    const [first, ...others] = this.received;
    if (!first || others.length > 0) throw new Error(`${this.received.length} records were sent`);
    return first.record;
  }
}

export const NOTHING: Decision = {
  outcome: 'accepted',
  request: null,
  repeats: null,
  engineVersion: 'spec',
  entropy: new Uint8Array(32),
  reads: [],
  events: [],
  effects: [],
  refusals: [],
  ruleFailures: [],
  evaluationPlaces: [],
};

export function replyTo(record: InboxRecord, reply: Partial<Reply> = {}): ReplyRecord {
  return {
    ...record,
    at: record.at ?? record.recordedAt,
    payload: {
      kind: 'Reply',
      status: 200,
      position: 7n,
      partition: 3,
      decisionSeq: 41n,
      decision: NOTHING,
      session: null,
      profile: null,
      activity: null,
      coupons: [],
      idempotencyMismatch: false,
      ledgers: [],
      ...reply,
    },
  };
}

export interface Gateway {
  readonly app: NestFastifyApplication;
  readonly inbox: FakeInbox;
  readonly catalog: FakeCatalog;
  readonly pending: Pending;
  readonly logged: string[];
}

export const SETTINGS_OF_SPECS = {
  KAFKA_BROKERS: 'nowhere:9092',
  TESSERA_SERVICE_SECRET: 'a secret of the specs',
  LOG_LEVEL: 'debug',
};

/** The gateway with fakes at its edges, ready for `inject`. */
export async function startGateway(environment: Record<string, string> = {}): Promise<Gateway> {
  const settings: Settings = readSettings({ ...SETTINGS_OF_SPECS, ...environment });
  const pending = new Pending(settings.MAX_PENDING);
  const inbox = new FakeInbox(pending);
  const catalog = new FakeCatalog();
  const logged: string[] = [];
  const module = AppModule.with(settings, { inbox, catalog, pending, instance: new Instance() });
  const app = await createService(
    { service: 'ingestion-gateway', module, settings, logTo: { write: (line) => void logged.push(line) } },
    prepareHttp,
  );
  return { app, inbox, catalog, pending, logged };
}
