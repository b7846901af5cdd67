import { catalogEvents, type CatalogRecord } from '@tessera/event-contracts';
import { Feed, FeedHalted, FeedTimeout, type KafkaSettings } from '@tessera/kafka';
import { applyChange, type Catalog, emptyCatalog } from '@tessera/promotion';
import { setTimeout as pause } from 'node:timers/promises';
import { CatalogFeed } from '../catalog/catalog-feed';

const LOOK_EVERY_MS = 20;

/** The catalog, folded from catalog.events. */
export class KafkaCatalog extends CatalogFeed {
  private readonly feed: Feed<Catalog, CatalogRecord>;

  constructor(kafka: KafkaSettings) {
    super();
    this.feed = new Feed({
      kafka,
      topic: catalogEvents.name,
      initial: emptyCatalog(),
      decode: ({ value }) => catalogEvents.fromWire(value),
      apply: (catalog, { seq, payload }) => applyChange(catalog, seq, payload),
      versionOf: ({ seq }) => seq,
    });
  }

  get current(): Catalog {
    return this.feed.current;
  }

  get ready(): boolean {
    return this.feed.ready;
  }

  /** Resolves when all is read that is there: before that every key would be unknown. Throws FeedHalted. */
  async start(): Promise<void> {
    await this.feed.start();
    while (!this.feed.ready) {
      if (this.feed.halted) throw this.feed.halted;
      await pause(LOOK_EVERY_MS);
    }
  }

  stop(): Promise<void> {
    return this.feed.stop();
  }

  async waitFor(version: bigint, timeoutMs: number): Promise<boolean> {
    try {
      await this.feed.waitFor(version, timeoutMs);
      return true;
    } catch (error) {
      if (error instanceof FeedTimeout || error instanceof FeedHalted) return false;
      throw error;
    }
  }
}
