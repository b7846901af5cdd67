import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decisions, newSubjectKey, seal, subjectKeys, type SubjectKeyRecord, wrap } from '@tessera/event-contracts';
import { connect, createTopics, PlainProducer, withAdmin } from '@tessera/kafka';
import { connectDatabase, type DatabaseSettings, migrate } from '@tessera/postgres';
import { createService, loadSettings } from '@tessera/service-kit';
import { deleteTopics, dropSchema, eventuallyMeets, services, uniqueName } from '@tessera/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createCheckpointTable } from './postgres-store';
import { consumeDecisions, ProjectionModule } from './projection.module';
import { projectionSettings } from './projection.settings';
import { createSubjectKeyTable, SubjectKeyTable } from './subject-keys';

const SERVICE = 'keys-projection';
const PARTITIONS = 2;
const CAUGHT_UP_MS = 60_000;
const MASTER_KEY = new Uint8Array(32).fill(7);
const name = uniqueName();
const settings = loadSettings(projectionSettings(0, name), {
  ...{ KAFKA_BROKERS: services().brokers, DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: name },
  ...{ TOPIC_PREFIX: `${name}.`, TESSERA_CLUSTER: name, KAFKA_SESSION_TIMEOUT_MS: '6000', PORT: '0' },
  ...{ TESSERA_SERVICE_SECRET: 'a secret of the spec alone', LOG_LEVEL: 'fatal' },
  TESSERA_MASTER_KEY: Buffer.from(MASTER_KEY).toString('base64'),
});
const kafka = { brokers: settings.KAFKA_BROKERS, clientId: name, topicPrefix: settings.TOPIC_PREFIX };

class Keys1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createCheckpointTable(runner);
    await createSubjectKeyTable(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE checkpoint, subject_key');
  }
}

const database: DatabaseSettings = {
  ...{ url: settings.DATABASE_URL, schema: name, applicationName: SERVICE, entities: [] },
  migrations: [Keys1763900000000],
};

const anna = newSubjectKey('p:anna');
const ben = newSubjectKey('p:ben');
const gone = newSubjectKey('p:gone');
type Key = typeof anna;

function given(key: Key): Uint8Array {
  const record: SubjectKeyRecord = {
    ...{ id: key.keyId, src: 'rule-evaluator', seq: 0n, requestId: '', application: 0n },
    ...{ at: 1n, recordedAt: 1n, catalogVersion: 0n, currency: '' },
    payload: { kind: 'SubjectKeyGiven', position: 1n, ...wrap(key, MASTER_KEY) },
  };
  return subjectKeys.toWire(record);
}

/** A record of the topic in its partition; without a value the key is erased. */
const record = ({ keyId }: Key, value: Uint8Array | null) => ({
  ...{ topic: subjectKeys.name, partition: subjectKeys.partition(keyId, PARTITIONS), key: Buffer.from(keyId) },
  ...{ value, timestamp: BigInt(Date.now()), headers: {} },
});

/** What a table opens of something that is sealed under each key. */
async function opened(table: SubjectKeyTable, keys: readonly Key[]): Promise<readonly unknown[]> {
  const opener = await table.opener(keys.map(({ keyId }) => keyId));
  return keys.map((key) => opener(seal(key.subject, key, 'name'), 'name'));
}

const open: NestFastifyApplication[] = [];

/** Starts the service. @returns its keys */
async function start(): Promise<SubjectKeyTable> {
  const module = ProjectionModule.with({ settings, database, write: () => Promise.resolve(), controllers: [] });
  const app = await createService({ service: SERVICE, settings, module }, consumeDecisions(SERVICE, settings));
  open.push(app);
  await app.startAllMicroservices();
  return app.get(SubjectKeyTable);
}

const stop = () => Promise.all(open.splice(0).map((app) => app.close()));

const showing = (table: SubjectKeyTable, expected: readonly unknown[]) =>
  eventuallyMeets(
    () => opened(table, [anna, ben, gone]),
    (found) => JSON.stringify(found) === JSON.stringify(expected),
    CAUGHT_UP_MS,
  );

/** The group has been told that all of the topic was read, as a service tells it every few seconds. */
async function commitEnds(): Promise<void> {
  await withAdmin(connect(kafka), async (admin) => {
    const topic = kafka.topicPrefix + subjectKeys.name;
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
      partition,
      offset: high,
    }));
    await admin.setOffsets({ groupId: `${name}.${SERVICE}.${name}`, topic, partitions });
  });
}

describe('the keys of subjects', () => {
  const producer = new PlainProducer({ kafka });

  beforeAll(async () => {
    await createTopics(kafka, [decisions, subjectKeys], { partitions: PARTITIONS, replicationFactor: 1 });
    await migrate(database);
    await producer.send([record(anna, given(anna)), record(gone, given(gone))]);
  });

  afterEach(stop);
  afterAll(async () => {
    await producer.close();
    await Promise.all([deleteTopics(name), dropSchema(name)]);
  });

  it('are all there again in a schema that was made anew, although the group has been further', async () => {
    const before = await start();
    await showing(before, ['p:anna', null, 'p:gone']);
    await producer.send([record(gone, null)]);
    await showing(before, ['p:anna', null, null]);
    await stop();
    await commitEnds();
    await dropSchema(name);
    await migrate(database);
    const anew = await start();
    await producer.send([record(ben, given(ben))]);
    await showing(anew, ['p:anna', 'p:ben', null]);
  });

  it('stay erased when what was before is delivered again', async () => {
    const dataSource = await connectDatabase(database);
    const keys = new SubjectKeyTable(dataSource, MASTER_KEY);
    const nowhere = PARTITIONS;
    const late = newSubjectKey('p:late');
    const [first, second] = [given(late), null].map((value, offset) => ({
      ...record(late, value),
      offset: BigInt(offset),
    }));
    await keys.fold(nowhere, [first!]);
    expect(await opened(keys, [late])).toEqual(['p:late']);
    await keys.fold(nowhere, [second!]);
    await keys.fold(nowhere, [first!]);
    expect(await opened(keys, [late])).toEqual([undefined]);
    expect(await keys.position(nowhere)).toBe(2n);
    await dataSource.destroy();
  });
});
