import { Injectable } from '@nestjs/common';
import type { NewCollection, UpdateCollection } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction, Scope } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { CollectionEntity, CollectionItemEntity } from './collection.entity';
import { storeItems } from './collection-items';
import { type CollectionPlace, findCollection, scopeOf } from './collection-place';
import { collectionOf } from './collection.wire';

/** Of one application, or of the account: what a rule may name is held in memory by every evaluator. */
const MOST_COLLECTIONS = 500;

/** Most items of a chunk: some 600 KB where each is as long as it may be. */
const CHUNK = 1_000;

const IN_USE = 'collection.in_use';

@Injectable()
export class Collections {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /** Throws ApiError 404; 400 application.unknown; 409 collection.name, collection.too_many. */
  create(actor: Actor, place: CollectionPlace, body: NewCollection): Promise<CollectionEntity> {
    return this.catalog.write(actor, (transaction) => this.add(transaction, place, body));
  }

  /** Within another write. Throws as `create`. */
  async add(transaction: CatalogTransaction, place: CollectionPlace, body: NewCollection): Promise<CollectionEntity> {
    const { manager, now, actor } = transaction;
    const { name, description = '', subscribedApplicationsIds: ids = [] } = body;
    const scope = await scopeOf(manager, place);
    const { userId: createdBy } = actor;
    if ((await manager.countBy(CollectionEntity, { ...place })) >= MOST_COLLECTIONS) throw tooMany();
    const start = { id: await transaction.nextId(), ...place, createdBy, created: now };
    return this.save(transaction, scope, {
      ...{ ...start, name, description, modifiedBy: createdBy, modified: now },
      subscribedApplicationIds: ids.map(BigInt),
    });
  }

  /** What is left out stays. Throws as `create`, and 409 collection.in_use where rules would lose it. */
  update(actor: Actor, place: CollectionPlace, id: bigint, body: UpdateCollection): Promise<CollectionEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const stored = await findCollection(manager, place, id);
      const { name = stored.name, description = stored.description, subscribedApplicationsIds: ids } = body;
      const subscribedApplicationIds = ids?.map(BigInt) ?? stored.subscribedApplicationIds;
      const next = { ...stored, name, description, subscribedApplicationIds, modified: now, modifiedBy: actor.userId };
      const change = { kind: 'CollectionSaved', entity: collectionOf(next) } as const;
      await this.dependents.refuseIfNeeded(manager, { change, names: [stored.name], code: IN_USE });
      return this.save(transaction, await scopeOf(manager, place), next);
    });
  }

  /** Throws ApiError 404; 409 collection.in_use with a detail for each ruleset that names it. */
  delete(actor: Actor, place: CollectionPlace, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const { name } = await findCollection(manager, place, id);
      const change = { kind: 'CollectionDeleted', id } as const;
      await this.dependents.refuseIfNeeded(manager, { change, names: [name], code: IN_USE });
      await forget(transaction, await scopeOf(manager, place), id);
    });
  }

  /** Items in place of those before, all at once. Throws ApiError 404. */
  import(actor: Actor, place: CollectionPlace, id: bigint, items: readonly string[]): Promise<CollectionEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const stored = await findCollection(manager, place, id);
      const scope = await scopeOf(manager, place);
      await storeItems(manager, id, items);
      recordItems(transaction, scope, id, items);
      return manager.save(CollectionEntity, { ...stored, modified: now, modifiedBy: actor.userId });
    });
  }

  private async save(transaction: CatalogTransaction, scope: Scope, row: CollectionEntity): Promise<CollectionEntity> {
    const { manager } = transaction;
    await requireApplications(manager, row.subscribedApplicationIds, '/subscribedApplicationsIds');
    await requireFreeName(transaction, row);
    const saved = await manager.save(CollectionEntity, row);
    transaction.record({ kind: 'CollectionSaved', entity: collectionOf(saved) }, scope);
    return saved;
  }
}

/** What goes with its campaign: rules that could need it go too. */
export async function forgetCollections(
  transaction: CatalogTransaction,
  scope: Scope,
  campaignId: bigint,
): Promise<void> {
  const own = await transaction.manager.findBy(CollectionEntity, { campaignId });
  for (const { id } of own) await forget(transaction, scope, id);
}

async function forget(transaction: CatalogTransaction, scope: Scope, id: bigint): Promise<void> {
  await transaction.manager.delete(CollectionItemEntity, { collectionId: id });
  await transaction.manager.delete(CollectionEntity, { id });
  transaction.record({ kind: 'CollectionDeleted', id }, scope);
}

/** Says in the log which items a collection has, in chunks. */
export function recordItems(transaction: CatalogTransaction, scope: Scope, id: bigint, items: readonly string[]): void {
  const chunks = Math.max(1, Math.ceil(items.length / CHUNK));
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const part = items.slice(chunk * CHUNK, (chunk + 1) * CHUNK);
    transaction.record({ kind: 'CollectionItemsImported', collection: id, chunk, chunks, items: part }, scope);
  }
}

/** Names are rules' words: one name means one thing in an application or a campaign. */
async function requireFreeName({ manager }: CatalogTransaction, row: CollectionEntity): Promise<void> {
  const { applicationId, campaignId, name, id } = row;
  const other = await manager.findOneBy(CollectionEntity, { applicationId, campaignId, name });
  if (other === null || other.id === id) return;
  throw ApiError.conflict('collection.name', 'There is a collection of this name');
}

function tooMany(): ApiError {
  return ApiError.conflict('collection.too_many', `At most ${MOST_COLLECTIONS} collections`);
}
