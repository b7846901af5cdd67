import { formatAmount } from '@tessera/money';
import {
  balanceOf,
  type Effect,
  effectValue,
  emptyLedger,
  type Ledger,
  type LoyaltyProgram,
  MAIN,
  nextTier,
  POINT_DECIMALS,
  settle,
  subledgerOf,
  type TierHeld,
} from '@tessera/promotion';
import { type Json, renderInstant } from './value';

/** Hundredths of a point as the JSON number of points. */
export const renderPoints = (points: bigint): number => formatAmount(points, POINT_DECIMALS);

/** A profile's points in one program at an instant, and what an open session would do to them. */
export interface LoyaltyState {
  readonly program: LoyaltyProgram;
  /** Undefined: nothing was ever booked. */
  readonly ledger: Ledger | undefined;
  readonly profileId: string;
  readonly at: bigint;
  readonly effects: readonly Effect[];
}

/** Loyalty of the public API: the programs by their ids. */
export function renderLoyalty(states: readonly LoyaltyState[]): { [name: string]: Json } {
  const programs = states.map((state) => [String(state.program.id), renderProgram(state)] as const);
  return { cards: [], programs: Object.fromEntries(programs) };
}

function renderProgram(state: LoyaltyState): { [name: string]: Json } {
  const { program, at } = state;
  const ledger = settledAt(state);
  const effects = state.effects.filter(isFor(state.profileId));
  const names = new Set([...ledger.subledgers.map(({ id }) => id), ...effects.flatMap(subledgerIn(program))]);
  const others = [...names].filter((name) => name !== MAIN).sort();
  const info = (name: string) => renderLedger(program, ledger, name, at, effects);
  return {
    id: Number(program.id),
    title: program.title,
    name: program.name,
    ...(ledger.joined !== null && { joinDate: renderInstant(ledger.joined) }),
    ledger: info(MAIN),
    subLedgers: Object.fromEntries(others.map((name) => [name, info(name)] as const)),
  };
}

function settledAt({ program, ledger, profileId, at }: LoyaltyState): Ledger {
  const stored = ledger ?? emptyLedger(program.id, profileId);
  return settle(program, stored, at > stored.settled ? at : stored.settled).ledger;
}

/** LedgerInfo of the public API. */
function renderLedger(
  program: LoyaltyProgram,
  ledger: Ledger,
  name: string,
  at: bigint,
  effects: readonly Effect[],
): { [name: string]: Json } {
  const own = subledgerOf(ledger, name);
  const balance = balanceOf(own, at > ledger.settled ? at : ledger.settled);
  const next = nextTier(program, own.tier, balance.active);
  const open = effects.filter((effect) => effect.phase === 'transient' && subledgerIn(program)(effect)[0] === name);
  const { current, pending } = tentative(open);
  return {
    currentBalance: renderPoints(balance.active),
    pendingBalance: renderPoints(balance.pending),
    negativeBalance: renderPoints(balance.negative),
    expiredBalance: renderPoints(balance.expired),
    spentBalance: renderPoints(balance.spent),
    tentativeCurrentBalance: renderPoints(balance.active + current),
    tentativePendingBalance: renderPoints(balance.pending + pending),
    ...(own.tier !== null && { currentTier: renderTier(program, own.tier) }),
    ...(next !== null && { pointsToNextTier: renderPoints(next.pointsMissing), nextTierName: next.name }),
  };
}

/** A tier's id is its place in the program, from 1 for the lowest. */
export function renderTier({ tiers }: LoyaltyProgram, { name, since, until }: TierHeld): { [name: string]: Json } {
  return {
    id: tiers.findIndex((tier) => tier.name === name) + 1,
    name,
    startDate: renderInstant(since),
    ...(until !== null && { expiryDate: renderInstant(until) }),
  };
}

function tentative(effects: readonly Effect[]): { readonly current: bigint; readonly pending: bigint } {
  const sum = (which: (effect: Effect) => boolean): bigint =>
    effects.reduce((all, effect) => (which(effect) ? all + effectValue(effect) : all), 0n);
  const added = sum((effect) => effect.type === 'addLoyaltyPoints' && !isLater(effect));
  const pending = sum((effect) => effect.type === 'addLoyaltyPoints' && isLater(effect));
  return { current: added - sum(({ type }) => type === 'deductLoyaltyPoints'), pending };
}

function isLater({ props }: Effect): boolean {
  return props['startDate'] !== undefined || props['awaitsActivation'] === true;
}

/** Points may be given to others, such as the advocate of a referral. */
function isFor(profileId: string): (effect: Effect) => boolean {
  return ({ props: { recipientIntegrationId = profileId } }) => recipientIntegrationId === profileId;
}

const MOVING = ['addLoyaltyPoints', 'deductLoyaltyPoints'];

/** The subledger in which an effect moves points of the program; empty where it does not. */
function subledgerIn({ id }: LoyaltyProgram): (effect: Effect) => string[] {
  return ({ type, props: { programId, subLedgerId } }) =>
    MOVING.includes(type) && programId === id && typeof subLedgerId === 'string' ? [subLedgerId] : [];
}
