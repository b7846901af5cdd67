import { z } from 'zod';
import { id, idText, instant } from './fields';
import { listQuery } from './list';

const flag = z.enum(['true', 'false']);

/** One write of the catalog: who, when, which entity, its state before and after. Secrets are left out. */
export const change = z.object({
  id: id,
  created: instant,
  userId: id,
  applicationId: id.optional().describe('Left out where the entity belongs to the account.'),
  entity: z.string().describe('The path of the entity, below /v1.'),
  old: z.unknown().optional().describe('Left out where there was none.'),
  new: z.unknown().optional().describe('Left out where it was deleted.'),
});
export type Change = z.infer<typeof change>;

export const changeQuery = listQuery.extend({
  applicationId: idText.optional(),
  entityPath: z.string().max(500).optional().describe('A part of the path, in any case.'),
  userId: idText.optional(),
  createdBefore: instant.optional(),
  createdAfter: instant.optional(),
  withTotalResultSize: flag.optional().describe('The size is in every answer, up to 10,000.'),
  includeOld: flag.default('true'),
});
export type ChangeQuery = z.infer<typeof changeQuery>;
