import type {
  CatalogRecord,
  DeadLetterRecord,
  DecisionRecord,
  EffectRecord,
  InboxRecord,
  ReplyRecord,
  SubjectKeyRecord,
} from './generated/records.generated';
import { profileKey, requestKey, sessionKey } from './keys';
import { Topic } from './topic';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FOR_EVER = -1;

const MB = 1 << 20;

const INBOX_RECORD = MB;
/** Below `max.message.bytes`, which counts a whole batch with its overhead. */
const OUTPUT_RECORD = 8 * MB - 64 * 1024;

const kept = (ms: number): Readonly<Record<string, string>> => ({
  'cleanup.policy': 'delete',
  'retention.ms': String(ms),
  'max.message.bytes': String(8 * MB),
});

/**
 * `recordedAt` is the broker's, and so is the codec, because a foreign one would end every kafkajs consumer (#9): none where
 * people wait, for a request alone hardly gets smaller and packing and unpacking it takes half a millisecond; gzip for streams.
 */
const inboxConfig = (codec: 'uncompressed' | 'gzip') => ({
  ...kept(7 * DAY),
  'compression.type': codec,
  'message.timestamp.type': 'LogAppendTime',
});

/** A timestamp in the future would keep its segment, or roll it, long beyond the retention. */
const OUTPUT = {
  'compression.type': 'producer',
  'message.timestamp.type': 'CreateTime',
  'message.timestamp.after.max.ms': String(5 * MINUTE),
};

const REQUEST_KEY =
  '<application>:s:<session>, <application>:p:<profile>, <application>:c:<batch>:<chunk>, <application>:k:<coupon> or <application>:t:<partition>; ids in NFC';

const inboxKey = (record: InboxRecord): string => requestKey(record.application, record.payload);

const inbox = ({ name, description, config }: Pick<Topic<InboxRecord>, 'name' | 'description' | 'config'>) =>
  new Topic<InboxRecord>({
    name,
    description,
    config,
    record: 'InboxRecord',
    maxRecordBytes: INBOX_RECORD,
    partitions: 'shared',
    keyFormat: REQUEST_KEY,
    key: inboxKey,
    // A tick is for the partition that it names, wherever its key would lie.
    place: ({ payload }) => (payload.kind === 'ClockTicked' ? payload.partition : null),
  });

export const integrationEvents = inbox({
  name: 'integration.events.v1',
  description: 'The inbox: requests as received.',
  config: inboxConfig('uncompressed'),
});

export const bulkEvents = inbox({
  name: 'bulk.events.v1',
  description: 'The second lane of the inbox: streams, imports, jobs. Taken from only while the live lane has no lag.',
  config: inboxConfig('gzip'),
});

export const integrationReplies = new Topic<ReplyRecord>({
  name: 'integration.replies.v1',
  description: 'Answers. Each gateway reads all partitions and keeps its own.',
  record: 'ReplyRecord',
  maxRecordBytes: OUTPUT_RECORD,
  partitions: 'shared',
  config: { ...kept(HOUR), ...OUTPUT, 'segment.ms': String(10 * MINUTE) },
  keyFormat: 'none',
  key: () => null,
});

export const decisions = new Topic<DecisionRecord>({
  name: 'decisions.v1',
  description: 'The truth: one record per request, with what it changed and what the customer gets.',
  record: 'DecisionRecord',
  maxRecordBytes: OUTPUT_RECORD,
  partitions: 'shared',
  config: { ...kept(FOR_EVER), ...OUTPUT, 'retention.bytes': '-1', 'unclean.leader.election.enable': 'false' },
  keyFormat: REQUEST_KEY,
  // What could not be decoded keeps the key that it came with.
  key: ({ application, payload }) => (payload.request ? requestKey(application, payload.request) : null),
});

export const effects = new Topic<EffectRecord>({
  name: 'effects.v1',
  description: 'One record per effect that is committed, durable or rolled back, for systems downstream.',
  record: 'EffectRecord',
  maxRecordBytes: OUTPUT_RECORD,
  partitions: 'shared',
  config: { ...kept(30 * DAY), ...OUTPUT },
  keyFormat: 'that of the request',
  key: ({ application, payload: { session, profile } }) => {
    if (session !== null) return sessionKey(application, session);
    return profile === null ? null : profileKey(application, profile);
  },
});

export const catalogEvents = new Topic<CatalogRecord>({
  name: 'catalog.events.v1',
  description: 'One record per management write, in one partition, with a version without gaps.',
  record: 'CatalogRecord',
  maxRecordBytes: OUTPUT_RECORD,
  partitions: 1,
  config: { ...kept(FOR_EVER), ...OUTPUT, 'retention.bytes': '-1', 'unclean.leader.election.enable': 'false' },
  keyFormat: "<application>; 0 for what is the whole account's",
  key: ({ application }) => String(application),
});

/** Compaction must be prompt: until it ran, the erased key stands in the log beside its tombstone. */
export const subjectKeys = new Topic<SubjectKeyRecord>({
  name: 'subject-keys.v1',
  description: 'Data keys of profiles, wrapped by the master key. A tombstone is an erasure.',
  record: 'SubjectKeyRecord',
  maxRecordBytes: 64 * 1024,
  partitions: 'shared',
  config: {
    'cleanup.policy': 'compact',
    'max.message.bytes': String(8 * MB),
    ...OUTPUT,
    'min.cleanable.dirty.ratio': '0.1',
    'max.compaction.lag.ms': String(DAY),
    'delete.retention.ms': String(7 * DAY),
    'segment.ms': String(DAY),
    'unclean.leader.election.enable': 'false',
  },
  keyFormat: 'the key id',
  key: ({ payload }) => payload.keyId,
});

export const deadLetters = new Topic<DeadLetterRecord>({
  name: 'integration.events.v1.dlq',
  description: 'What could not be decoded or belongs to nobody, under the key that it came with.',
  record: 'DeadLetterRecord',
  maxRecordBytes: 128 * 1024,
  partitions: 'shared',
  config: { ...kept(30 * DAY), ...OUTPUT },
  keyFormat: 'as received',
  key: () => null,
});

/** A topic without its record type: what creates, lists or describes topics needs no more. */
export type TopicDescription = Omit<Topic<never>, 'key' | 'toWire' | 'fromWire' | 'receive'>;

/** Every topic of the cluster. */
export const topics: readonly TopicDescription[] = [
  integrationEvents,
  bulkEvents,
  integrationReplies,
  decisions,
  effects,
  catalogEvents,
  subjectKeys,
  deadLetters,
];
