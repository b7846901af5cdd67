import { randomBytes } from 'node:crypto';
import {
  bulkEvents,
  deadLetters,
  decisions,
  effects,
  integrationEvents,
  integrationReplies,
} from '@tessera/event-contracts';
import { KafkaLog, type KafkaSettings, PlainProducer } from '@tessera/kafka';
import { connectDatabase } from '@tessera/postgres';
import { decide, ENGINE_VERSION, locate } from '@tessera/promotion';
import type { Lifecycle, Logger, Metrics } from '@tessera/service-kit';
import type { DataSource } from 'typeorm';
import { CatalogFeed } from './catalog-feed';
import { databaseOf, FOR_SLICES } from './database';
import { Evaluator } from './evaluator';
import { failpoints, killSelf } from './failpoints';
import { LiveTraffic } from './live-traffic';
import { PostgresStore } from './postgres/postgres-store';
import type { Settings } from './settings';
import { KafkaReplies, sharedPartitions, systemClock } from './system';
import { Telemetry } from './telemetry';
import { AvroWire } from './wire/avro-wire';

const ENTROPY_BYTES = 32;

export interface Parts {
  readonly evaluator: Evaluator;
  readonly telemetry: Telemetry;
  readonly catalogs: CatalogFeed;
  readonly store: PostgresStore;
  readonly log: KafkaLog;
  readonly dataSource: DataSource;
  readonly producer: PlainProducer;
  readonly partitions: number;
}

export interface Surroundings {
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export function kafkaOf(settings: Settings): KafkaSettings {
  const { KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix } = settings;
  return { brokers, topicPrefix, clientId: 'tessera-rule-evaluator' };
}

export function groupOf({ TESSERA_CLUSTER }: Settings): string {
  return `${TESSERA_CLUSTER}.rule-evaluator`;
}

/** The driver on Kafka and PostgreSQL, connected; what was opened is closed by the lifecycle. */
export async function connectParts(settings: Settings, around: Surroundings): Promise<Parts> {
  const kafka = kafkaOf(settings);
  const reached = failpoints(settings.FAILPOINT ?? '', killSelf);
  const outputs = [integrationEvents, bulkEvents, integrationReplies, decisions, effects, deadLetters];
  const partitions = await sharedPartitions(
    kafka,
    outputs.map(({ name }) => name),
  );
  const log = new KafkaLog({ kafka, groupId: groupOf(settings), atStep: reached });
  const dataSource = await connectDatabase({ ...databaseOf(settings), ...FOR_SLICES });
  const producer = new PlainProducer({ kafka });
  const catalogs = new CatalogFeed(kafka, log);
  await catalogs.feed.start();
  const telemetry = new Telemetry(around.metrics, around.logger);
  const store = new PostgresStore(dataSource);
  const evaluator = new Evaluator({
    ...{ log, store, catalogs, reached },
    clock: systemClock,
    core: { decide, locate },
    wire: new AvroWire(partitions, settings.TESSERA_MASTER_KEY),
    replies: new KafkaReplies(producer, reached),
    observer: telemetry,
    traffic: new LiveTraffic(systemClock),
    topics: { live: integrationEvents.name, bulk: bulkEvents.name },
    name: groupOf(settings),
    engineVersion: ENGINE_VERSION,
    entropy: () => new Uint8Array(randomBytes(ENTROPY_BYTES)),
    random: Math.random,
  });
  const parts = { evaluator, telemetry, catalogs, store, log, dataSource, producer, partitions };
  closeOnStop(parts, around.lifecycle);
  return parts;
}

/** Deciding ends first, while its partitions are still its own: then nothing is left for others to publish. */
function closeOnStop({ evaluator, producer, catalogs, dataSource }: Parts, lifecycle: Lifecycle): void {
  lifecycle.onStop('streams', 'deciding', () => evaluator.stop());
  lifecycle.onStop('consumers', 'catalog', () => catalogs.feed.stop());
  lifecycle.onStop('producers', 'replies', () => producer.close());
  lifecycle.onStop('pools', 'database', () => dataSource.destroy());
}
