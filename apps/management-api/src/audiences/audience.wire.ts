import { ACCOUNT_ID, type Audience as AudienceJson } from '@tessera/api-contracts';
import type { Audience } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { AudienceEntity } from './audience.entity';

export function audienceOf(row: AudienceEntity): Audience {
  const { id, name, description, integration, integrationId, createdIn3rdParty } = row;
  return {
    ...{ id, name, description, integration, integrationId, createdIn3rdParty },
    subscribedApplications: row.subscribedApplicationIds,
    created: instantOf(row.created),
    modified: instantOf(row.modified),
  };
}

export function showAudience(row: AudienceEntity): AudienceJson {
  const { id, name, description, integration, integrationId, createdIn3rdParty } = row;
  return {
    id: Number(id),
    accountId: ACCOUNT_ID,
    created: row.created.toISOString(),
    lastUpdate: row.modified.toISOString(),
    ...{ name, description, integration, integrationId, createdIn3rdParty },
    sandbox: false,
    subscribedApplicationsIds: row.subscribedApplicationIds.map(Number),
  };
}
