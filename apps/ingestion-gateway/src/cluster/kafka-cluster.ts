import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { integrationReplies } from '@tessera/event-contracts';
import { type KafkaSettings, type LogRecord, Tail } from '@tessera/kafka';
import { HealthChecks, Lifecycle, LOGGER, type Logger } from '@tessera/service-kit';
import type { Edges } from '../app.module';
import { Instance } from '../call/instance';
import { OwnReplies } from '../replies/own-replies';
import { Pending } from '../replies/pending';
import type { Settings } from '../settings';
import { KafkaCatalog } from './kafka-catalog';
import { KafkaInbox } from './kafka-inbox';

/** The gateway's edges on a real cluster: what it sends, what it hears, and the catalog. */
export class KafkaCluster implements Edges {
  readonly instance = new Instance();
  readonly inbox: KafkaInbox;
  readonly catalog: KafkaCatalog;
  readonly pending: Pending;
  private readonly replies: Tail;
  private logger: Logger | undefined;

  constructor(settings: Settings) {
    const kafka: KafkaSettings = {
      brokers: settings.KAFKA_BROKERS,
      clientId: `${settings.TESSERA_CLUSTER}.ingestion-gateway`,
      topicPrefix: settings.TOPIC_PREFIX,
    };
    this.pending = new Pending(settings.MAX_PENDING);
    this.inbox = new KafkaInbox(kafka);
    this.catalog = new KafkaCatalog(kafka);
    const own = new OwnReplies(this.instance.name, (record) => this.pending.settle(record));
    const onRecord = (record: LogRecord) => this.hear(own, record);
    this.replies = new Tail({ kafka, topic: integrationReplies.name, onRecord });
  }

  /** Connects, in the order in which a call needs it, and ties its stop and its health to the service's. Throws. */
  async start(app: NestFastifyApplication): Promise<void> {
    const lifecycle = app.get(Lifecycle);
    this.logger = app.get<Logger>(LOGGER);
    lifecycle.onStop('consumers', 'replies', () => this.replies.stop());
    lifecycle.onStop('consumers', 'catalog', () => this.catalog.stop());
    lifecycle.onStop('producers', 'inbox', () => this.inbox.stop());
    app.get(HealthChecks).add('kafka', () => ({
      up: this.replies.ready && this.catalog.ready,
      details: { catalogVersion: Number(this.catalog.current.version), pending: this.pending.size },
    }));
    await Promise.all([this.catalog.start(), this.inbox.start(), this.replies.start()]);
  }

  /** A reply that cannot be read leaves its caller without an answer (504); it must not stop the others. */
  private hear(own: OwnReplies, { value, partition, offset }: LogRecord): void {
    try {
      own.receive(value);
    } catch (err) {
      this.logger?.error({ err, partition, offset: String(offset) }, 'a reply cannot be read');
    }
  }
}
