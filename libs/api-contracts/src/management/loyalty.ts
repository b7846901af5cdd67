import { z } from 'zod';
import { loyaltyTier } from '../integration/loyalty';
import { description, id, instant, line, title } from './fields';

/** Points with at most two decimals, as the log has them. */
const points = z.number().min(0).max(10_000_000_000).multipleOf(0.01);

const tier = z.object({
  name: line(100).min(1),
  minPoints: points.describe('Active points from which it is reached.'),
});

const duration = z.string().max(20).describe('30s, 40m, 1h, 5D, 7W, 10M, 15Y; _D rounds down to the day, _U up.');

const settings = z.object({
  title,
  description,
  subscribedApplications: z.array(id).max(1_000).describe('Only these applications share the program.'),
  defaultValidity: duration.describe('From when points are active; unlimited.'),
  defaultPending: duration.describe('Until points are active; immediate; on_action: when somebody activates them.'),
  allowSubledger: z.boolean(),
  timezone: z.string().max(100).describe('IANA: in whose local time durations count.'),
  tiers: z.array(tier).max(100).describe('In any order; by their points they are told apart.'),
  tiersExpirationPolicy: z
    .enum(['tier_start_date', 'program_join_date', 'customer_attribute', 'absolute_expiration'])
    .nullable()
    .describe('From when the periods of a tier count; null: a tier is kept.'),
  tiersExpireIn: duration.nullable(),
  tiersExpirationAttribute: z
    .string()
    .nullable()
    .describe('The attribute of profiles, of type time, that says when tiers end, for customer_attribute.'),
  tierCycleStartDate: instant.nullable().describe('Where the periods of absolute_expiration begin.'),
  tiersDowngradePolicy: z.enum(['one_down', 'balance_based']),
  programJoinPolicy: z.enum(['not_join', 'points_activated', 'points_earned']),
  returnPolicy: z.enum(['only_pending', 'within_balance', 'unlimited']),
});

export const newLoyaltyProgram = settings.partial().extend({
  name: z
    .string()
    .regex(/^[A-Za-z]\w{0,99}$/, 'a letter, then letters, digits and _')
    .describe('How rules name it: profile.loyalty.<name>. It stays.'),
  title,
  timezone: settings.shape.timezone,
});
export type NewLoyaltyProgram = z.infer<typeof newLoyaltyProgram>;

/** What is left out stays. */
export const updateLoyaltyProgram = settings.partial();
export type UpdateLoyaltyProgram = z.infer<typeof updateLoyaltyProgram>;

const shownTier = tier.extend({
  id: loyaltyTier.shape.id,
  created: instant,
  programID: id,
});

export const loyaltyProgram = settings.extend({
  tiers: z.array(shownTier),
  id,
  created: instant,
  modified: instant,
  accountID: id,
  name: z.string(),
  cardBased: z.literal(false),
  sandbox: z.literal(false),
});
export type LoyaltyProgram = z.infer<typeof loyaltyProgram>;

const movedPoints = points.positive();

export const addLoyaltyPoints = z.object({
  points: movedPoints,
  name: line(1_000).optional(),
  validityDuration: duration.optional(),
  validUntil: instant.optional(),
  pendingDuration: duration.optional(),
  pendingUntil: instant.optional(),
  subledgerId: line(1_000).optional(),
  subLedgerID: line(1_000).optional().describe('As subledgerId: its name in SDK 4.3.0.'),
  applicationId: id.optional().describe('One of those that share the program; the first.'),
});
export type AddLoyaltyPoints = z.infer<typeof addLoyaltyPoints>;

export const deductLoyaltyPoints = addLoyaltyPoints.pick({
  points: true,
  name: true,
  subledgerId: true,
  subLedgerID: true,
  applicationId: true,
});
export type DeductLoyaltyPoints = z.infer<typeof deductLoyaltyPoints>;

/** What happened to a profile's points in [rangeStart, rangeEnd). */
export const loyaltyLogRange = z.object({
  rangeStart: instant,
  rangeEnd: instant,
  dateFormat: z.enum(['excel', 'ISO8601']).default('ISO8601'),
});

const ledgerEntry = z.object({
  created: instant.describe('When the points were added.'),
  programID: id,
  customerProfileID: z.string(),
  subLedgerID: z.string(),
  type: z.literal('addition'),
  name: z.string(),
  amount: z.number(),
  startDate: z.string().describe('An instant, or on_action.'),
  expiryDate: instant.optional(),
});

const subLedger = z.object({
  total: z.number().describe('Active points.'),
  totalActivePoints: z.number(),
  totalPendingPoints: z.number(),
  totalSpentPoints: z.number(),
  totalExpiredPoints: z.number(),
  totalNegativePoints: z.number(),
  currentTier: loyaltyTier.optional(),
  pointsToNextTier: z.number().optional(),
  nextTierName: z.string().optional(),
  activePoints: z.array(ledgerEntry),
  pendingPoints: z.array(ledgerEntry),
});

/** A profile's ledger: sums, and what is active and pending. */
export const loyaltyLedger = z.object({ ledger: subLedger, subLedgers: z.record(z.string(), subLedger) });

export const loyaltyImport = z.object({
  id,
  created: instant,
  accountId: id,
  userId: id,
  entity: z.enum(['LoyaltyPoints', 'LoyaltyTier']),
  amount: z.int().describe('Lines that were taken.'),
  skipped: z.int(),
  rows: z.array(z.object({ line: z.int(), reason: z.string() })).describe('The first 1000 of those that were not.'),
});
export type LoyaltyImport = z.infer<typeof loyaltyImport>;

const breakdown = z.object({
  createdManually: z.number().describe('By hand, by a call or by a file.'),
  createdViaRuleEngine: z.number(),
});

/** Today: the day of `date` in the program's time zone, up to then. */
export const loyaltyStatistics = z.object({
  date: instant.describe('When it was added up: now.'),
  totalMembers: z.int().describe('Profiles that ever had points.'),
  totalActivePoints: z.number(),
  totalPendingPoints: z.number(),
  totalSpentPoints: z.number(),
  totalExpiredPoints: z.number(),
  totalNegativePoints: z.number(),
  newMembers: z.int().describe('Who joined today, by the policy of the program.'),
  spentPoints: breakdown.describe('Deducted today; what of it was given back is not taken off.'),
  earnedPoints: breakdown.describe('Added today; what of it was taken back is not taken off.'),
});
export type LoyaltyStatistics = z.infer<typeof loyaltyStatistics>;
