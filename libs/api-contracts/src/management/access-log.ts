import { z } from 'zod';
import { instant } from './fields';
import { listQuery } from './list';

/** One call of the Management API. Bodies are not kept: they may hold passwords and personal data. */
export const accessLogEntry = z.object({
  uuid: z.uuid().describe("The call's X-Request-Id."),
  status: z.int(),
  method: z.string(),
  requestUri: z.string().describe('Without the query.'),
  time: instant,
  userId: z.int().optional().describe('Left out where nobody was signed in.'),
  durationMs: z.int(),
  requestPayload: z.literal(''),
  responsePayload: z.literal(''),
});
export type AccessLogEntry = z.infer<typeof accessLogEntry>;

export const accessLogQuery = listQuery.extend({
  rangeStart: instant,
  rangeEnd: instant,
  path: z.string().max(500).optional().describe('A part of the path.'),
  method: z.string().max(10).optional(),
  status: z
    .enum(['success', 'error'])
    .or(z.string().regex(/^\d{3}$/, 'a status'))
    .optional(),
});
export type AccessLogQuery = z.infer<typeof accessLogQuery>;
