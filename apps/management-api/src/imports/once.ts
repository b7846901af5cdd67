import type { Row, WrongRow } from './csv-rows';

/** Rows of which each is of something else. */
export interface Once<R> {
  readonly byKey: Map<string, R>;
  /** Those that are of the same as an earlier one. */
  readonly duplicates: readonly WrongRow[];
}

/** The first row of each key; `what` the later ones say twice. */
export function once<R extends Row<unknown>>(rows: readonly R[], keyOf: (row: R) => string, what: string): Once<R> {
  const byKey = new Map<string, R>();
  const duplicates: WrongRow[] = [];
  for (const row of rows) {
    const before = byKey.get(keyOf(row));
    if (before) duplicates.push({ line: row.line, reason: `${what} stands in line ${before.line} too` });
    else byKey.set(keyOf(row), row);
  }
  return { byKey, duplicates };
}

export function inOrder(rows: readonly WrongRow[]): WrongRow[] {
  return [...rows].sort((a, b) => a.line - b.line);
}

/** The list in parts of this size. */
export function parts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
