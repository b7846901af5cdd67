import { z } from 'zod';

const count = z.string().regex(/^\d{1,9}$/, 'a whole number');

/**
 * The query of every list. `skip` reaches 10,000 rows deep; `cursor`, taken from the last answer, goes on for ever.
 * The bounds are checked where the page is read, so that they have codes of their own (`page.size`, `page.skip`).
 */
export const listQuery = z.object({
  pageSize: z
    .string()
    .regex(/^-?\d{1,12}$/, 'a whole number')
    .optional()
    .describe('1 to 1000, which is also the default.'),
  skip: count.optional().describe('At most 10000; go on with `cursor` beyond.'),
  sort: z.enum(['id', '-id', 'created', '-created']).optional().describe('A leading `-` turns the order round.'),
  cursor: z.string().max(500).optional().describe('The `cursor` of the page before.'),
});
export type ListQuery = z.infer<typeof listQuery>;

/** A page with the count of all rows, up to 10,000; `cursor` is there when more rows follow. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    totalResultSize: z.int().describe('Counts up to 10000.'),
    hasMore: z.boolean(),
    cursor: z.string().optional(),
    data: z.array(item),
  });

/** A page of the `/no_total` lists. */
export const pageWithoutTotalOf = <T extends z.ZodType>(item: T) =>
  z.object({ hasMore: z.boolean(), cursor: z.string().optional(), data: z.array(item) });
