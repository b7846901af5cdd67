import { isInstant } from '../attributes/kind';
import type { Ledger, TierHeld } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Attributes, Instant } from '../value';
import { after, parseDuration, type Duration } from './duration';

/** The program's tiers are told from its lowest on; below all of them is none. */
const NO_TIER = -1;

const BY_ATTRIBUTE = 'customer_attribute';

/** A tier's place in the program; -1 for none, and for one that the program does not have any more. */
function levelOf({ tiers }: LoyaltyProgram, name: string | undefined): number {
  return tiers.findIndex((tier) => tier.name === name);
}

/** The highest tier that so many active points reach. */
function levelFor({ tiers }: LoyaltyProgram, active: bigint): number {
  return tiers.findLastIndex(({ minPoints }) => active >= minPoints);
}

/** What of a customer decides when tiers end. */
export interface TierAnchors {
  readonly joined: Instant | null;
  readonly tierExpiry: Instant | null;
}

/**
 * The tier after one look at an instant. It rises as soon as the points are there. It falls only when it expires: to what
 * the points reach, or, with `one_down`, one step and not below that.
 */
export function tierAt(
  program: LoyaltyProgram,
  held: TierHeld | null,
  active: bigint,
  anchors: TierAnchors,
  at: Instant,
): TierHeld | null {
  const level = levelOf(program, held?.name);
  const reached = levelFor(program, active);
  const ends = held !== null && held.until !== null && held.until <= at;
  if (level >= reached && !ends) return level === NO_TIER ? null : held;
  const next = Math.max(reached, ends && program.tiersDowngradePolicy === 'one_down' ? level - 1 : NO_TIER);
  const name = program.tiers[next]?.name;
  return name === undefined ? null : { name, since: at, until: endOf(program, anchors, at) };
}

/** When a tier that begins at `since` is looked at again. */
function endOf(program: LoyaltyProgram, { joined, tierExpiry }: TierAnchors, since: Instant): Instant | null {
  const { tiersExpirationPolicy, tiersExpireIn, tierCycleStartDate, timezone } = program;
  if (tiersExpirationPolicy === BY_ATTRIBUTE) return tierExpiry !== null && tierExpiry > since ? tierExpiry : null;
  const period = tiersExpireIn === null ? undefined : parseDuration(tiersExpireIn);
  if (period === undefined) return null;
  switch (tiersExpirationPolicy) {
    case 'tier_start_date':
      return after(since, period, timezone);
    case 'program_join_date':
      return joined === null ? null : cycleEnd(joined, period, timezone, since);
    case 'absolute_expiration':
      return tierCycleStartDate === null ? null : cycleEnd(tierCycleStartDate, period, timezone, since);
    default:
      return null;
  }
}

const DAY = 86_400_000n;

/** At least as long as the unit ever is, so that counting begins before the end and never after it. */
const LONGEST: Readonly<Record<string, bigint>> = { D: 2n * DAY, W: 8n * DAY, M: 32n * DAY, Y: 367n * DAY };

/** The first end of a period after `since`, where periods follow each other from `start` on. */
function cycleEnd(start: Instant, period: Duration, zone: string, since: Instant): Instant {
  const length = BigInt(period.count) * (LONGEST[period.unit] ?? DAY);
  let periods = since > start ? Number((since - start) / length) : 0;
  for (;;) {
    periods += 1;
    const end = after(start, { ...period, count: period.count * periods }, zone);
    if (end > since) return end;
  }
}

/**
 * The ledger as the profile's attribute now has it, where the program goes by one: tiers that are held end then, and at once
 * where that is past.
 */
export function withTierExpiry(program: LoyaltyProgram, ledger: Ledger, attributes: Attributes): Ledger {
  if (program.tiersExpirationPolicy !== BY_ATTRIBUTE) return ledger;
  const value = attributes[program.tiersExpirationAttribute ?? ''];
  const tierExpiry = value !== undefined && isInstant(value) ? value.at : null;
  if (tierExpiry === ledger.tierExpiry) return ledger;
  const subledgers = ledger.subledgers.map((own) => ({ ...own, tier: own.tier && { ...own.tier, until: tierExpiry } }));
  return { ...ledger, tierExpiry, subledgers };
}

/** What is missing to the next tier; null: there is none above. */
export interface NextTier {
  readonly name: string;
  /** Hundredths. */
  readonly pointsMissing: bigint;
}

export function nextTier(program: LoyaltyProgram, held: TierHeld | null, active: bigint): NextTier | null {
  const next = program.tiers[Math.max(levelOf(program, held?.name), levelFor(program, active)) + 1];
  return next === undefined ? null : { name: next.name, pointsMissing: next.minPoints - active };
}
