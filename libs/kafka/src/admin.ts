import type { TopicDescription } from '@tessera/event-contracts';
import { type Admin, ConfigResourceTypes, logLevel } from 'kafkajs';
import { connect, type KafkaSettings, withAdmin } from './connect';
import { createServedTopics } from './new-topics';

export type TopicToCreate = Pick<TopicDescription, 'name' | 'partitions' | 'config'>;

export interface TopicLayout {
  /** Of every topic that is not fixed to one. */
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** How a topic on the broker differs from the catalogue. */
export interface TopicDifference {
  /** The contract's name. */
  readonly topic: string;
  /** `partitions`, `exists`, or the name of a setting. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  /** Records would go astray: nothing may run on it. */
  readonly fatal: boolean;
}

/** The layout on the broker cannot be worked with. */
export class TopicsUnfit extends Error {
  override readonly name = 'TopicsUnfit';

  constructor(readonly differences: readonly TopicDifference[]) {
    super(differences.map((d) => `${d.topic}: ${d.what} is ${d.actual}, must be ${d.expected}`).join('; '));
  }
}

/**
 * Creates the topics of the catalogue that are not there. Never changes one that is.
 * @returns how those that were there differ
 * @throws TopicsUnfit when a difference is fatal
 */
export async function createTopics(
  settings: KafkaSettings,
  topics: readonly TopicToCreate[],
  layout: TopicLayout,
): Promise<readonly TopicDifference[]> {
  // What kafkajs would log while a new topic is waited for is no error; errors are thrown.
  await withAdmin(connect(settings, undefined, logLevel.NOTHING), async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(settings.topicPrefix + name));
    const wanted = missing.map((topic) => toCreate(topic, settings.topicPrefix, layout));
    if (wanted.length > 0) await createServedTopics(admin, wanted);
  });
  const differences = await verifyTopics(settings, topics, layout);
  if (differences.some(({ fatal }) => fatal)) throw new TopicsUnfit(differences.filter(({ fatal }) => fatal));
  return differences;
}

/** How the broker differs from the catalogue; empty when it does not. A wrong number of partitions is fatal, and a missing topic. */
export function verifyTopics(
  settings: KafkaSettings,
  topics: readonly TopicToCreate[],
  layout: TopicLayout,
): Promise<readonly TopicDifference[]> {
  return withAdmin(connect(settings), async (admin) => {
    const existing = new Set(await admin.listTopics());
    const found = topics.map(async (topic) => {
      const name = settings.topicPrefix + topic.name;
      if (!existing.has(name)) return [fatal(topic.name, 'exists', 'true', 'false')];
      return [...(await partitionDifference(admin, name, topic, layout)), ...(await configDifferences(admin, name, topic, layout))]; // prettier-ignore
    });
    return (await Promise.all(found)).flat();
  });
}

function toCreate(topic: TopicToCreate, prefix: string, layout: TopicLayout) {
  return {
    topic: prefix + topic.name,
    numPartitions: partitionsOf(topic, layout),
    replicationFactor: layout.replicationFactor,
    configEntries: Object.entries(configOf(topic, layout)).map(([name, value]) => ({ name, value })),
  };
}

const partitionsOf = ({ partitions }: TopicToCreate, layout: TopicLayout): number =>
  partitions === 'shared' ? layout.partitions : partitions;

/** With three replicas an acknowledged record must survive the loss of one. */
function configOf({ config }: TopicToCreate, { replicationFactor }: TopicLayout): Readonly<Record<string, string>> {
  return replicationFactor >= 3 ? { 'min.insync.replicas': '2', ...config } : config;
}

/** A key's partition depends on their number, and so does who owns it: another number splits histories. */
async function partitionDifference(
  admin: Admin,
  name: string,
  topic: TopicToCreate,
  layout: TopicLayout,
): Promise<TopicDifference[]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  const actual = topics[0]?.partitions.length ?? 0;
  const expected = partitionsOf(topic, layout);
  return actual === expected ? [] : [fatal(topic.name, 'partitions', String(expected), String(actual))];
}

async function configDifferences(
  admin: Admin,
  name: string,
  topic: TopicToCreate,
  layout: TopicLayout,
): Promise<TopicDifference[]> {
  const expected = configOf(topic, layout);
  const resources = [{ type: ConfigResourceTypes.TOPIC, name, configNames: Object.keys(expected) }];
  if (resources[0]?.configNames.length === 0) return [];
  const { resources: found } = await admin.describeConfigs({ resources, includeSynonyms: false });
  const actual = new Map(found[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  return Object.entries(expected).flatMap(([what, value]) => {
    const is = actual.get(what) ?? '';
    return is === value ? [] : [{ topic: topic.name, what, expected: value, actual: is, fatal: false }];
  });
}

const fatal = (topic: string, what: string, expected: string, actual: string): TopicDifference => {
  return { topic, what, expected, actual, fatal: true };
};
