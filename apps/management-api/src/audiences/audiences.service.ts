import { Injectable } from '@nestjs/common';
import type { Audience, NewAudience, UpdateAudience } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { answeredOnce, type KeyedCall } from '../answered-calls/answered-once';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { AudienceEntity } from './audience.entity';
import { audienceOf, showAudience } from './audience.wire';

const IN_USE = 'audience.in_use';

@Injectable()
export class Audiences {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /** Once under a key. Throws ApiError 400 application.unknown; 422 idempotency.mismatch; 409 audience.name, audience.integration_id where there is one already. */
  create(actor: Actor, body: NewAudience, call: KeyedCall | null): Promise<Audience> {
    return this.write(actor, call, async (transaction) => {
      const { now: created } = transaction;
      const start = { ...NOTHING, id: await transaction.nextId(), name: body.name, created, modified: created };
      return showAudience(await this.save(transaction, start, body));
    });
  }

  /** What is left out stays. Throws ApiError as `create`, 404, and 409 audience.in_use. */
  update(actor: Actor, id: bigint, body: UpdateAudience, call: KeyedCall | null): Promise<Audience> {
    return this.write(actor, call, async (transaction) => {
      const stored = await findAudience(transaction.manager, id);
      return showAudience(await this.save(transaction, { ...stored, modified: transaction.now }, body));
    });
  }

  /** Throws ApiError 404; 409 audience.in_use with a detail for each ruleset whose effects name it. */
  async delete(actor: Actor, id: bigint, call: KeyedCall | null): Promise<void> {
    await this.write(actor, call, async (transaction) => {
      const { manager } = transaction;
      await findAudience(manager, id);
      const change = { kind: 'AudienceDeleted', id } as const;
      await this.dependents.refuseIfNeeded(manager, { change, names: [String(id)], code: IN_USE });
      await manager.delete(AudienceEntity, { id });
      transaction.record(change);
    });
  }

  private write<T>(
    actor: Actor,
    call: KeyedCall | null,
    work: (transaction: CatalogTransaction) => Promise<T>,
  ): Promise<T> {
    return this.catalog.write(actor, (transaction) => answeredOnce(transaction, call, () => work(transaction)));
  }

  private async save(
    transaction: CatalogTransaction,
    stored: AudienceEntity,
    body: UpdateAudience,
  ): Promise<AudienceEntity> {
    const { manager } = transaction;
    const row = changed(stored, body);
    await requireApplications(manager, row.subscribedApplicationIds, '/subscribedApplicationsIds');
    await requireFree(manager, row);
    const change = { kind: 'AudienceSaved', entity: audienceOf(row) } as const;
    await this.dependents.refuseIfNeeded(manager, { change, names: [String(row.id)], code: IN_USE });
    transaction.record(change);
    return manager.save(AudienceEntity, row);
  }
}

const NOTHING = {
  ...{ description: '', integration: '', integrationId: '', createdIn3rdParty: false },
  subscribedApplicationIds: [],
};

function changed(stored: AudienceEntity, body: UpdateAudience): AudienceEntity {
  return {
    ...stored,
    name: body.name ?? stored.name,
    description: body.description ?? stored.description,
    integration: body.integration ?? stored.integration,
    integrationId: body.integrationId ?? stored.integrationId,
    createdIn3rdParty: body.createdIn3rdParty ?? stored.createdIn3rdParty,
    subscribedApplicationIds: body.subscribedApplicationsIds?.map(BigInt) ?? stored.subscribedApplicationIds,
  };
}

/** Rules know audiences by name, other systems by their own ids. */
async function requireFree(manager: EntityManager, { id, name, integration, integrationId }: AudienceEntity) {
  const named = await manager.findOneBy(AudienceEntity, { name });
  if (named !== null && named.id !== id) throw ApiError.conflict('audience.name', 'There is an audience of this name');
  const same = integrationId === '' ? null : await manager.findOneBy(AudienceEntity, { integration, integrationId });
  if (same === null || same.id === id) return;
  throw ApiError.conflict('audience.integration_id', 'There is an audience with this integrationId');
}

/** Throws ApiError 404 `audience.not_found`. */
export async function findAudience(manager: EntityManager, id: bigint): Promise<AudienceEntity> {
  const audience = await manager.findOneBy(AudienceEntity, { id });
  if (!audience) throw ApiError.notFound('audience.not_found', 'There is no such audience');
  return audience;
}
