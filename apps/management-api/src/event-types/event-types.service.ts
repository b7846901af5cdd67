import { Injectable } from '@nestjs/common';
import type { NewEventType, UpdateEventType } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { EventTypeEntity } from './event-type.entity';
import { eventTypeOf } from './event-type.wire';

@Injectable()
export class EventTypes {
  constructor(private readonly catalog: CatalogWriter) {}

  /** Throws ApiError 400 application.unknown, 409 event_type.exists. */
  create(actor: Actor, body: NewEventType): Promise<EventTypeEntity> {
    const { applicationIds, ...same } = body;
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const applications = applicationIds.map(BigInt);
      await requireApplications(manager, applications, '/applicationIds');
      if (await manager.existsBy(EventTypeEntity, { name: body.name })) throw exists();
      const id = await transaction.nextId();
      return save(transaction, { id, ...same, applicationIds: applications, created: now });
    });
  }

  /**
   * An application that it is taken from refuses its events from then on; rules on it stay, and find nothing.
   * Throws ApiError 404 event_type.not_found, 400 application.unknown.
   */
  update(actor: Actor, id: bigint, body: UpdateEventType): Promise<EventTypeEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const row = await findEventType(manager, id);
      const applicationIds = body.applicationIds?.map(BigInt) ?? row.applicationIds;
      await requireApplications(manager, applicationIds, '/applicationIds');
      const { title = row.title, description = row.description } = body;
      return save(transaction, { ...row, title, description, applicationIds });
    });
  }
}

/** Throws ApiError 404 event_type.not_found. */
async function findEventType(manager: EntityManager, id: bigint): Promise<EventTypeEntity> {
  const row = await manager.findOneBy(EventTypeEntity, { id });
  if (!row) throw ApiError.notFound('event_type.not_found', 'There is no such event type');
  return row;
}

async function save(transaction: CatalogTransaction, row: EventTypeEntity): Promise<EventTypeEntity> {
  const saved = await transaction.manager.save(EventTypeEntity, row);
  transaction.record({ kind: 'EventTypeSaved', entity: eventTypeOf(saved) });
  return saved;
}

function exists(): ApiError {
  return ApiError.conflict('event_type.exists', 'There is an event type of this name');
}
