import { SCHEMA_VERSIONS } from './generated/schemas.generated';
import { type TopicDescription, topics } from './topics';

const HEADERS = {
  type: 'object',
  properties: {
    ce_id: { type: 'string', description: "The record's id." },
    ce_type: { type: 'string', description: 'What the payload is.' },
    traceparent: { type: 'string', description: 'W3C trace context.' },
  },
};

/** Topics that others may produce to. */
const INBOX = new Set(['integration.events.v1', 'bulk.events.v1']);

/** The AsyncAPI 3.0 document of the topics: what is in them, under which key, how long. */
export function asyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tessera topics',
      version: '1',
      description:
        "The topics of a Tessera cluster. Values are Avro in Confluent's framing: 0x00, the schema id as int32, Avro.",
    },
    defaultContentType: 'avro/binary',
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channel(topic)])),
    operations: Object.fromEntries(topics.map((topic) => [operationName(topic), operation(topic)])),
    components: { messages: Object.fromEntries(current().map((version) => [version.record, message(version)])) },
  };
}

const current = () => SCHEMA_VERSIONS.filter((version) => version.current);

function channel({
  name,
  description,
  record,
  partitions,
  config,
  keyFormat,
  maxRecordBytes,
}: TopicDescription): object {
  return {
    address: name,
    description,
    messages: { [record]: { $ref: `#/components/messages/${record}` } },
    bindings: {
      kafka: {
        topic: name,
        ...(partitions === 1 && { partitions }),
        topicConfiguration: {
          'cleanup.policy': [config['cleanup.policy']],
          ...(config['retention.ms'] !== undefined && { 'retention.ms': Number(config['retention.ms']) }),
          'max.message.bytes': Number(config['max.message.bytes']),
        },
        bindingVersion: '0.5.0',
      },
    },
    'x-key': keyFormat,
    'x-max-record-bytes': maxRecordBytes,
    'x-topic-configuration': config,
  };
}

const operationName = ({ name }: TopicDescription): string => `${INBOX.has(name) ? 'receive' : 'send'}:${name}`;

/** Seen from the cluster: it receives requests and sends the rest. */
function operation({ name, record }: TopicDescription): object {
  const channelPath = `#/channels/${name}`;
  return {
    action: INBOX.has(name) ? 'receive' : 'send',
    channel: { $ref: channelPath },
    messages: [{ $ref: `${channelPath}/messages/${record}` }],
  };
}

function message({ record, id, version, text }: (typeof SCHEMA_VERSIONS)[number]): object {
  const schema = JSON.parse(text) as { doc?: string };
  return {
    name: record,
    ...(schema.doc !== undefined && { summary: schema.doc }),
    headers: HEADERS,
    payload: { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema },
    bindings: {
      kafka: {
        key: { type: 'string' },
        schemaIdLocation: 'payload',
        schemaIdPayloadEncoding: 'confluent',
        bindingVersion: '0.5.0',
      },
    },
    'x-schema-id': id,
    'x-schema-version': version,
  };
}
