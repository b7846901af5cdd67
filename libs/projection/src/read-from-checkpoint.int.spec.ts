import {
  connect,
  createServedTopics,
  GroupConsumer,
  type KafkaSettings,
  PlainProducer,
  withAdmin,
} from '@tessera/kafka';
import { deleteTopics, eventually, services, uniqueName } from '@tessera/testing';
import { DecisionsController } from './fold.controllers';
import { MemoryProjectionStore } from './memory-store';
import { Projection, type Sequenced } from './projection';
import { readFromCheckpoint } from './read-from-checkpoint';

const TOPIC = 'decisions.v1';
const name = uniqueName();
const open: GroupConsumer[] = [];

const decoded = (value: Uint8Array | null): Sequenced => ({ seq: BigInt(Buffer.from(value ?? []).toString()) });

/** As it was before somebody taught it number 2. */
function decodedBefore(value: Uint8Array | null): Sequenced {
  const record = decoded(value);
  if (record.seq === 2n) throw new Error('what is 2?');
  return record;
}

describe('reading from the checkpoint', () => {
  let kafka: KafkaSettings;

  beforeEach(async () => {
    const topicPrefix = `${name}.${uniqueName()}.`;
    kafka = { brokers: services().brokers, clientId: name, topicPrefix, log: () => undefined };
    await withAdmin(connect(kafka), (admin) =>
      createServedTopics(admin, [{ topic: topicPrefix + TOPIC, numPartitions: 2 }]),
    );
  });

  afterEach(() => Promise.all(open.splice(0).map((consumer) => consumer.stop())));
  afterAll(() => deleteTopics(name));

  async function write(partition: number, ...seqs: number[]): Promise<void> {
    const producer = new PlainProducer({ kafka });
    const value = (seq: number) => Buffer.from(String(seq));
    const record = { topic: TOPIC, partition, key: null, timestamp: BigInt(Date.now()), headers: {} };
    await producer.send(seqs.map((seq) => ({ ...record, value: value(seq) })));
    await producer.close();
  }

  async function start(store: MemoryProjectionStore<Sequenced>, decode = decoded): Promise<Projection<Sequenced>> {
    const projection = new Projection({ store, decode });
    const consumer: GroupConsumer = new GroupConsumer({
      kafka,
      groupId: kafka.topicPrefix,
      commitEveryMs: 0,
      listeners: [readFromCheckpoint(projection, TOPIC, () => consumer)],
    });
    open.push(consumer);
    const controller = new DecisionsController(projection);
    await consumer.start([TOPIC], (records, context) => controller.fold(records, context));
    return projection;
  }

  const folded = (store: MemoryProjectionStore<Sequenced>) => store.folded.map(({ seq }) => Number(seq));
  const hasFolded = (store: MemoryProjectionStore<Sequenced>, count: number) =>
    eventually(() => (store.folded.length >= count ? true : undefined));

  it('a partition that halted goes on when its trouble is mended, and the others never stop', async () => {
    const store = new MemoryProjectionStore<Sequenced>();
    const projection = await start(store, decodedBefore);
    await write(0, 1);
    await hasFolded(store, 1);
    await write(0, 2, 3);
    await eventually(() => (projection.halted.has(0) ? true : undefined));
    await write(0, 4);
    await write(1, 1);
    await hasFolded(store, 2);
    expect(folded(store)).toEqual([1, 1]);
    await open.pop()!.stop();
    const mended = await start(store);
    await hasFolded(store, 5);
    expect(folded(store)).toEqual([1, 1, 2, 3, 4]);
    expect(mended.halted.size).toBe(0);
  });

  it('a read model that was made anew is folded from the beginning, although the group has been further', async () => {
    const before = new MemoryProjectionStore<Sequenced>();
    await start(before);
    await write(0, 1, 2, 3);
    await hasFolded(before, 3);
    await committed(3n);
    await open.pop()!.stop();
    const anew = new MemoryProjectionStore<Sequenced>();
    const projection = await start(anew);
    await hasFolded(anew, 3);
    expect(folded(anew)).toEqual([1, 2, 3]);
    expect(projection.halted.size).toBe(0);
  });

  async function committed(offset: bigint): Promise<void> {
    await eventually(async () => {
      const topics = [kafka.topicPrefix + TOPIC];
      const [found] = await withAdmin(connect(kafka), (admin) =>
        admin.fetchOffsets({ groupId: kafka.topicPrefix, topics }),
      );
      return found?.partitions.some((p) => p.offset === String(offset)) ? true : undefined;
    });
  }
});
