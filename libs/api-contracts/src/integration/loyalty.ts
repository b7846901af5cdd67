import { z } from 'zod';
import { instant } from './fields';

export const loyaltyTier = z.object({
  id: z.int().describe('Its place in the program, from 1 for the lowest; 0: it is not there any more.'),
  name: z.string(),
  startDate: instant,
  expiryDate: instant.optional(),
});

/** LedgerInfo: points now; tentative: with what the open session would give and take. */
const ledger = z.object({
  currentBalance: z.number(),
  pendingBalance: z.number(),
  negativeBalance: z.number(),
  expiredBalance: z.number(),
  spentBalance: z.number(),
  tentativeCurrentBalance: z.number(),
  tentativePendingBalance: z.number(),
  currentTier: loyaltyTier.optional(),
  pointsToNextTier: z.number().optional(),
  nextTierName: z.string().optional(),
});

/** Points of the profile in the programs that the application is subscribed to, by the program's id. */
export const loyalty = z.object({
  cards: z.array(z.unknown()),
  programs: z.record(
    z.string(),
    z.object({
      id: z.int(),
      title: z.string(),
      name: z.string(),
      joinDate: instant.optional(),
      ledger,
      subLedgers: z.record(z.string(), ledger),
    }),
  ),
});

const balance = z.object({
  activePoints: z.number(),
  pendingPoints: z.number(),
  spentPoints: z.number(),
  expiredPoints: z.number(),
  negativePoints: z.number(),
  currentTier: loyaltyTier.optional(),
  pointsToNextTier: z.number().optional(),
  nextTierName: z.string().optional(),
});

/** The answer to GET /v1/loyalty_programs/{programId}/profile/{integrationId}/balances. */
export const loyaltyBalances = z.object({ balance, subledgerBalances: z.record(z.string(), balance) });

const datedPoints = {
  programId: z.int(),
  customerSessionId: z.string().optional(),
  transactionUUID: z.string(),
  name: z.string(),
  subledgerId: z.string(),
  amount: z.number(),
  startDate: z.string().optional().describe('An instant, or on_action.'),
  expiryDate: z.string().describe('An instant, or unlimited.'),
};

export const loyaltyTransaction = z.object({
  id: z.int(),
  created: instant,
  ...datedPoints,
  applicationId: z.int(),
  type: z.enum(['addition', 'subtraction']),
  reason: z.string().describe('added, deducted, takenBack (of an addition), givenBack (of a deduction), expired.'),
  importId: z.int().optional(),
  rulesetId: z.int().optional(),
  ruleName: z.string().optional(),
});

/** One of the whole program. */
export const loyaltyProgramTransaction = loyaltyTransaction.extend({ customerProfileId: z.string() });

export const loyaltyPoints = z.object({ id: z.int().optional(), created: instant.optional(), ...datedPoints });

/** The body of POST /v1/loyalty_programs/{programId}/activate_points: one of both. */
export const activatePoints = z.object({
  transactionUUIDs: z.array(z.string().max(1_000)).min(1).max(100).optional(),
  sessionId: z.string().min(1).max(1_000).optional(),
});
export type ActivatePoints = z.infer<typeof activatePoints>;

export const activatedPoints = z.object({
  ledgerEntries: z.array(z.object({ profileIntegrationId: z.string(), ...datedPoints })),
});

const text = z.string().max(2_000).optional();

export const balancesQuery = z.object({
  subledgerId: text,
  endDate: instant.optional().describe('Now or later: as if nothing happened until then.'),
  includeTiers: z.enum(['true', 'false']).default('false'),
});

const count = z.string().regex(/^\d{1,5}$/, 'a whole number');

const pages = { pageSize: count.default('50').describe('1 to 1000.'), skip: count.default('0') };

export const transactionsQuery = z.object({
  subledgerId: text,
  loyaltyTransactionType: z.enum(['manual', 'session', 'import']).optional(),
  startDate: instant.optional(),
  endDate: instant.optional(),
  customerSessionIDs: text.describe('Comma-separated.'),
  transactionUUIDs: text.describe('Comma-separated.'),
  ...pages,
});
export const programTransactionsQuery = transactionsQuery.omit({ customerSessionIDs: true, transactionUUIDs: true });
export type ProgramTransactionsQuery = z.infer<typeof programTransactionsQuery>;
export type TransactionsQuery = z.infer<typeof transactionsQuery>;

export const pointsQuery = z.object({
  status: z.enum(['active', 'pending', 'expired']).default('active'),
  subledgerId: text,
  ...pages,
});
export type PointsQuery = z.infer<typeof pointsQuery>;
