import { Injectable } from '@nestjs/common';
import type { NewEventType } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
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
      const row = await manager.save(EventTypeEntity, { id, ...same, applicationIds: applications, created: now });
      transaction.record({ kind: 'EventTypeSaved', entity: eventTypeOf(row) });
      return row;
    });
  }
}

function exists(): ApiError {
  return ApiError.conflict('event_type.exists', 'There is an event type of this name');
}
