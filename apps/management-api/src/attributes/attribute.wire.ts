import type { Attribute } from '@tessera/api-contracts';
import type { AttributeDefinition } from '@tessera/promotion';
import { ACCOUNT_ID } from '../applications/application.wire';
import { instantOf } from '../catalog-log/instants';
import type { AttributeEntity } from './attribute.entity';

/** The declaration as the log has it. */
export function definitionOf(row: AttributeEntity): AttributeDefinition {
  const { applicationIds, eventType, created, ...same } = row;
  return {
    ...same,
    eventType: eventType === '' ? null : eventType,
    subscribedApplications: applicationIds,
    created: instantOf(created),
  };
}

export function showAttribute(row: AttributeEntity): Attribute {
  const { id, created, applicationIds, eventType, ...same } = row;
  return {
    id: Number(id),
    created: created.toISOString(),
    accountId: ACCOUNT_ID,
    ...same,
    ...(eventType === '' ? {} : { eventType }),
    subscribedApplicationsIds: applicationIds.map(Number),
  };
}
