import { inboxRecord, sessionUpdate } from './samples.fixture';
import {
  bulkEvents,
  catalogEvents,
  deadLetters,
  decisions,
  effects,
  integrationEvents,
  integrationReplies,
  subjectKeys,
  topics,
} from './topics';
import {
  catalogRecord,
  deadLetterRecord,
  decisionRecord,
  effectRecord,
  replyRecord,
  subjectKeyRecord,
} from './samples.fixture';

const PARTITIONS = 12;
const key = Buffer.from('3:s:cart-1');
const received = {
  partition: integrationEvents.partition(key, PARTITIONS),
  key,
  value: integrationEvents.toWire(inboxRecord),
  timestamp: 1502582400999n,
};

const code = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('a received record', () => {
  it("has the broker's time as its own", () => {
    expect(integrationEvents.receive(received, PARTITIONS)).toEqual({ ...inboxRecord, recordedAt: 1502582400999n });
  });

  it('that is a tick is in the partition that it names, wherever its key would lie', () => {
    const tick = { ...inboxRecord, application: 0n, payload: { kind: 'ClockTicked', partition: 5 } } as const;
    const record = { ...received, key: Buffer.from('0:t:5'), value: integrationEvents.toWire(tick) };
    expect(integrationEvents.receive({ ...record, partition: 5 }, PARTITIONS).payload).toEqual(tick.payload);
    expect(() => integrationEvents.receive({ ...record, partition: 6 }, PARTITIONS)).toThrow(
      code('partition.mismatch'),
    );
  });

  it.each([
    ['key.missing', { key: null }],
    ['value.missing', { value: null }],
    ['schema.unknown', { value: Buffer.from('{}') }],
    ['key.mismatch', { key: Buffer.from('4:s:cart-1') }],
    ['partition.mismatch', { partition: (received.partition + 1) % PARTITIONS }],
  ])('is refused with %s', (expected, change) => {
    expect(() => integrationEvents.receive({ ...received, ...change }, PARTITIONS)).toThrow(code(expected));
  });

  it('is refused on the right partition for a wrong key', () => {
    const partition = integrationEvents.partition('5:s:cart-1', PARTITIONS);
    const foreign = { ...received, partition, key: Buffer.from('5:s:cart-1') };
    expect(() => integrationEvents.receive(foreign, PARTITIONS)).toThrow(code('key.mismatch'));
  });
});

