import { allocate, lineTotal, unitsOf } from '@tessera/money';
import { instantValue } from '../attributes/kind';
import type { RandomSource } from '../codes/random-source';
import type { DiscountShare } from '../effect';
import type { LoyaltyProgram } from '../loyalty-program';
import type { CartItem } from '../session';
import type { Instant, InstantValue } from '../value';
import { EffectFailure, type EffectRun } from './effect-type';

export function optionalDate(name: string, at: Instant | null): Readonly<Record<string, InstantValue>> {
  return at === null ? {} : { [name]: instantValue(at) };
}

/** Neighbouring units of a line. */
export interface LineUnits {
  readonly item: CartItem;
  readonly units: number;
  readonly first: number;
}

export function wholeLine(item: CartItem): LineUnits {
  return { item, units: item.quantity, first: 0 };
}

/** Points on units of several lines, in proportion to what they cost, so that a return takes back exactly its part. */
export function pointShares(lines: readonly LineUnits[], points: bigint): DiscountShare[] {
  const totals = lines.map(({ item, units }) => lineTotal(item.price, units));
  if (totals.every((total) => total === 0n)) return [];
  return allocate(points, totals).flatMap((amount, index) => {
    const line = lines[index];
    return line === undefined ? [] : lineShares(line, amount);
  });
}

/** Points on units of one line. */
export function lineShares({ item: { position }, units: quantity, first }: LineUnits, points: bigint): DiscountShare[] {
  const shares: DiscountShare[] = [];
  let subPosition = first;
  for (const { units, amount } of unitsOf(points, quantity)) {
    if (amount > 0n) shares.push({ position, subPosition, units, amount });
    subPosition += units;
  }
  return shares;
}

/** A random UUID (RFC 9562, version 4) from the decision's entropy: the same when it is decided again. */
export function drawUuid(random: RandomSource): string {
  const digit = (bound: number): string => random.below(bound).toString(16);
  const hex = (count: number): string => Array.from({ length: count }, () => digit(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + random.below(4)).toString(16)}${hex(3)}-${hex(12)}`;
}

/** The program of an effect; a failure where the application is not subscribed to it, or points cannot go there. */
export function programFor(
  run: EffectRun,
  id: bigint,
  subledger: string,
  profileId = run.profileId,
): LoyaltyProgram | EffectFailure {
  const program = run.catalog.loyaltyPrograms(run.campaign.application).find((one) => one.id === id);
  if (program === undefined) return new EffectFailure(`the application is not subscribed to program ${id}`, true);
  if (subledger !== '' && !program.allowSubledger) return new EffectFailure('the program has no subledgers', true);
  return profileId === '' ? NEEDS_PROFILE : program;
}

const NEEDS_PROFILE = new EffectFailure('points need a profile', false);

export const NO_POINTS = new EffectFailure('there are no points to move', false);
