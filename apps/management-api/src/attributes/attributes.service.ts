import { Injectable } from '@nestjs/common';
import type { NewAttribute, UpdateAttribute } from '@tessera/api-contracts';
import type { CatalogChange } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { EventTypeEntity } from '../event-types/event-type.entity';
import { Dependents } from '../rulesets/dependents';
import { IN_USE, refuseIfUsed } from './attribute-users';
import { AttributeEntity } from './attribute.entity';
import { definitionOf } from './attribute.wire';

const SUBSCRIBED = '/subscribedApplicationsIds';

@Injectable()
export class AttributeDeclarations {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /**
   * One that was deleted comes back under its id. Throws ApiError 400 attribute.event_type, application.unknown; 409
   * attribute.exists, attribute.type.
   */
  create(actor: Actor, body: NewAttribute): Promise<AttributeEntity> {
    const { subscribedApplicationsIds, eventType = '', ...same } = body;
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      await checkEventType(manager, body.entity, eventType);
      const { id } = (await deletedBefore(manager, { ...body, eventType })) ?? { id: await transaction.nextId() };
      const applicationIds = subscribedApplicationsIds.map(BigInt);
      return save(transaction, { id, ...same, eventType, applicationIds, created: now, deleted: null });
    });
  }

  /** Throws ApiError 404; 400 attribute.fixed, application.unknown; 409 attribute.in_use where rules would lose it. */
  update(actor: Actor, id: bigint, body: UpdateAttribute): Promise<AttributeEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const row = await findAttribute(transaction.manager, id);
      checkFixed(row, body);
      const { subscribedApplicationsIds, title, description, suggestions } = body;
      const next = {
        ...row,
        title: title ?? row.title,
        description: description ?? row.description,
        suggestions: suggestions ?? row.suggestions,
        restrictedBySuggestions: body.restrictedBySuggestions ?? row.restrictedBySuggestions,
        editable: body.editable ?? row.editable,
        personal: body.personal ?? row.personal,
        applicationIds: subscribedApplicationsIds?.map(BigInt) ?? row.applicationIds,
      };
      await this.refuseIfNeeded(transaction, row, { kind: 'AttributeSaved', entity: definitionOf(next) });
      return save(transaction, next);
    });
  }

  /**
   * Values that there are stay where they are, and rules do not see them. Throws ApiError 404; 409 attribute.in_use with a
   * detail for each who needs it, attribute.coupons, attribute.personal.
   */
  delete(actor: Actor, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const row = await findAttribute(manager, id);
      const change = { kind: 'AttributeDeleted', id } as const;
      if (row.personal) throw sealing();
      await refuseIfUsed(manager, row);
      await this.refuseIfNeeded(transaction, row, change);
      await manager.softDelete(AttributeEntity, { id });
      transaction.record(change);
    });
  }

  private refuseIfNeeded({ manager }: CatalogTransaction, { name }: AttributeEntity, change: CatalogChange) {
    return this.dependents.refuseIfNeeded(manager, { change, names: [name], code: IN_USE });
  }
}

/** Throws ApiError 404 `attribute.not_found`. */
export async function findAttribute(manager: EntityManager, id: bigint): Promise<AttributeEntity> {
  const attribute = await manager.findOneBy(AttributeEntity, { id });
  if (!attribute) throw ApiError.notFound('attribute.not_found', 'There is no such attribute');
  return attribute;
}

async function save(transaction: CatalogTransaction, row: AttributeEntity): Promise<AttributeEntity> {
  await requireApplications(transaction.manager, row.applicationIds, SUBSCRIBED);
  const saved = await transaction.manager.save(AttributeEntity, row);
  transaction.record({ kind: 'AttributeSaved', entity: definitionOf(saved) });
  return saved;
}

async function checkEventType(manager: EntityManager, entity: string, eventType: string): Promise<void> {
  if (entity !== 'Event' && eventType === '') return;
  if (entity === 'Event' && (await manager.existsBy(EventTypeEntity, { name: eventType }))) return;
  throw ApiError.invalid(
    'attribute.event_type',
    'An attribute of an Event, and no other, names an event type',
    '/eventType',
  );
}

/** The deleted attribute of the same name, if there was one: values of it may stand in the log, so its type stays. */
async function deletedBefore(
  manager: EntityManager,
  { entity, eventType, name, type }: Pick<AttributeEntity, 'entity' | 'eventType' | 'name' | 'type'>,
): Promise<AttributeEntity | null> {
  const before = await manager.findOne(AttributeEntity, { where: { entity, eventType, name }, withDeleted: true });
  if (before === null) return null;
  if (before.deleted === null) throw ApiError.conflict('attribute.exists', 'The entity has an attribute of this name');
  if (before.type === type) return before;
  throw ApiError.conflict(
    'attribute.type',
    'A deleted attribute of this name had another type',
    `it was ${before.type}`,
  );
}

/** What is sealed for customers is known by the declaration. */
function sealing(): ApiError {
  return ApiError.conflict('attribute.personal', 'An attribute that is declared personal cannot be deleted');
}

/** Values in the log have the name and the type, so these stay. */
function checkFixed(row: AttributeEntity, body: UpdateAttribute): void {
  for (const field of ['entity', 'eventType', 'name', 'type'] as const) {
    if (body[field] === undefined || body[field] === row[field]) continue;
    throw ApiError.invalid('attribute.fixed', `The ${field} of an attribute cannot change`, `/${field}`);
  }
}
