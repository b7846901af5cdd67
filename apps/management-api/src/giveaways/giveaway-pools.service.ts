import { Injectable } from '@nestjs/common';
import type { NewGiveawayPool, UpdateGiveawayPool } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { GiveawayPoolEntity } from './giveaway-pool.entity';
import { giveawayPoolOf } from './giveaway-pool.wire';

const IN_USE = 'giveaway_pool.in_use';

@Injectable()
export class GiveawayPools {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /** Throws ApiError 400 application.unknown. */
  create(actor: Actor, body: NewGiveawayPool): Promise<GiveawayPoolEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { name, description = '', subscribedApplicationsIds: ids = [] } = body;
      const { now: created } = transaction;
      return this.save(transaction, {
        ...{ id: await transaction.nextId(), name, description, created, createdBy: actor.userId },
        ...{ modified: created, modifiedBy: actor.userId, subscribedApplicationIds: ids.map(BigInt) },
      });
    });
  }

  /** What is left out stays. Throws ApiError 404; 409 giveaway_pool.in_use where rules would lose it. */
  update(actor: Actor, id: bigint, body: UpdateGiveawayPool): Promise<GiveawayPoolEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const stored = await findGiveawayPool(transaction.manager, id);
      const { name = stored.name, description = stored.description, subscribedApplicationsIds: ids } = body;
      const subscribedApplicationIds = ids?.map(BigInt) ?? stored.subscribedApplicationIds;
      const changed = { name, description, subscribedApplicationIds, modifiedBy: actor.userId };
      return this.save(transaction, { ...stored, ...changed, modified: transaction.now });
    });
  }

  /** Its codes can be given no more; what was given stays. Throws ApiError 404; 409 giveaway_pool.in_use. */
  delete(actor: Actor, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      await findGiveawayPool(manager, id);
      const change = { kind: 'GiveawayPoolDeleted', id } as const;
      await this.dependents.refuseIfNeeded(manager, { change, names: [String(id)], code: IN_USE });
      await manager.delete(GiveawayPoolEntity, { id });
      transaction.record(change);
    });
  }

  private async save(transaction: CatalogTransaction, row: GiveawayPoolEntity): Promise<GiveawayPoolEntity> {
    const { manager } = transaction;
    await requireApplications(manager, row.subscribedApplicationIds, '/subscribedApplicationsIds');
    const change = { kind: 'GiveawayPoolSaved', entity: giveawayPoolOf(row) } as const;
    await this.dependents.refuseIfNeeded(manager, { change, names: [String(row.id)], code: IN_USE });
    transaction.record(change);
    return manager.save(GiveawayPoolEntity, row);
  }
}

/** Throws ApiError 404 `giveaway_pool.not_found`. */
export async function findGiveawayPool(manager: EntityManager, id: bigint): Promise<GiveawayPoolEntity> {
  const pool = await manager.findOneBy(GiveawayPoolEntity, { id });
  if (!pool) throw ApiError.notFound('giveaway_pool.not_found', 'There is no such giveaway pool');
  return pool;
}
