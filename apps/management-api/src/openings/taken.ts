import { type OpeningImport, renderInstant } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { Actor } from '../auth/actor';
import { NAMED_ROWS, type WrongRow } from '../imports/csv-rows';

/** What became of a file's rows. */
export interface Taken extends Pick<OpeningImport, 'entity' | 'amount' | 'changed'> {
  /** In the order of their lines. */
  readonly skipped: readonly WrongRow[];
}

/** @param at milliseconds */
export function showImport(id: bigint, at: bigint, actor: Actor, { skipped, ...taken }: Taken): OpeningImport {
  return {
    ...{ id: Number(id), created: renderInstant(at), userId: Number(actor.userId) },
    ...taken,
    ...{ skipped: skipped.length, rows: skipped.slice(0, NAMED_ROWS) },
  };
}

/** The replies to all rows that were asked for. Throws ApiError 504 outcome.unknown where they did not come in time. */
export function allDecided(replies: readonly ReplyRecord[] | undefined): readonly ReplyRecord[] {
  if (replies) return replies;
  throw ApiError.of(504, 'outcome.unknown', 'Not all rows were decided in time; import the file again');
}
