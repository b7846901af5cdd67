import { Controller, type INestMicroservice } from '@nestjs/common';
import { Ctx, EventPattern, type MicroserviceOptions, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { integrationEvents } from '@tessera/event-contracts';
import { deleteTopics, eventually, services, uniqueName } from '@tessera/testing';
import { CompressionTypes, ConfigResourceTypes } from 'kafkajs';
import type { Assignment } from './assignment';
import { BatchContext } from './batch-context';
import { BATCH, BatchHandler } from './batch-handler';
import { BatchStrategy } from './batch-strategy';
import { connect, withAdmin } from './connect';
import type { GroupConsumerOptions } from './group-consumer';
import type { LogRecord } from './log';
import { createServedTopics } from './new-topics';
import { producingSnappy } from './testing/snappy';
import { Stalled } from './watchdog';

const LIVE = 'live';
const BULK = 'bulk';
const run = uniqueName();
const text = ({ value }: LogRecord): string => Buffer.from(value ?? []).toString();

type Handle = (records: readonly LogRecord[], context: BatchContext) => Promise<void>;

const idle: Handle = () => Promise.resolve();

/** Notes the values of what comes. */
const noting =
  (seen: string[]): Handle =>
  (records) => {
    seen.push(...records.map(text));
    return Promise.resolve();
  };

function lanes(handle: Handle) {
  @Controller()
  class Lanes {
    @BatchHandler(LIVE)
    live(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
      return handle(records, context);
    }

    @BatchHandler(BULK)
    bulk(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
      return handle(records, context);
    }
  }
  return Lanes;
}

describe('the batch strategy', () => {
  let settings: GroupConsumerOptions['kafka'];
  let groupId: string;
  const open: INestMicroservice[] = [];

  beforeEach(async () => {
    groupId = `${run}.${uniqueName()}`;
    settings = { brokers: services().brokers, clientId: groupId, topicPrefix: `${groupId}.`, log: () => undefined };
    const topics = [LIVE, BULK].map((topic) => ({ topic: settings.topicPrefix + topic, numPartitions: 4 }));
    await withAdmin(connect(settings), (admin) => createServedTopics(admin, topics));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((app) => app.close()));
  });

  afterAll(() => deleteTopics(run));

  async function start(
    controller: ReturnType<typeof lanes>,
    over: Partial<GroupConsumerOptions> = {},
  ): Promise<BatchStrategy> {
    const strategy = new BatchStrategy({ kafka: settings, groupId, ...over });
    const module = await Test.createTestingModule({ controllers: [controller] }).compile();
    const app = module.createNestMicroservice<MicroserviceOptions>({ strategy, logger: false });
    open.push(app);
    await app.listen();
    return strategy;
  }

  async function produce(values: readonly string[], partition = 0, topic = LIVE): Promise<void> {
    const producer = connect(settings).producer();
    await producer.connect();
    const messages = values.map((value) => ({ value, partition }));
    await producer.send({ topic: settings.topicPrefix + topic, messages });
    await producer.disconnect();
  }

  it('delivers a batch with its place, from the beginning of the topic', async () => {
    await produce(['a', 'b'], 2);
    const seen: { topic: string; partition: number; generation: number; values: string[] }[] = [];
    await start(
      lanes((records, { topic, partition, generation }) => {
        seen.push({ topic, partition, generation, values: records.map(text) });
        return Promise.resolve();
      }),
    );
    await eventually(() => seen[0]);
    expect(seen).toEqual([{ topic: LIVE, partition: 2, generation: 1, values: ['a', 'b'] }]);
  });

  it('trap 17: delivers again what a handler threw at, and only that', async () => {
    const seen: string[][] = [];
    await start(
      lanes((records, context) => {
        seen.push(records.map(text));
        if (seen.length > 1) return Promise.resolve();
        context.resolve(records[0]!.offset);
        return Promise.reject(new Error('the first time'));
      }),
    );
    await produce(['a', 'b', 'c']);
    await eventually(() => seen[1]);
    expect(seen.slice(0, 2)).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it('trap 19: goes on at the oldest record when its position is no longer kept, and does not skip to the end', async () => {
    await produce(['a', 'b', 'c', 'd']);
    await start(
      lanes((records, context) => {
        context.resolve(records[0]!.offset);
        context.pause();
        return Promise.resolve();
      }),
      { commitEveryMs: 0 },
    );
    await eventually(async () => ((await committed(0)) === 1n ? true : undefined));
    await open.pop()!.close();
    await withAdmin(connect(settings), async (admin) => {
      const topic = settings.topicPrefix + LIVE;
      // Loads the metadata that deleteTopicRecords takes for loaded.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
    });
    const seen: string[] = [];
    await start(lanes(noting(seen)));
    await eventually(() => seen[0]);
    expect(seen).toEqual(['c', 'd']);
  });

  it('trap 15: a consumer that is lost for good is reported with the error of the handler', async () => {
    const crashes: Error[] = [];
    await start(
      lanes(() => Promise.reject(new TypeError('a bug'))),
      { onCrash: (error) => crashes.push(error) },
    );
    await produce(['a']);
    const crash = await eventually(() => crashes[0]);
    expect(crash.message).toContain('a bug');
  });

  async function committed(partition: number): Promise<bigint> {
    const topics = [settings.topicPrefix + LIVE];
    const [found] = await withAdmin(connect(settings), (admin) => admin.fetchOffsets({ groupId, topics }));
    return BigInt(found?.partitions.find((p) => p.partition === partition)?.offset ?? -1);
  }

  async function produceSnappy(): Promise<void> {
    const producer = connect(settings).producer();
    await producer.connect();
    const message = { topic: settings.topicPrefix + LIVE, messages: [{ value: 'snappy', partition: 0 }] };
    await producingSnappy(() =>
      producer.send({ ...message, compression: CompressionTypes.Snappy }).then(() => undefined),
    );
    await producer.disconnect();
  }

  it('trap 9: a batch in a codec that kafkajs does not know is a crash', async () => {
    const crashes: Error[] = [];
    await start(lanes(idle), { onCrash: (error) => crashes.push(error) });
    await produceSnappy();
    const crash = await eventually(() => crashes[0]);
    expect(crash.message).toContain('Snappy');
  });

  it('trap 9: a topic with the inbox’s settings is re-encoded by the broker, so no producer can do that to it', async () => {
    await withAdmin(connect(settings), (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: settings.topicPrefix + LIVE,
            configEntries: Object.entries(integrationEvents.config).map(([name, value]) => ({ name, value })),
          },
        ],
      }),
    );
    const seen: string[] = [];
    await start(lanes(noting(seen)));
    await produceSnappy();
    await eventually(() => seen[0]);
    expect(seen).toEqual(['snappy']);
  });

  it('trap 12, trap 21: a partition that stands still while records wait is a crash', async () => {
    const crashes: Error[] = [];
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (release = resolve));
    const { consumer } = await start(
      lanes(() => stuck),
      { stallAfterMs: 400, onCrash: (error) => crashes.push(error) },
    );
    await produce(['a'], 3);
    const crash = await eventually(() => crashes[0]);
    expect(consumer.waiting).toBe(1n);
    release();
    await eventually(() => consumer.waiting === 0n || undefined);
    expect(crash).toBeInstanceOf(Stalled);
    expect((crash as Stalled).progress).toMatchObject({ topic: LIVE, partition: 3, position: 0n, end: 1n });
  });

  it.each([
    ['aborted records', ['commit', 'abort']],
    ['a marker', ['abort', 'commit']],
  ] as const)('trap 18: %s at the end of a partition are not taken for a standstill', async (_what, ends) => {
    const crashes: Error[] = [];
    const seen: string[] = [];
    const strategy = await start(lanes(noting(seen)), { stallAfterMs: 400, onCrash: (error) => crashes.push(error) });
    const producer = connect(settings).producer({ transactionalId: groupId, maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    for (const end of ends) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: settings.topicPrefix + LIVE, messages: [{ value: end, partition: 1 }] });
      await transaction[end]();
    }
    await producer.disconnect();
    const lag = await eventually(async () => {
      const found = (await strategy.consumer.lag()).find((p) => p.topic === LIVE && p.partition === 1);
      return found?.stableEnd === 4n && found.toStable === 0n ? found : undefined;
    });
    expect(lag).toMatchObject({ position: 4n, stableEnd: 4n, toHighWatermark: 0n });
    expect(seen).toEqual(['commit']);
    // A busy machine may have stood still on its way; from here on nothing waits.
    crashes.splice(0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(crashes).toEqual([]);
  });

  it('goes on where a handler that resolves by itself stopped', async () => {
    const seen: string[] = [];
    await start(
      lanes((records, context) => {
        seen.push(text(records[0]!));
        context.resolve(records[0]!.offset);
        return Promise.resolve();
      }),
    );
    await produce(['a', 'b', 'c']);
    await eventually(() => (seen.length >= 3 ? true : undefined));
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('goes back to where a handler sought', async () => {
    const seen: string[][] = [];
    await start(
      lanes((records, context) => {
        seen.push(records.map(text));
        if (seen.length === 1) context.seek(records.at(-1)!.offset);
        return Promise.resolve();
      }),
    );
    await produce(['a', 'b', 'c']);
    await eventually(() => seen[1]);
    expect(seen).toEqual([['a', 'b', 'c'], ['c']]);
  });

  it('leaves a paused partition and reads the others', async () => {
    const seen: string[] = [];
    let resume = (): void => undefined;
    await start(
      lanes((records, context) => {
        const first = text(records[0]!);
        seen.push(first);
        if (first === 'halt' && seen.filter((value) => value === 'halt').length === 1) resume = context.pause();
        return Promise.resolve();
      }),
    );
    await produce(['halt'], 0);
    await eventually(() => seen[0]);
    await produce(['other'], 1);
    await eventually(() => (seen.includes('other') ? true : undefined));
    expect(seen).toEqual(['halt', 'other']);
    resume();
    await eventually(() => (seen.length === 3 ? true : undefined));
    expect(seen).toEqual(['halt', 'other', 'halt']);
  });

  it('trap 14: close waits for the handler that runs, and then leaves the group', async () => {
    let release = (): void => undefined;
    let state = 'idle';
    await start(
      lanes(async (_records, context) => {
        state = 'running';
        await new Promise<void>((resolve) => (release = resolve));
        state = context.isCurrent() ? 'done' : 'done, and told to stop';
      }),
    );
    await produce(['a']);
    await eventually(() => (state === 'running' ? true : undefined));
    const closed = open.pop()!.close();
    setImmediate(() => release());
    await closed;
    expect(state).toBe('done, and told to stop');
    const { groups } = await withAdmin(connect(settings), (admin) => admin.describeGroups([groupId]));
    expect(groups[0]).toMatchObject({ state: 'Empty', members: [] });
  });

  it('trap 13: both lanes of a partition belong to one member, and every assignment has its generation', async () => {
    const told: Record<string, string[]> = { a: [], b: [] };
    const listener = (name: string) => ({
      onAssigned: ({ generation, partitions }: Assignment) =>
        void told[name]!.push(`+${generation}:${partitions.length}`),
      onRevoked: ({ generation, partitions }: Assignment) =>
        void told[name]!.push(`-${generation}:${partitions.length}`),
    });
    const a = await start(lanes(idle), { listeners: [listener('a')] });
    await eventually(() => a.consumer.assignment ?? undefined);
    expect(told['a']).toEqual(['+1:8']);
    const b = await start(lanes(idle), { listeners: [listener('b')] });
    await eventually(() => (a.consumer.assignment?.generation === 2 && b.consumer.assignment ? true : undefined));
    expect(told['a']).toEqual(['+1:8', '-1:8', '+2:4']);
    const numbers = (strategy: BatchStrategy, lane: string) =>
      strategy.consumer.assignment!.partitions.filter(({ topic }) => topic === lane).map(({ partition }) => partition);
    expect(numbers(a, LIVE)).toEqual(numbers(a, BULK));
    expect(numbers(b, LIVE)).toEqual(numbers(b, BULK));
    expect([...numbers(a, LIVE), ...numbers(b, LIVE)].sort()).toEqual([0, 1, 2, 3]);
    await open.pop()!.close();
    expect(told['b']).toEqual(['+1:4', '-1:4']);
    await eventually(() => (a.consumer.assignment?.partitions.length === 8 ? true : undefined));
  });

  it('trap 10: a long handler learns of a rebalance from its heartbeat, and its batch comes again', async () => {
    const outcomes: string[] = [];
    const long = lanes(async (_records, context) => {
      outcomes.push('begun');
      while (context.isCurrent() && outcomes.length === 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await context.heartbeat().catch((error: Error) => {
          outcomes.push(context.isCurrent() ? 'not told' : 'told');
          throw error;
        });
      }
    });
    await start(long);
    await produce(['a'], 1);
    await eventually(() => outcomes[0]);
    await start(long);
    await eventually(() => outcomes[2]);
    expect(outcomes).toEqual(['begun', 'told', 'begun']);
  });

  it('commits its positions as advice when it is asked to', async () => {
    await start(lanes(idle), { commitEveryMs: 0 });
    await produce(['a', 'b'], 1);
    await eventually(async () => ((await committed(1)) === 2n ? true : undefined));
  });

  it('refuses to start without handlers, with two for one topic, and for topics that do not exist', async () => {
    @Controller()
    class Doubled {
      @EventPattern(LIVE, BATCH)
      one(): void {}

      @EventPattern(LIVE, BATCH)
      two(): void {}
    }
    @Controller()
    class Elsewhere {
      @BatchHandler('nowhere')
      handle(): void {}
    }
    @Controller()
    class Nothing {}
    const listen = async (controller: new () => object) => {
      const module = await Test.createTestingModule({ controllers: [controller] })

        .compile();
      const strategy = new BatchStrategy({ kafka: settings, groupId });
      const app = module.createNestMicroservice<MicroserviceOptions>({ strategy, logger: false });
      await app.init();
      return new Promise((resolve) => void strategy.listen(resolve));
    };
    await expect(listen(Nothing)).resolves.toMatchObject({
      message: expect.stringContaining('no batch handlers') as string,
    });
    await expect(listen(Doubled)).resolves.toMatchObject({ message: 'more than one handler for live' });
    await expect(listen(Elsewhere)).resolves.toMatchObject({
      message: `topics that do not exist: ${settings.topicPrefix}nowhere`,
    });
  });
});
