import { type CatalogRecord, catalogEvents } from '@tessera/event-contracts';
import { Feed, FeedTimeout, type KafkaSettings, type Log } from '@tessera/kafka';
import { applyChange, type Catalog, emptyCatalog } from '@tessera/promotion';
import type { Catalogs } from './deps';

const WAIT_MS = 10_000;

/** The catalog in memory, followed from `catalog.events.v1`. */
export class CatalogFeed implements Catalogs {
  readonly feed: Feed<Catalog, CatalogRecord>;

  constructor(
    kafka: KafkaSettings,
    private readonly log: Pick<Log, 'bounds'>,
  ) {
    this.feed = new Feed({
      kafka,
      topic: catalogEvents.name,
      initial: emptyCatalog(),
      decode: ({ value }) => catalogEvents.fromWire(value),
      apply: (catalog, { seq, payload }) => applyChange(catalog, seq, payload),
      versionOf: ({ seq }) => seq,
    });
  }

  /**
   * @returns the newest catalog; older than `version` where the topic cannot hold that version, or where it did not come
   * within ten seconds although the topic is being read
   * @throws FeedHalted, or FeedTimeout while the topic is not read yet: that is no fault of the request
   */
  async atLeast(version: bigint): Promise<Catalog> {
    if (this.feed.version < version && (await this.mayCome(version))) await this.wait(version);
    return this.feed.current;
  }

  /** Each version is a record of its own, so there are not more versions than offsets. */
  private async mayCome(version: bigint): Promise<boolean> {
    const { end } = await this.log.bounds(catalogEvents.name, 0);
    return version <= end;
  }

  private async wait(version: bigint): Promise<void> {
    try {
      await this.feed.waitFor(version, WAIT_MS);
    } catch (error) {
      if (!(error instanceof FeedTimeout) || !this.feed.ready) throw error;
    }
  }
}
