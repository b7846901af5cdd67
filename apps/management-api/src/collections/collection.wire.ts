import { ACCOUNT_ID, type Collection as CollectionJson } from '@tessera/api-contracts';
import type { Collection } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { CollectionEntity } from './collection.entity';

export function collectionOf(row: CollectionEntity): Collection {
  const { id, applicationId, campaignId, name, description, createdBy } = row;
  return {
    ...{ id, name, description, createdBy },
    application: applicationId,
    campaign: campaignId,
    subscribedApplications: row.subscribedApplicationIds,
    created: instantOf(row.created),
    modified: instantOf(row.modified),
  };
}

export function showCollection(row: CollectionEntity): CollectionJson {
  const { id, name, description, applicationId, campaignId, subscribedApplicationIds } = row;
  const place =
    campaignId === 0n
      ? { subscribedApplicationsIds: subscribedApplicationIds.map(Number) }
      : { applicationId: Number(applicationId), campaignId: Number(campaignId) };
  return {
    id: Number(id),
    accountId: ACCOUNT_ID,
    ...{ name, description },
    ...place,
    createdBy: Number(row.createdBy),
    modifiedBy: Number(row.modifiedBy),
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
  };
}
