import { catalogEvents } from '@tessera/event-contracts';
import { connect, createServedTopics, KafkaLog, type PublishStep, withAdmin } from '@tessera/kafka';
import { connectDatabase, migrate } from '@tessera/postgres';
import { Clock } from '@tessera/service-kit';
import { deleteTopics, dropSchema, eventually, services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { Actor } from '../auth/actor';
import { database } from '../database';
import { readCatalog } from '../testing/management.fixture';
import { CatalogProgress } from './catalog-progress';
import { CatalogRelay } from './catalog-relay';
import { CatalogWriter } from './catalog-writer';

class NoClock extends Clock {
  now(): bigint {
    return 1_763_900_000_000n;
  }
}

const ACTOR = new Actor(1n, 'admin', 'request', null);

/** Writes go straight through the writer; relays are started, failed and stopped around them. */
describe('the catalog relay', () => {
  const name = uniqueName();
  const settings = { TOPIC_PREFIX: `${name}.` };
  const kafka = { brokers: services().brokers, clientId: name, topicPrefix: settings.TOPIC_PREFIX };
  const db = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: name });
  const errors: unknown[] = [];
  let dataSource: DataSource;
  let progress: CatalogProgress;
  let relays: CatalogRelay[] = [];

  const relay = (atStep: (step: PublishStep) => void = () => undefined) => {
    const log = new KafkaLog({ kafka, groupId: name, atStep });
    const started = new CatalogRelay({ dataSource, log, name, restMs: 20, onError: (error) => errors.push(error) });
    relays.push(started);
    started.start();
    return started;
  };
  const published = async () => {
    const [row] = await dataSource.query<{ published: string }[]>('SELECT published FROM catalog_relay');
    return BigInt(row?.published ?? 0);
  };
  const untilPublished = (version: bigint) =>
    eventually(async () => ((await published()) >= version ? true : undefined));
  const write = (count: number) =>
    new CatalogWriter(dataSource, new NoClock(), {
      untilPublished: () => Promise.resolve(),
    } as unknown as CatalogProgress).write(ACTOR, async (transaction) => {
      for (let index = 0; index < count; index += 1) {
        transaction.record({ kind: 'WebhookDeleted', id: await transaction.nextId() });
      }
    });
  /** One more version is written, so that a repeat of the one before it would be seen. */
  const versionsOnTopic = async () => {
    await write(1);
    const last = (await progress.health()).details?.['version'];
    return (await readCatalog(settings, BigInt(Number(last)))).map(({ seq }) => seq);
  };
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => BigInt(index + 1));

  beforeAll(async () => {
    await migrate(db);
    dataSource = await connectDatabase(db);
    progress = new CatalogProgress(dataSource);
    const topic = settings.TOPIC_PREFIX + catalogEvents.name;
    await withAdmin(connect(kafka), (admin) => createServedTopics(admin, [{ topic, numPartitions: 1 }]));
  });
  afterEach(async () => {
    for (const started of relays) await started.stop();
    relays = [];
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropSchema(name);
    await deleteTopics(settings.TOPIC_PREFIX);
  });

  it('publishes what was written before it and while it runs, in order', async () => {
    await write(3);
    relay();
    await untilPublished(3n);
    await write(250);
    await untilPublished(253n);
    expect(await progress.health()).toEqual({ up: true, details: { version: '253', published: '253' } });
    expect(await versionsOnTopic()).toEqual(upTo(254));
  });

  it.each<PublishStep>(['after_send', 'after_offsets', 'after_endtxn'])(
    'goes on without gap or repeat when it fails %s',
    async (failing) => {
      let failures = 1;
      const before = await published();
      relay((step) => {
        if (step === failing && failures-- > 0) throw new Error(`failed ${step}`);
      });
      await write(5);
      await untilPublished(before + 5n);
      expect(failures).toBeLessThan(1);
      expect(errors.splice(0)).toHaveLength(1);
      expect(await versionsOnTopic()).toEqual(upTo(Number(before + 5n) + 1));
    },
  );

  it('is one of many: another takes over when it stops, and none publishes twice', async () => {
    const before = await published();
    const first = relay();
    relay();
    await write(5);
    await untilPublished(before + 5n);
    await first.stop();
    await write(5);
    await untilPublished(before + 10n);
    expect(await versionsOnTopic()).toEqual(upTo(Number(before + 10n) + 1));
    expect(errors).toEqual([]);
  });

  it('gives up its place when its lock is lost, and the topic still has each version once', async () => {
    const before = await published();
    relay();
    relay();
    await write(1);
    await untilPublished(before + 1n);
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND (classid::bigint << 32 | objid::bigint) = hashtextextended(current_schema() || '/' || $1, 0)`,
      [name],
    );
    await write(5);
    await untilPublished(before + 6n);
    expect(await versionsOnTopic()).toEqual(upTo(Number(before + 6n) + 1));
    errors.splice(0);
  });

  it('goes on from the table where the broker has forgotten its positions', async () => {
    const before = await published();
    await withAdmin(connect(kafka), (admin) => admin.deleteGroups([name]));
    relay();
    await write(2);
    await untilPublished(before + 2n);
    expect(await versionsOnTopic()).toEqual(upTo(Number(before + 2n) + 1));
  });
});
