import { ACCOUNT_ID, type GiveawayPool as GiveawayPoolJson } from '@tessera/api-contracts';
import type { GiveawayPool } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { GiveawayPoolEntity } from './giveaway-pool.entity';

export function giveawayPoolOf(row: GiveawayPoolEntity): GiveawayPool {
  const { id, name, description, createdBy } = row;
  return {
    ...{ id, name, description, createdBy },
    subscribedApplications: row.subscribedApplicationIds,
    created: instantOf(row.created),
    modified: instantOf(row.modified),
  };
}

export function showGiveawayPool(row: GiveawayPoolEntity): GiveawayPoolJson {
  const { name, description } = row;
  return {
    id: Number(row.id),
    accountId: ACCOUNT_ID,
    ...{ name, description },
    subscribedApplicationsIds: row.subscribedApplicationIds.map(Number),
    createdBy: Number(row.createdBy),
    modifiedBy: Number(row.modifiedBy),
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
  };
}
