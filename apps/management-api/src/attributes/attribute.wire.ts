import { type AllowedListImport, type Attribute, renderInstant } from '@tessera/api-contracts';
import type { AttributeDefinition } from '@tessera/promotion';
import { ACCOUNT_ID } from '../applications/application.wire';
import type { Actor } from '../auth/actor';
import { instantOf } from '../catalog-log/instants';
import { NAMED_ROWS } from '../imports/csv-rows';
import type { ItemFile } from '../imports/item-file';
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

/** What became of a file of allowed values. */
export function showAllowedListImport(
  id: bigint,
  { userId }: Actor,
  now: bigint,
  { items, wrong }: ItemFile,
): AllowedListImport {
  return {
    ...{ id: Number(id), created: renderInstant(now), accountId: ACCOUNT_ID, userId: Number(userId) },
    ...{ entity: 'AllowedList', amount: items.length, skipped: wrong.length, rows: wrong.slice(0, NAMED_ROWS) },
  };
}
