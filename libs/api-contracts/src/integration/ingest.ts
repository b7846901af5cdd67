import { z } from 'zod';
import { integrationState } from './state';

/** A line of POST /v1/ingest; `body` is that of the PUT or POST for the type, `id` what stands in its path. */
export const ingestLine = z.object({
  type: z.enum(['session', 'profile', 'event']),
  id: z.string().nullish().describe('Of the session or profile; for events the profile, if any.'),
  body: z.record(z.string(), z.unknown()),
  requestId: z.string().nullish().describe('Makes sending the line again safe.'),
  occurredAt: z.string().nullish().describe('RFC 3339; for keys with the scope import.'),
});
export type IngestLine = z.infer<typeof ingestLine>;

const detail = z.object({
  code: z.string(),
  title: z.string(),
  details: z.string().optional(),
  source: z.object({ pointer: z.string() }).partial().optional(),
});

/** What became of a line: every one with `results=all`, else only those that failed. */
export const ingestResult = z.object({
  line: z.int().positive(),
  requestId: z.string().nullable(),
  status: z.int(),
  errors: z.array(detail).optional(),
  result: integrationState.optional(),
});
export type IngestResult = z.infer<typeof ingestResult>;

/** Once a second, and at the end. */
export const ingestSummary = z.object({
  summary: z.object({
    received: z.int(),
    decided: z.int(),
    failed: z.int(),
    lagMs: z.number().describe('Age of the oldest line that is not decided.'),
    done: z.boolean(),
  }),
});
export type IngestSummary = z.infer<typeof ingestSummary>;
