import type { Cursors } from './cursor';
import type { Sql } from './sql';

/** Lists are counted up to here; beyond it only `hasMore` is known. */
export const COUNT_LIMIT = 10_000;

/** A list of rows with a unique numeric column to page by. */
export interface ListQuery {
  readonly table: string;
  readonly columns: string;
  /** The order, ended by the unique column where it is another: `created, id`. Names of columns, never user input. */
  readonly order: readonly [string] | readonly [string, string];
  readonly descending: boolean;
  /** Conditions with $1, $2 …; joined by AND. */
  readonly where: readonly string[];
  readonly values: readonly unknown[];
}

export interface PageRequest {
  readonly pageSize: number;
  readonly skip: number;
  readonly cursor?: string | undefined;
  /** Count up to COUNT_LIMIT; the `no_total` lists do not. */
  readonly count: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Undefined where not counted. */
  readonly total?: number;
  /** For the next page; undefined on the last. */
  readonly cursor?: string;
}

/** Collects conditions with their values, so that numbers of placeholders are not counted by hand. */
export class Conditions {
  readonly where: string[] = [];
  readonly values: unknown[] = [];

  /** Adds a condition in which `?` stands for the value; nothing where the value was not given. */
  add(condition: string, value: unknown): this {
    if (value === undefined || value === null) return this;
    this.values.push(value);
    this.where.push(condition.replaceAll('?', `$${this.values.length}`));
    return this;
  }

  /** Takes the next placeholder for a value that the table expression itself refers to. */
  bind(value: unknown): this {
    this.values.push(value);
    return this;
  }

  /** Adds a condition without a value. */
  always(condition: string): this {
    this.where.push(condition);
    return this;
  }
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';

/** The list that a cursor is bound to: the same filters in the same order. */
const identityOf = ({ table, order, descending, where, values }: ListQuery): string =>
  JSON.stringify([table, order, descending, where, values.map(String)]);

function after(query: ListQuery, key: readonly string[]): { where: string[]; values: unknown[] } {
  const first = query.values.length + 1;
  const places = key.map((_, index) => `$${first + index}`).join(', ');
  const condition = `(${query.order.join(', ')}) ${query.descending ? '<' : '>'} (${places})`;
  return { where: [...query.where, condition], values: [...query.values, ...key] };
}

/**
 * One page: by cursor (keyset, any depth) or by `skip`. One row more than asked tells whether there is a next page.
 * Throws CursorInvalid.
 */
export async function page<Row extends object>(
  sql: Sql,
  query: ListQuery,
  request: PageRequest,
  cursors: Cursors,
): Promise<Page<Row>> {
  const list = identityOf(query);
  const { where, values } = request.cursor ? after(query, cursors.decode(request.cursor, list)) : query;
  const direction = query.descending ? 'DESC' : 'ASC';
  const order = query.order.map((column) => `${column} ${direction}`).join(', ');
  const keys = query.order.map((column, index) => `${column}::text AS page_key_${index}`).join(', ');
  const found = await sql.query<Row>(
    `SELECT ${query.columns}, ${keys} FROM ${query.table} ${whereOf(where)} ORDER BY ${order}
     LIMIT ${request.pageSize + 1} OFFSET ${request.cursor ? 0 : request.skip}`,
    values,
  );
  const rows = found.slice(0, request.pageSize);
  const hasMore = found.length > rows.length;
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => withoutKeys(row, query.order.length)),
    hasMore,
    ...(request.count && { total: await count(sql, query) }),
    ...(hasMore && last && { cursor: cursors.encode(keysOf(last, query.order.length), list) }),
  };
}

const keyName = (index: number) => `page_key_${index}`;

function keysOf(row: object, length: number): string[] {
  return Array.from({ length }, (_, index) => String((row as Record<string, unknown>)[keyName(index)]));
}

function withoutKeys<Row extends object>(row: Row, length: number): Row {
  const names = Array.from({ length }, (_, index) => keyName(index));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))) as Row;
}

async function count(sql: Sql, { table, where, values }: ListQuery): Promise<number> {
  const [row] = await sql.query<{ count: string }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${table} ${whereOf(where)} LIMIT ${COUNT_LIMIT}) AS counted`,
    values,
  );
  return Number(row?.count ?? 0);
}
