import { Injectable } from '@nestjs/common';
import type { NewAdditionalCost, UpdateAdditionalCost } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { AdditionalCostEntity } from './additional-cost.entity';
import { additionalCostOf } from './additional-cost.wire';

@Injectable()
export class AdditionalCosts {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /** Throws ApiError 400 application.unknown, 409 additional_cost.exists. */
  create(actor: Actor, body: NewAdditionalCost): Promise<AdditionalCostEntity> {
    const { subscribedApplicationsIds, ...same } = body;
    return this.catalog.write(actor, async (transaction) => {
      await checkFree(transaction.manager, body.name);
      const id = await transaction.nextId();
      const applicationIds = subscribedApplicationsIds.map(BigInt);
      return save(transaction, { id, ...same, applicationIds, created: transaction.now });
    });
  }

  /** Throws ApiError 404; 400 additional_cost.fixed, application.unknown; 409 additional_cost.in_use. */
  update(actor: Actor, id: bigint, body: UpdateAdditionalCost): Promise<AdditionalCostEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const row = await findAdditionalCost(transaction.manager, id);
      if (body.name !== undefined && body.name !== row.name) throw nameStays();
      const next = {
        ...row,
        title: body.title ?? row.title,
        description: body.description ?? row.description,
        type: body.type ?? row.type,
        applicationIds: body.subscribedApplicationsIds?.map(BigInt) ?? row.applicationIds,
      };
      const change = { kind: 'AdditionalCostSaved', entity: additionalCostOf(next) } as const;
      const taken = { change, names: [row.name], code: 'additional_cost.in_use' };
      await this.dependents.refuseIfNeeded(transaction.manager, taken);
      return save(transaction, next);
    });
  }
}

/** Throws ApiError 404 `additional_cost.not_found`. */
export async function findAdditionalCost(manager: EntityManager, id: bigint): Promise<AdditionalCostEntity> {
  const cost = await manager.findOneBy(AdditionalCostEntity, { id });
  if (!cost) throw ApiError.notFound('additional_cost.not_found', 'There is no such additional cost');
  return cost;
}

async function save(transaction: CatalogTransaction, row: AdditionalCostEntity): Promise<AdditionalCostEntity> {
  await requireApplications(transaction.manager, row.applicationIds, '/subscribedApplicationsIds');
  const saved = await transaction.manager.save(AdditionalCostEntity, row);
  transaction.record({ kind: 'AdditionalCostSaved', entity: additionalCostOf(saved) });
  return saved;
}

async function checkFree(manager: EntityManager, name: string): Promise<void> {
  if (!(await manager.existsBy(AdditionalCostEntity, { name }))) return;
  throw ApiError.conflict('additional_cost.exists', 'There is an additional cost of this name');
}

/** Sessions in the log have the name. */
function nameStays(): ApiError {
  return ApiError.invalid('additional_cost.fixed', 'The name of an additional cost cannot change', '/name');
}
