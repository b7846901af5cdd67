import type { CatalogChange } from '../catalog-event';
import type { LoyaltyProgram } from '../loyalty-program';
import type {
  LedgerOpeningReceived,
  LotOpening,
  PointsActivationReceived,
  PointsAdditionReceived,
  PointsDeductionReceived,
  TierAssignmentReceived,
} from '../request';
import type { Instant } from '../value';
import { SHOP } from './entities';

/** A program of the shop, whose points are active at once and never expire. */
export function loyaltyProgram(id: bigint, changes: Partial<LoyaltyProgram> = {}): CatalogChange {
  const entity: LoyaltyProgram = {
    id,
    name: `program${id}`,
    title: `program ${id}`,
    description: '',
    subscribedApplications: [SHOP],
    defaultValidity: 'unlimited',
    defaultPending: 'immediate',
    allowSubledger: true,
    timezone: 'Europe/Berlin',
    tiers: [],
    tiersExpirationPolicy: null,
    tiersExpireIn: null,
    tierCycleStartDate: null,
    tiersDowngradePolicy: 'balance_based',
    programJoinPolicy: 'points_earned',
    returnPolicy: 'within_balance',
    created: 0n,
    modified: 0n,
    tiersExpirationAttribute: null,
    ...changes,
  };
  return { kind: 'LoyaltyProgramSaved', entity };
}

/** Points by hand. */
export function pointsAdded(
  program: bigint,
  profileId: string,
  points: bigint,
  changes: Partial<PointsAdditionReceived> = {},
): PointsAdditionReceived {
  const dates = { validityDuration: null, validUntil: null, pendingDuration: null, pendingUntil: null };
  const own = { profileId, program, subledger: '', points, name: '', importId: 0n };
  return { kind: 'PointsAdditionReceived', ...own, ...dates, ...changes };
}

export function pointsDeducted(program: bigint, profileId: string, points: bigint): PointsDeductionReceived {
  return { kind: 'PointsDeductionReceived', profileId, program, subledger: '', points, name: '' };
}

/** What a ledger came to before. */
export function ledgerOpened(
  program: bigint,
  profileId: string,
  lots: readonly LotOpening[],
  changes: Partial<LedgerOpeningReceived> = {},
): LedgerOpeningReceived {
  const sums = { spent: 0n, expired: 0n, negative: 0n };
  return {
    ...{ kind: 'LedgerOpeningReceived', profileId, program, subledger: '', lots, ...sums, importId: 0n },
    ...changes,
  };
}

export function pointsActivated(
  program: bigint,
  profileId: string,
  transactionUUIDs: readonly string[],
): PointsActivationReceived {
  return { kind: 'PointsActivationReceived', profileId, program, transactionUUIDs };
}

export function tierAssigned(program: bigint, profileId: string, tier: string, until: Instant): TierAssignmentReceived {
  return { kind: 'TierAssignmentReceived', profileId, program, subledger: '', tier, until };
}
