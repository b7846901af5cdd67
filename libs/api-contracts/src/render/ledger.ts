import {
  balanceOf,
  emptyLedger,
  isExpired,
  isPending,
  type Ledger,
  type LedgerEntry,
  type Lot,
  type LoyaltyProgram,
  MAIN,
  nextTier,
  ON_ACTION,
  settle,
  subledgerOf,
} from '@tessera/promotion';
import type { StoredEntry } from '../internal/ledger';
import { renderPoints, renderTier } from './loyalty';
import { type Json, renderInstant } from './value';

/** A ledger at an instant that is not before what was booked in it. */
export interface LedgerAt {
  readonly program: LoyaltyProgram;
  readonly ledger: Ledger;
  readonly at: bigint;
}

/** Null: nothing was ever booked. */
export function ledgerAt(program: LoyaltyProgram, stored: Ledger | null, at: bigint): LedgerAt {
  const before = stored ?? emptyLedger(program.id, '');
  const time = at > before.settled ? at : before.settled;
  return { program, ledger: settle(program, before, time).ledger, at: time };
}

/** The balances of a ledger, as the public API has them; all subledgers, or one. */
export function renderBalances(of: LedgerAt, tiers: boolean, only?: string): { [name: string]: Json } {
  const names = of.ledger.subledgers.map(({ id }) => id).filter((id) => id !== MAIN);
  const shown = only === undefined ? names : names.filter((name) => name === only);
  return {
    balance: renderBalance(of, MAIN, tiers),
    subledgerBalances: Object.fromEntries(shown.map((name) => [name, renderBalance(of, name, tiers)] as const)),
  };
}

export function renderBalance(
  { program, ledger, at }: LedgerAt,
  name: string,
  tiers: boolean,
): { [name: string]: Json } {
  const own = subledgerOf(ledger, name);
  const { active, pending, spent, expired, negative } = balanceOf(own, at);
  const next = tiers ? nextTier(program, own.tier, active) : null;
  return {
    activePoints: renderPoints(active),
    pendingPoints: renderPoints(pending),
    spentPoints: renderPoints(spent),
    expiredPoints: renderPoints(expired),
    negativePoints: renderPoints(negative),
    ...(tiers && own.tier !== null && { currentTier: renderTier(program, own.tier) }),
    ...(next !== null && { pointsToNextTier: renderPoints(next.pointsMissing), nextTierName: next.name }),
  };
}

export type PointsStatus = 'active' | 'pending';

export interface HeldPoints {
  readonly subledger: string;
  readonly lot: Lot;
}

/** What is held of additions, those that expire first in front. */
export function heldPoints({ ledger, at }: LedgerAt, status: PointsStatus, subledger?: string): HeldPoints[] {
  const asked = ledger.subledgers.filter(({ id }) => subledger === undefined || id === subledger);
  const all = asked.flatMap(({ id, lots }) => lots.map((lot) => ({ subledger: id, lot })));
  return all.filter(({ lot }) => !isExpired(lot, at) && isPending(lot, at) === (status === 'pending'));
}

/** Points of an addition; `added`, where it is known, says when and by what. */
export function renderHeld(
  programId: bigint,
  { subledger, lot }: HeldPoints,
  added?: StoredEntry,
): { [name: string]: Json } {
  return {
    ...(added && { id: added.id, created: added.created }),
    programId: Number(programId),
    ...(added?.sessionId != null && { customerSessionId: added.sessionId }),
    ...datedPoints({ ...lot, subledger }),
  };
}

const ADDING = ['added', 'opened', 'givenBack'];

/** Kinds of entries that a person did something for; the clock's are not among them. */
export const TRANSACTION_KINDS = ['added', 'opened', 'deducted', 'takenBack', 'givenBack'] as const;

export function renderTransaction(programId: bigint, entry: StoredEntry): { [name: string]: Json } {
  return {
    id: entry.id,
    created: entry.created,
    programId: Number(programId),
    applicationId: entry.application,
    ...(entry.sessionId !== null && { customerSessionId: entry.sessionId }),
    type: ADDING.includes(entry.kind) ? 'addition' : 'subtraction',
    reason: entry.kind,
    ...datedPoints(entry),
    ...(entry.importId !== 0n && { importId: Number(entry.importId) }),
    ...(entry.ruleset !== 0n && { rulesetId: Number(entry.ruleset), ruleName: entry.ruleName }),
  };
}

/** Points that wait to be activated have no date yet. */
export function renderStart(start: bigint): string {
  return start === ON_ACTION ? 'on_action' : renderInstant(start);
}

interface DatedPoints {
  readonly transactionUUID: string;
  readonly name: string;
  readonly subledger: string;
  readonly points: bigint;
  readonly start: bigint | null;
  readonly expiry: bigint | null;
}

/** Points that somebody activated, as the answer shows them. */
export function renderActivated(programId: bigint, profileId: string, entry: LedgerEntry): { [name: string]: Json } {
  const { sessionId } = entry;
  return {
    programId: Number(programId),
    profileIntegrationId: profileId,
    ...(sessionId !== null && { customerSessionId: sessionId }),
    ...datedPoints(entry),
  };
}

function datedPoints({ transactionUUID, name, subledger, points, start, expiry }: DatedPoints): {
  [name: string]: Json;
} {
  return {
    transactionUUID,
    name,
    subledgerId: subledger,
    amount: renderPoints(points),
    startDate: start === null ? 'immediate' : renderStart(start),
    expiryDate: expiry === null ? 'unlimited' : renderInstant(expiry),
  };
}
