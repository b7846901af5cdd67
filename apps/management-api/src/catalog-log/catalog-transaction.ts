import type { CatalogChange } from '@tessera/promotion';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../auth/actor';
import { ChangeEntity } from '../changes/change.entity';
import { encodeCatalogEntry } from './catalog-entry';
import { entityPath } from './entity-path';
import { CatalogCounter, CatalogLogEntry } from './catalog-log.entity';

/** Whose entity a change is about: 0 and no currency for one that belongs to the account. */
export interface Scope {
  readonly application: bigint;
  readonly currency: string;
}

export const ACCOUNT: Scope = { application: 0n, currency: '' };

/**
 * One management write: what it changes in the tables, and the records of the catalog log that say so, in one database
 * transaction. It holds the counter's row from its beginning, so writes stand in one line: what a write has checked
 * (a name is free, a campaign has rules) holds until it commits, and versions have no gap.
 */
export class CatalogTransaction {
  private readonly changes: { change: CatalogChange; scope: Scope }[] = [];

  private constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
    /** The time of the write, the same for all that it changes. */
    readonly now: Date,
    private readonly counter: CatalogCounter,
  ) {}

  static async begin(manager: EntityManager, actor: Actor, now: Date): Promise<CatalogTransaction> {
    const counter = await manager.findOneOrFail(CatalogCounter, {
      where: { id: 1 },
      lock: { mode: 'pessimistic_write' },
    });
    return new CatalogTransaction(manager, actor, now, counter);
  }

  /** The next id of the one sequence that all catalog entities share. */
  nextId(): Promise<bigint> {
    return nextCatalogId(this.manager);
  }

  /** Adds a record to the log; it gets its version when the transaction ends, in the order of these calls. */
  record(change: CatalogChange, scope: Scope = ACCOUNT): void {
    this.changes.push({ change, scope });
  }

  /** What was recorded so far, in order. */
  get recorded(): readonly CatalogChange[] {
    return this.changes.map(({ change }) => change);
  }

  /** Writes the log. The last version given, or null where nothing was recorded. */
  async end(): Promise<bigint | null> {
    if (this.changes.length === 0) return null;
    const first = this.counter.version + 1n;
    const entries = this.changes.map((change, index) => this.entryOf(change, first + BigInt(index)));
    await this.manager.insert(CatalogLogEntry, entries);
    await this.manager.insert(
      ChangeEntity,
      entries.map(({ application, entity, actor, requestId, at, version }) => {
        return { application, entity, actor, requestId, at, version };
      }),
    );
    const last = this.counter.version + BigInt(entries.length);
    await this.manager.update(CatalogCounter, { id: 1 }, { version: last });
    return last;
  }

  private entryOf({ change, scope }: { change: CatalogChange; scope: Scope }, version: bigint): CatalogLogEntry {
    const { userId, requestId } = this.actor;
    const { application } = scope;
    const bytes = encodeCatalogEntry({ version, change, scope, userId, requestId, at: this.now });
    const entity = entityPath(change);
    return { version, application, kind: change.kind, entity, actor: userId, requestId, at: this.now, bytes };
  }
}

export async function nextCatalogId(manager: EntityManager): Promise<bigint> {
  const [row] = await manager.query<{ id: string }[]>(`SELECT nextval('catalog_ids') AS id`);
  return BigInt(row?.id ?? 0);
}
