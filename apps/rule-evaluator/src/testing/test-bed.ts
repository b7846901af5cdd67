import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  catalogEvents,
  deadLetters,
  decisions,
  type DecisionRecord,
  effects,
  type InboxRecord,
  integrationEvents,
  integrationReplies,
  subjectKeys,
  type Topic,
  topics,
} from '@tessera/event-contracts';
import { createTopics, type KafkaSettings, type LogRecord, PlainProducer, Tail } from '@tessera/kafka';
import { migrate } from '@tessera/postgres';
import type { CatalogChange, Request } from '@tessera/promotion';
import { deleteTopics, dropSchema, eventually, services, uniqueName } from '@tessera/testing';
import { databaseOf } from '../database';

export const PARTITIONS = 2;
export const APPLICATION = 1n;
/** On a busy machine an evaluator in a process of its own takes long to start. */
const DECIDED_MS = 120_000;

interface Sent {
  readonly topic?: Topic<InboxRecord>;
  readonly requestId?: string;
  readonly keySent?: boolean;
  readonly hash?: Uint8Array;
  readonly at?: bigint;
}

/** Topics, a schema and a catalog of one spec, and evaluators in processes of their own that a spec may kill. */
export class TestBed {
  readonly name = uniqueName();
  readonly environment: Readonly<Record<string, string>>;
  readonly kafka: KafkaSettings;
  private readonly producer: PlainProducer;
  private readonly tails: Tail[] = [];
  private readonly seen = new Map<string, LogRecord[]>();
  private readonly children: ChildProcess[] = [];
  private versions = 0n;
  private sent = 0;

  private constructor() {
    const { brokers, databaseUrl } = services();
    this.kafka = { brokers, topicPrefix: `${this.name}.`, clientId: this.name };
    this.producer = new PlainProducer({ kafka: this.kafka });
    this.environment = {
      KAFKA_BROKERS: brokers,
      DATABASE_URL: databaseUrl,
      DATABASE_SCHEMA: this.name,
      TOPIC_PREFIX: this.kafka.topicPrefix,
      TESSERA_CLUSTER: this.name,
      TESSERA_SERVICE_SECRET: 'a secret of the spec alone',
      TESSERA_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      LOG_LEVEL: 'warn',
      PORT: '0',
    };
  }

  static async open(changes: readonly CatalogChange[]): Promise<TestBed> {
    const bed = new TestBed();
    await createTopics(bed.kafka, topics, { partitions: PARTITIONS, replicationFactor: 1 });
    await migrate(databaseOf({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: bed.name }));
    await Promise.all(
      [decisions, effects, integrationReplies, deadLetters, subjectKeys].map(({ name }) => bed.follow(name)),
    );
    await bed.save(changes);
    return bed;
  }

  async close(): Promise<void> {
    this.children.forEach((child) => child.kill('SIGKILL'));
    await Promise.all(this.tails.map((tail) => tail.stop()));
    await this.producer.close();
    await dropSchema(this.name);
    await deleteTopics(this.kafka.topicPrefix);
  }

  async save(changes: readonly CatalogChange[]): Promise<void> {
    const records = changes.map((payload) => {
      this.versions += 1n;
      const envelope = {
        id: String(this.versions),
        src: '',
        requestId: '',
        application: APPLICATION,
        at: 1n,
        recordedAt: 1n,
      };
      const value = catalogEvents.toWire({
        ...envelope,
        ...{
          seq: this.versions,
          catalogVersion: this.versions,
          currency: '',
          actor: { userId: 1n, requestId: '' },
          payload,
        },
      });
      return { topic: catalogEvents.name, partition: 0, key: null, value, timestamp: BigInt(Date.now()), headers: {} };
    });
    await this.producer.send(records);
  }

  /** Puts requests into the inbox. @returns their request ids */
  async request(requests: readonly Request[], options: Sent = {}): Promise<readonly string[]> {
    const topic = options.topic ?? integrationEvents;
    const records = requests.map((payload) => this.inboxRecord(payload, options));
    await this.producer.send(
      records.map((record) => {
        const key = Buffer.from(topic.key(record) ?? '');
        const partition = topic.partition(key, PARTITIONS);
        const value = topic.toWire(record);
        return { topic: topic.name, partition, key, value, timestamp: BigInt(Date.now()), headers: {} };
      }),
    );
    return records.map(({ requestId }) => requestId);
  }

  /** Bytes of any kind into the inbox. */
  async poison(partition: number, key: Uint8Array | null, value: Uint8Array | null): Promise<void> {
    const topic = integrationEvents.name;
    await this.producer.send([{ topic, partition, key, value, timestamp: BigInt(Date.now()), headers: {} }]);
  }

  /** What readers of committed records have seen of a topic so far, in the order of its partitions. */
  read<R extends { readonly recordedAt: bigint }>(topic: Topic<R>): readonly R[] {
    return [...(this.seen.get(topic.name) ?? [])]
      .sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset))
      .filter(({ value }) => value !== null)
      .map(({ value }) => topic.fromWire(value));
  }

  records(topic: string): readonly LogRecord[] {
    return this.seen.get(topic) ?? [];
  }

  /** Resolves with the decisions when there are that many. */
  decided(count: number, timeoutMs = DECIDED_MS): Promise<readonly DecisionRecord[]> {
    return eventually(() => {
      const found = this.read(decisions);
      if (found.length < count) throw new Error(`${found.length} of ${count} decisions`);
      return found;
    }, timeoutMs);
  }

  /** An evaluator in a process of its own, as it was built: `npm test` builds before it runs specs. */
  start(environment: Readonly<Record<string, string>> = {}): ChildProcess {
    const main = join(__dirname, '../../dist/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env: { ...process.env, ...this.environment, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.children.push(child);
    return child;
  }

  private inboxRecord(payload: Request, { requestId, keySent = false, hash, at = 0n }: Sent): InboxRecord {
    const id = requestId ?? `request ${this.sent++}`;
    const envelope = { id, src: 'gateway', seq: 0n, requestId: id, application: APPLICATION, currency: '' };
    return {
      ...envelope,
      at: at === 0n ? null : at,
      recordedAt: 0n,
      catalogVersion: this.versions,
      idempotency: { hash: hash ?? new Uint8Array([1]), keySent },
      payload,
    };
  }

  private async follow(topic: string): Promise<void> {
    const records: LogRecord[] = [];
    this.seen.set(topic, records);
    const tail = new Tail({ kafka: this.kafka, topic, onRecord: (record) => records.push(record) });
    this.tails.push(tail);
    await tail.start();
  }
}

interface Sequenced {
  readonly name: string;
  fromWire(value: Uint8Array | null): { readonly seq: bigint };
}

/** Per partition, the sequence of a topic: without gap or repeat it is 1, 2, 3 … */
export function brokenSequence(bed: TestBed, topic: Sequenced): string | null {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const records = bed.records(topic.name).filter((record) => record.partition === partition);
    const seqs = records.map(({ value }) => topic.fromWire(value).seq);
    const at = seqs.findIndex((seq, index) => seq !== BigInt(index + 1));
    if (at >= 0) return `${topic.name}/${partition} has ${seqs[at]} where ${at + 1} belongs`;
  }
  return null;
}
