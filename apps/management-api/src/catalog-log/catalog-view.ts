import { Injectable } from '@nestjs/common';
import { catalogEvents } from '@tessera/event-contracts';
import { applyChange, type Catalog, emptyCatalog } from '@tessera/promotion';
import { type EntityManager, MoreThan } from 'typeorm';
import type { CatalogTransaction } from './catalog-transaction';
import { CatalogLogEntry } from './catalog-log.entity';

/** So that a first fold of a long log does not hold all of it in memory. */
const BATCH = 500;

/** The catalog as the evaluator sees it, folded from this service's own log: what a rule or a value is checked against. */
@Injectable()
export class CatalogView {
  private catalog = emptyCatalog();

  /**
   * The catalog with every write that has been committed. Within a write's transaction nothing can be committed beside it,
   * so it stays true until that write ends.
   */
  async current(manager: EntityManager): Promise<Catalog> {
    for (;;) {
      const entries = await manager.find(CatalogLogEntry, {
        where: { version: MoreThan(this.catalog.version) },
        order: { version: 'ASC' },
        take: BATCH,
      });
      entries.forEach((entry) => this.apply(entry));
      if (entries.length < BATCH) return this.catalog;
    }
  }

  /** As it will be when this write ends. */
  async within({ manager, recorded }: CatalogTransaction): Promise<Catalog> {
    const committed = await this.current(manager);
    return recorded.reduce((catalog, change) => applyChange(catalog, catalog.version + 1n, change), committed);
  }

  /** Two requests may have read the same entries. */
  private apply({ version, bytes }: CatalogLogEntry): void {
    if (version !== this.catalog.version + 1n) return;
    this.catalog = applyChange(this.catalog, version, catalogEvents.fromWire(bytes).payload);
  }
}
