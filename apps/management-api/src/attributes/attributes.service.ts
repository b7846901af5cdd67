import { Injectable } from '@nestjs/common';
import type { NewAttribute, UpdateAttribute } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { EventTypeEntity } from '../event-types/event-type.entity';
import { AttributeEntity } from './attribute.entity';
import { definitionOf } from './attribute.wire';

const SUBSCRIBED = '/subscribedApplicationsIds';

@Injectable()
export class AttributeDeclarations {
  constructor(private readonly catalog: CatalogWriter) {}

  /** Throws ApiError 400 attribute.event_type, application.unknown; 409 attribute.exists. */
  create(actor: Actor, body: NewAttribute): Promise<AttributeEntity> {
    const { subscribedApplicationsIds, eventType = '', ...same } = body;
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      await checkEventType(manager, body.entity, eventType);
      await checkFree(manager, body.entity, eventType, body.name);
      const applicationIds = subscribedApplicationsIds.map(BigInt);
      const id = await transaction.nextId();
      return save(transaction, { id, ...same, eventType, applicationIds, created: now });
    });
  }

  /** Throws ApiError 404, 400 attribute.fixed, application.unknown. */
  update(actor: Actor, id: bigint, body: UpdateAttribute): Promise<AttributeEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const row = await findAttribute(transaction.manager, id);
      checkFixed(row, body);
      const { subscribedApplicationsIds, title, description, suggestions } = body;
      return save(transaction, {
        ...row,
        title: title ?? row.title,
        description: description ?? row.description,
        suggestions: suggestions ?? row.suggestions,
        restrictedBySuggestions: body.restrictedBySuggestions ?? row.restrictedBySuggestions,
        editable: body.editable ?? row.editable,
        personal: body.personal ?? row.personal,
        applicationIds: subscribedApplicationsIds?.map(BigInt) ?? row.applicationIds,
      });
    });
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

async function checkFree(manager: EntityManager, entity: string, eventType: string, name: string): Promise<void> {
  if (!(await manager.existsBy(AttributeEntity, { entity, eventType, name }))) return;
  throw ApiError.conflict('attribute.exists', 'The entity has an attribute of this name');
}

/** Values in the log have the name and the type, so these stay. */
function checkFixed(row: AttributeEntity, body: UpdateAttribute): void {
  for (const field of ['entity', 'eventType', 'name', 'type'] as const) {
    if (body[field] === undefined || body[field] === row[field]) continue;
    throw ApiError.invalid('attribute.fixed', `The ${field} of an attribute cannot change`, `/${field}`);
  }
}
