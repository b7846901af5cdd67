import type { Catalog } from '@tessera/promotion';

/** The catalog as far as this gateway has read it. */
export abstract class CatalogFeed {
  abstract readonly current: Catalog;

  /** Whether the version was here within the time. */
  abstract waitFor(version: bigint, timeoutMs: number): Promise<boolean>;
}
