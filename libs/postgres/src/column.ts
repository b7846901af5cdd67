/** One column of rows, as an array for `unnest`. */
export function column<Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] {
  return rows.map((row) => row[key]);
}

/** One column of rows as JSON texts, for columns of `jsonb` and for lists, which `unnest` would flatten. A bigint becomes its digits. */
export function jsonColumn<Row, Key extends keyof Row>(rows: readonly Row[], key: Key): string[] {
  return rows.map((row) => JSON.stringify(row[key], digits));
}

function digits(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
