import type { AdditionalCost as AdditionalCostJson } from '@tessera/api-contracts';
import type { AdditionalCost } from '@tessera/promotion';
import { ACCOUNT_ID } from '../applications/application.wire';
import { instantOf } from '../catalog-log/instants';
import type { AdditionalCostEntity } from './additional-cost.entity';

/** The cost as the log has it. */
export function additionalCostOf({ applicationIds, created, ...same }: AdditionalCostEntity): AdditionalCost {
  return { ...same, subscribedApplications: applicationIds, created: instantOf(created) };
}

export function showAdditionalCost(row: AdditionalCostEntity): AdditionalCostJson {
  const { id, created, applicationIds, ...same } = row;
  return {
    id: Number(id),
    created: created.toISOString(),
    accountId: ACCOUNT_ID,
    ...same,
    subscribedApplicationsIds: applicationIds.map(Number),
  };
}
