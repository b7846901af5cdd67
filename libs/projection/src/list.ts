import { type Conditions, CursorInvalid, type Cursors, page, type Page, type Sql } from '@tessera/postgres';
import { ApiError, pageBounds } from '@tessera/service-kit';

/** The query of every list, as it stands in the URL. */
export interface ListQuery {
  readonly pageSize?: string | undefined;
  readonly skip?: string | undefined;
  /** `id` or `created`, with a leading `-` the other way round. */
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  /** `false`: only `hasMore` is wanted. */
  readonly total?: string | undefined;
}

/** Which rows of which table; `created` and `id` are columns of it. */
export interface List {
  readonly table: string;
  readonly columns: string;
  readonly conditions: Conditions;
}

export interface Listed<T> {
  readonly totalResultSize?: number;
  readonly hasMore: boolean;
  readonly cursor?: string;
  readonly data: readonly T[];
}

const ORDERS: Readonly<Record<string, readonly [string] | readonly [string, string]>> = {
  id: ['id'],
  created: ['created', 'id'],
};

function orderOf(sort: string): readonly [string] | readonly [string, string] {
  const order = ORDERS[sort.replace(/^-/, '')];
  if (order) return order;
  throw new ApiError(400, [{ code: 'page.sort', title: 'Sorts by id or created', source: { parameter: 'sort' } }]);
}

async function pageOf<Row extends object>(
  sql: Sql,
  list: List,
  query: ListQuery,
  cursors: Cursors,
): Promise<Page<Row>> {
  const { conditions, ...rest } = list;
  const { sort = 'id', cursor, total } = query;
  const request = { ...pageBounds(query), cursor, count: total !== 'false' };
  const order = { order: orderOf(sort), descending: sort.startsWith('-') };
  return page<Row>(sql, { ...rest, ...order, where: conditions.where, values: conditions.values }, request, cursors);
}

/** A page of a read model. Throws ApiError 400 page.size, page.skip, page.sort, cursor.invalid. */
export async function readList<Row extends object, T>(
  sql: Sql,
  list: List,
  query: ListQuery,
  cursors: Cursors,
  show: (rows: readonly Row[]) => Promise<readonly T[]>,
): Promise<Listed<T>> {
  try {
    const { rows, hasMore, total, cursor } = await pageOf<Row>(sql, list, query, cursors);
    return {
      ...(total !== undefined && { totalResultSize: total }),
      hasMore,
      ...(cursor !== undefined && { cursor }),
      data: await show(rows),
    };
  } catch (error) {
    if (!(error instanceof CursorInvalid)) throw error;
    throw new ApiError(400, [{ code: error.code, title: error.message, source: { parameter: 'cursor' } }]);
  }
}
