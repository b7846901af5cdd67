import type { EventType as EventTypeJson } from '@tessera/api-contracts';
import type { EventType } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { EventTypeEntity } from './event-type.entity';

/** The type as the log has it. */
export function eventTypeOf(row: EventTypeEntity): EventType {
  const { applicationIds, created, ...same } = row;
  return { ...same, applications: applicationIds, created: instantOf(created) };
}

/** `mimeType`, `handler` and `version` are required by the SDK's model; our events are JSON and need no handler. */
export function showEventType(row: EventTypeEntity): EventTypeJson {
  const { id, name, title, description, created, applicationIds } = row;
  return {
    id: Number(id),
    created: created.toISOString(),
    applicationIds: applicationIds.map(Number),
    name,
    title,
    description,
    mimeType: 'application/json',
    handler: '',
    version: 1,
  };
}
