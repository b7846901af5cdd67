import {
  type DeadLetterRecord,
  deadLetters,
  decisions,
  type InboxRecord,
  integrationEvents,
} from '@tessera/event-contracts';
import type { LogRecord } from '@tessera/kafka';
import { decide, locate } from '@tessera/promotion';
import { Shop, update } from '@tessera/promotion/testing';
import { Judge } from './judge';
import { prepare } from './prepare';
import { AvroWire } from './wire/avro-wire';
import { WorkingCopy } from './working-copy';

// What anybody may put into the inbox and nobody can decide on: each record ends as one undecodable decision beside one
// dead letter, with its reason and its bytes, in the partition that it came from.

const PARTITIONS = 4;
const NOW = 1_784_116_800_000n;
const ENTROPY = new Uint8Array(32);
const MINUTE = 60_000n;
const { catalog } = new Shop();

const content: InboxRecord = {
  ...{ id: 'r1', src: 'gateway-1', seq: 0n, requestId: 'r1', application: 1n, currency: '' },
  ...{ at: null, recordedAt: NOW, catalogVersion: 0n, idempotency: null, payload: update('cart') },
};

/** As a producer sends it, to the partition of its key. */
function sent(changes: Partial<InboxRecord> = {}): LogRecord {
  const record = { ...content, ...changes };
  const key = Buffer.from(integrationEvents.key(record) ?? '');
  const partition = integrationEvents.partition(key, PARTITIONS);
  return { ...PLACE, partition, key, value: integrationEvents.toWire(record) };
}

const CORE = { decide, locate };
const PROGRESS = {
  ...{ decided: { live: 0n, bulk: 0n }, outbox: 0n, catalogVersion: 0n },
  seqs: { decisions: 0n, effects: 0n, deadLetters: 0n },
};

const PLACE = { topic: integrationEvents.name, offset: 7n, timestamp: NOW, headers: {} };
const good = sent();
const bytes = Buffer.from(good.value ?? []);

/** A profile update whose one attribute promises 30 million list items, and ends. */
const bomb = Buffer.concat([
  bytes.subarray(0, 5),
  Buffer.from('00000000000000000000020002020261 1080878e1c'.replace(' ', ''), 'hex'),
]);
const large = { ...good, key: Buffer.alloc(10_000, 'k'), value: Buffer.alloc(100_000, 'v') };

const EVERYTHING: readonly (readonly [name: string, record: LogRecord, reason: string])[] = [
  ['row 26: money of another currency', sent({ currency: 'JPY' }), 'money.currency'],
  ['row 44: a time too far ahead', sent({ at: NOW + 6n * MINUTE }), 'time.future'],
  ['row 56: no key', { ...good, key: null }, 'key.missing'],
  ['row 57: no value', { ...good, value: null }, 'value.missing'],
  ['row 58: no magic byte', { ...good, value: Buffer.from('no record') }, 'schema.unknown'],
  ['row 58: an unknown schema', { ...good, value: Buffer.from('0000bc614e00', 'hex') }, 'schema.unknown'],
  ['row 59: cut off', { ...good, value: bytes.subarray(0, -3) }, 'avro.decode'],
  ['row 59: bytes too many', { ...good, value: Buffer.concat([bytes, bytes]) }, 'avro.decode'],
  ['row 60: 30 million list items in five bytes', { ...good, value: bomb }, 'avro.limits'],
  ['row 61: the key of another session', { ...good, key: Buffer.from('1:s:other') }, 'key.mismatch'],
  ['row 62: another partition', { ...good, partition: (good.partition + 1) % PARTITIONS }, 'partition.mismatch'],
  ['row 66: an unknown application', sent({ application: 99n }), 'app.unknown'],
  ['a catalog that nobody has', sent({ catalogVersion: 10_000n }), 'catalog.unknown'],
];

/** What a slice of this one record comes to, without a store: nothing that cannot be decided looks at one. */
async function decided(record: LogRecord) {
  const wire = new AvroWire(PARTITIONS, new Uint8Array(32));
  const deps = { wire, core: CORE, catalogs: { atLeast: () => Promise.resolve(catalog) }, entropy: () => ENTROPY };
  const {
    inbound: [inbound],
  } = await prepare(deps, { progress: PROGRESS, records: [record], aside: new Map() });
  if (inbound === undefined) throw new Error('a slice has its records');
  const judge = new Judge({ core: CORE, catalog, copy: new WorkingCopy(), engineVersion: '1', firsts: [] });
  const judged = judge.judge(inbound, [1n], ENTROPY);
  if (judged.kind !== 'judged') throw new Error(`the record would be decided: ${judged.kind}`);
  const { records } = wire.write({
    ...{ partition: record.partition, catalog, seqs: PROGRESS.seqs, keys: new Map(), now: NOW },
    answered: [{ ...judged, shown: { session: null, profile: null, activity: null, coupons: [], ledgers: [] } }],
  });
  return records;
}

async function letterOf(record: LogRecord): Promise<DeadLetterRecord['payload']> {
  const records = await decided(record);
  expect(records.map(({ topic, partition }) => [topic, partition])).toEqual([
    [decisions.name, record.partition],
    [deadLetters.name, record.partition],
  ]);
  const [decision, letter] = records;
  expect(decisions.fromWire(decision?.value ?? null).payload).toMatchObject({ outcome: 'undecodable', events: [] });
  return deadLetters.fromWire(letter?.value ?? null).payload;
}

describe('a record that nobody can decide on', () => {
  it.each(EVERYTHING)('is put aside with its reason and its bytes, %s', async (_, record, reason) => {
    const { key, value, ...place } = record;
    expect(await letterOf(record)).toMatchObject({
      ...{ topic: place.topic, partition: place.partition, offset: place.offset, reason },
      ...{ key: key && new Uint8Array(key), bytes: value && new Uint8Array(value), size: value?.length ?? 0 },
    });
  });

  it('row 67: is cut where it is too large, and its size is told', async () => {
    const letter = await letterOf(large);
    expect([letter.reason, letter.size]).toEqual(['schema.unknown', 100_000]);
    expect([letter.key?.length, letter.bytes?.length]).toEqual([4 * 1024, 64 * 1024]);
  });

  it('is not what a producer sends who keeps to the contract', async () => {
    await expect(decided(good)).rejects.toThrow('would be decided');
  });
});
