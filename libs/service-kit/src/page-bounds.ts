import { ApiError } from './api-error';

export const PAGE_SIZE_LIMIT = 1_000;
export const SKIP_LIMIT = 10_000;

/** How far a list reaches in one answer. */
export interface PageBounds {
  /** Rows; all that one page may have where the query does not say. */
  readonly pageSize: number;
  /** Rows before the first. */
  readonly skip: number;
}

/**
 * The bounds of a page, of a list of whichever service, as they stand in the URL.
 * Throws ApiError 400 page.size, page.skip.
 */
export function pageBounds(query: {
  readonly pageSize?: string | undefined;
  readonly skip?: string | undefined;
}): PageBounds {
  return {
    pageSize: within(query.pageSize ?? PAGE_SIZE_LIMIT, 1, PAGE_SIZE_LIMIT, 'pageSize', 'page.size'),
    skip: within(query.skip ?? 0, 0, SKIP_LIMIT, 'skip', 'page.skip'),
  };
}

function within(given: string | number, low: number, high: number, parameter: string, code: string): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new ApiError(400, [{ code, title: `From ${low} to ${high}`, source: { parameter } }]);
}
