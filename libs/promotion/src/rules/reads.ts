import type { Checked, HistoryWindow } from '@tessera/expression';

/** What a rule reads, its bindings included. */
export interface Reads {
  readonly variables: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
  readonly windows: readonly HistoryWindow[];
}

/** The reads of expressions, with those of each binding that they name in its place. */
export function readsOf(checked: readonly Checked[], bindings: ReadonlyMap<string, Reads>): Reads {
  const own = checked.flatMap((one) => [...one.variables]);
  const through = own.flatMap((name) => bindings.get(name) ?? []);
  const all: readonly Reads[] = [...checked, ...through];
  return {
    variables: new Set(all.flatMap(({ variables }) => [...variables])),
    paths: new Set(all.flatMap(({ paths }) => [...paths])),
    windows: all.flatMap(({ windows }) => windows),
  };
}
