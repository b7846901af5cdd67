import { ACCOUNT_ID, type LoyaltyProgram as LoyaltyProgramJson } from '@tessera/api-contracts';
import type { LoyaltyProgram } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import type { LoyaltyProgramEntity } from './loyalty-program.entity';
import { hundredthsOf } from './points';

/** The program as the log has it. */
export function loyaltyProgramOf(row: LoyaltyProgramEntity): LoyaltyProgram {
  const { applicationIds, tiers, tierCycleStartDate, created, modified, ...same } = row;
  return {
    ...same,
    subscribedApplications: applicationIds,
    tiers: tiers.map(({ name, minPoints }, index) => {
      return { name, minPoints: hundredthsOf(minPoints, `/tiers/${index}/minPoints`) };
    }),
    tierCycleStartDate: tierCycleStartDate && instantOf(tierCycleStartDate),
    created: instantOf(created),
    modified: instantOf(modified),
  };
}

export function showLoyaltyProgram(row: LoyaltyProgramEntity): LoyaltyProgramJson {
  const { id: programId, applicationIds, tiers, tierCycleStartDate, created, modified, ...same } = row;
  const id = Number(programId);
  return {
    id,
    created: created.toISOString(),
    modified: modified.toISOString(),
    accountID: ACCOUNT_ID,
    ...same,
    subscribedApplications: applicationIds.map(Number),
    tiers: tiers.map((tier, index) => ({ ...tier, id: index + 1, programID: id })),
    tierCycleStartDate: tierCycleStartDate?.toISOString() ?? null,
    cardBased: false,
    sandbox: false,
  };
}
