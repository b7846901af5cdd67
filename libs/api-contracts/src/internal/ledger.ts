import type { Ledger, LedgerEntry } from '@tessera/promotion';
import { z } from 'zod';
import type { Json } from '../render/value';

const whole = z.int().transform(BigInt);

const lot = z.object({
  transactionUUID: z.string(),
  name: z.string(),
  points: whole,
  start: whole,
  expiry: whole.nullable(),
  validity: z.string().nullable(),
});

const opening = z.object({
  lots: z.array(
    z.object({
      transactionUUID: z.string(),
      points: whole,
      start: whole.nullable(),
      expiry: whole.nullable(),
      expired: whole,
    }),
  ),
  spent: whole,
  expired: whole,
  negative: whole,
});

const subledger = z.object({
  id: z.string(),
  lots: z.array(lot),
  spent: whole,
  expired: whole,
  negative: whole,
  tier: z.object({ name: z.string(), since: whole, until: whole.nullable() }).nullable(),
  /** Read models that were folded before do not have it. */
  opening: opening.nullable().default(null),
});

/** A ledger as read models keep it and services hand it on: hundredths and milliseconds as numbers. */
export const storedLedger = z.object({
  program: whole,
  profileId: z.string(),
  joined: whole.nullable(),
  settled: whole,
  subledgers: z.array(subledger),
  tierExpiry: whole.nullable(),
}) satisfies z.ZodType<Ledger>;

/** An entry with whose it is, and where it stands among all. */
export const storedEntry = z.object({
  id: z.int(),
  created: z.string(),
  application: z.int(),
  profileId: z.string(),
  kind: z.string(),
  subledger: z.string(),
  points: whole,
  transactionUUID: z.string(),
  name: z.string(),
  at: whole,
  start: whole.nullable(),
  expiry: whole.nullable(),
  campaign: whole,
  ruleset: whole,
  ruleName: z.string(),
  sessionId: z.string().nullable(),
  importId: whole,
}) satisfies z.ZodType<LedgerEntry>;
export type StoredEntry = z.infer<typeof storedEntry>;

/** The other way. Hundredths fit a double: a ledger never holds 2^53 of them. */
export function ledgerJson(value: Ledger | LedgerEntry): { [name: string]: Json } {
  return JSON.parse(JSON.stringify(value, numbers)) as { [name: string]: Json };
}

function numbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
