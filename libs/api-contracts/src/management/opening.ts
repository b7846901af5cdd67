import { z } from 'zod';
import { id, instant } from './fields';

const flag = z.enum(['true', 'false']).optional();

export const openingImportQuery = z.object({
  skipInvalid: flag.describe('true: rows that are wrong are left out and named.'),
  skipDuplicates: flag.describe(
    'true: of rows that say something of the same, the first is taken and the others are named.',
  ),
});
export type OpeningImportQuery = z.infer<typeof openingImportQuery>;

/** What became of a file of opening balances. */
export const openingImport = z.object({
  id,
  created: instant,
  userId: id,
  entity: z.enum(['CouponOpening', 'LedgerOpening', 'LimitOpening', 'ProfileOpening']),
  amount: z.int().describe('Rows taken.'),
  changed: z.int().describe('Balances that are others than before; 0 where the file was imported already.'),
  skipped: z.int().describe('Rows left out.'),
  rows: z.array(z.object({ line: z.int(), reason: z.string() })).describe('The first 1000 of them.'),
});
export type OpeningImport = z.infer<typeof openingImport>;
