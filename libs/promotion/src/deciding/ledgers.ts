import type { Ledger } from '../ledger';
import { emptyLedger } from '../loyalty/balance';
import { settle } from '../loyalty/settle';
import { withTierExpiry } from '../loyalty/tiers';
import type { LoyaltyProgram } from '../loyalty-program';
import type { LedgerView } from '../rules/loyalty-object';
import type { Attributes, Instant } from '../value';
import type { Desk } from './desk';

/**
 * A profile's ledger as it is stored, empty where nothing was ever booked; its tiers end as the profile's attributes say now,
 * which the decision may have written: else they are those that are stored.
 */
export function storedLedger(desk: Desk, program: LoyaltyProgram, profileId: string, written?: Attributes): Ledger {
  const stored = desk.ledger(program.id, profileId) ?? emptyLedger(program.id, profileId);
  if (program.tiersExpirationPolicy !== 'customer_attribute') return stored;
  return withTierExpiry(program, stored, written ?? desk.profile(profileId)?.attributes ?? {});
}

/** The ledger as it stands at an instant; it is never looked at before the time to which it is settled. */
export function ledgerView(desk: Desk, program: LoyaltyProgram, profileId: string, at: Instant): LedgerView {
  const stored = storedLedger(desk, program, profileId);
  const time = at > stored.settled ? at : stored.settled;
  return { program, ledger: settle(program, stored, time).ledger, at: time };
}

/** Reads the profile's ledgers so that the answer can show them. */
export function showLedgers(desk: Desk, profileId: string): void {
  const { catalog, application } = desk.situation;
  for (const { id } of catalog.loyaltyPrograms(application)) desk.ledger(id, profileId);
}

/** A subledger's name among those of all programs. */
export function ledgerKey(program: bigint, subledger: string): string {
  return `${program}/${subledger}`;
}
