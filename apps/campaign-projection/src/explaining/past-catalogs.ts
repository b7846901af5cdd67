import { type CatalogRecord, catalogEvents } from '@tessera/event-contracts';
import { Feed, type KafkaSettings } from '@tessera/kafka';
import { applyChange, type Catalog, emptyCatalog } from '@tessera/promotion';

const READ_WITHIN_MS = 30_000;

/** Questions come one after the other about decisions of one time. */
const KEPT = 4;

/** The catalog as it was at a version, folded from the beginning of its topic when it is asked for. */
export class PastCatalogs {
  private readonly known = new Map<bigint, Promise<Catalog>>();

  constructor(private readonly kafka: KafkaSettings) {}

  /** Throws FeedTimeout where the topic does not come to that version. */
  at(version: bigint): Promise<Catalog> {
    const found = this.known.get(version) ?? this.read(version);
    this.known.delete(version);
    this.known.set(version, found);
    found.catch(() => this.known.delete(version));
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
    return found;
  }

  private async read(version: bigint): Promise<Catalog> {
    const feed = new Feed<Catalog, CatalogRecord>({
      kafka: this.kafka,
      topic: catalogEvents.name,
      initial: emptyCatalog(),
      decode: ({ value }) => catalogEvents.fromWire(value),
      apply: (catalog, { seq, payload }) => (seq > version ? catalog : applyChange(catalog, seq, payload)),
      versionOf: ({ seq }) => seq,
    });
    try {
      await feed.start();
      await feed.waitFor(version, READ_WITHIN_MS);
      return feed.current;
    } finally {
      await feed.stop();
    }
  }
}
