import { type ListQuery, PAGE_SIZE_LIMIT, SKIP_LIMIT } from '@tessera/api-contracts';
import { CursorInvalid, type Cursors } from '@tessera/postgres';
import { ApiError } from '@tessera/service-kit';

export interface PageRequest {
  readonly size: number;
  readonly skip: number;
  readonly descending: boolean;
}

/**
 * What a list's query asks for. Ids are given in the order of creation, so `id` and `created` are one order.
 * Throws ApiError 400 page.size, page.skip.
 */
export function pageRequest({ pageSize, skip, sort }: ListQuery): PageRequest {
  const size = Number(pageSize ?? PAGE_SIZE_LIMIT);
  const skipped = Number(skip ?? 0);
  if (size < 1 || size > PAGE_SIZE_LIMIT) throw refused('page.size', `1 to ${PAGE_SIZE_LIMIT} rows`, 'pageSize');
  if (skipped > SKIP_LIMIT) throw refused('page.skip', `At most ${SKIP_LIMIT}; use the cursor beyond`, 'skip');
  return { size, skip: skipped, descending: sort?.startsWith('-') ?? false };
}

/** The id after which the page begins. Throws ApiError 400 `cursor.invalid` on a cursor that is not of this list. */
export function afterCursor(cursors: Cursors, cursor: string, list: string): string {
  try {
    return cursors.decode(cursor, list)[0] ?? '';
  } catch (error) {
    if (!(error instanceof CursorInvalid)) throw error;
    throw refused(error.code, 'The cursor is not one of this list', 'cursor');
  }
}

function refused(code: string, title: string, parameter: string): ApiError {
  return new ApiError(400, [{ code, title, source: { parameter } }]);
}
