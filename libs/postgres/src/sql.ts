/** What may be asked of a database, inside a transaction or out of it. */
export interface Sql {
  /** Runs one statement; the rows it returns, empty where it returns none. `bigint` columns come as text. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}