describe('the key of', () => {
  const inboxKey = (payload: typeof inboxRecord.payload): string | null =>
    integrationEvents.key({ ...inboxRecord, payload });
  const { settings } = { settings: { campaign: 1n } } as never;
  const viewed = {
    kind: 'CustomEventReceived' as const,
    profileId: 'anna',
    type: 'viewed',
    attributes: {},
    integrationId: null,
    connectedSessionId: null,
  };

  it.each([
    ['3:s:cart-1', sessionUpdate],
    [
      '3:p:anna',
      {
        kind: 'ProfileUpdateReceived' as const,
        profileId: 'anna',
        attributes: null,
        runRuleEngine: true,
        joins: [],
        leaves: [],
        ends: [],
      },
    ],
    [
      '3:s:cart-1',
      { kind: 'SessionReturnReceived' as const, sessionId: 'cart-1', returnedCartItems: [], runRuleEngine: false },
    ],
    ['3:s:cart-1', { kind: 'SessionReopenReceived' as const, sessionId: 'cart-1' }],
    ['3:p:anna', { ...viewed, sessionId: null }],
    ['3:s:cart-1', { ...viewed, sessionId: 'cart-1' }],
    ['3:p:anna', { kind: 'ProfileErasureReceived' as const, profileId: 'anna' }],
    ['3:k:77', { kind: 'CouponDeletionReceived' as const, couponId: 77n }],
    ['3:k:77', { kind: 'CouponChangeReceived' as const, couponId: 77n, settings }],
  ])('a request is %s', (due, payload) => {
    expect(inboxKey(payload)).toBe(due);
  });

  it('kloia: whatever is asked of an order is of one key, so its requests and their decisions stand in one order', () => {
    const sessionId = 'cart-1';
    const requests = [
      ...['open', 'closed', 'cancelled'].map((state) => ({ ...sessionUpdate, state })),
      { kind: 'SessionReturnReceived' as const, sessionId, returnedCartItems: [], runRuleEngine: false },
      { kind: 'SessionReopenReceived' as const, sessionId },
      { kind: 'SessionIdled' as const, sessionId },
      { ...viewed, sessionId },
    ] as (typeof inboxRecord.payload)[];
    const keys = requests.flatMap((request) => [
      inboxKey(request),
      bulkEvents.key({ ...inboxRecord, payload: request }),
      decisions.key({ ...decisionRecord, payload: { ...decisionRecord.payload, request } }),
    ]);
    expect(new Set(keys)).toEqual(new Set(['3:s:cart-1']));
  });

  it('a chunk of coupons names batch and chunk', () => {
    const chunk = { kind: 'CouponChunkReceived', batch: 'b1', chunk: 4 } as never;
    expect(inboxKey(chunk)).toBe('3:c:b1:4');
  });

  it('an id is the same in both normal forms', () => {
    const composed = inboxKey({ ...sessionUpdate, sessionId: 'caf\u00e9' });
    expect(inboxKey({ ...sessionUpdate, sessionId: 'cafe\u0301' })).toBe(composed);
  });

  it('a decision is that of its request, and none where that could not be decoded', () => {
    expect(decisions.key(decisionRecord)).toBe('3:k:77');
    expect(decisions.key({ ...decisionRecord, payload: { ...decisionRecord.payload, request: null } })).toBeNull();
  });

  it('an effect is that of its session, else of its profile', () => {
    const payload = effectRecord.payload;
    expect(effects.key(effectRecord)).toBe('3:s:cart-1');
    expect(effects.key({ ...effectRecord, payload: { ...payload, session: null } })).toBe('3:p:anna');
    expect(effects.key({ ...effectRecord, payload: { ...payload, session: null, profile: null } })).toBeNull();
  });

  it('other records', () => {
    expect(catalogEvents.key(catalogRecord)).toBe('3');
    expect(subjectKeys.key(subjectKeyRecord)).toBe(subjectKeyRecord.payload.keyId);
    expect(integrationReplies.key(replyRecord)).toBeNull();
    expect(deadLetters.key(deadLetterRecord)).toBeNull();
  });
});

describe('the topics', () => {
  it('are these', () => {
    expect(topics.map(({ name }) => name)).toEqual([
      'integration.events.v1',
      'bulk.events.v1',
      'integration.replies.v1',
      'decisions.v1',
      'effects.v1',
      'catalog.events.v1',
      'subject-keys.v1',
      'integration.events.v1.dlq',
    ]);
  });

  it.each([
    [integrationEvents.name, integrationEvents, 'uncompressed'],
    [bulkEvents.name, bulkEvents, 'gzip'],
  ])('%s has the time of the broker, and its codec whatever was sent', (_, { config }, codec) => {
    expect(config).toMatchObject({ 'message.timestamp.type': 'LogAppendTime', 'compression.type': codec });
  });

  it.each(topics)('$name takes batches of 8 MB and no timestamp of the future', ({ config, maxRecordBytes }) => {
    expect(config['max.message.bytes']).toBe('8388608');
    expect(maxRecordBytes).toBeLessThan(8388608);
    const future = config['message.timestamp.after.max.ms'];
    expect(config['message.timestamp.type'] === 'LogAppendTime' || future === '300000').toBe(true);
  });

  it.each([decisions, catalogEvents])('$name is kept for ever', ({ config }) => {
    expect(config).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' });
  });

  it('the catalog is in one partition, whatever its key', () => {
    expect(catalogEvents.partition('3', PARTITIONS)).toBe(0);
    expect(topics.filter(({ partitions }) => partitions === 1)).toEqual([catalogEvents]);
  });

  it('keys of erased subjects leave the log within a day', () => {
    expect(subjectKeys.config).toMatchObject({ 'cleanup.policy': 'compact', 'max.compaction.lag.ms': '86400000' });
  });
});
