import type { HistoryWindow } from '@tessera/expression';
import type { CompiledRule } from './rules/compiled-rule';
import type { Instant } from './value';

/** How far back rules look, and at what. Null milliseconds: as far as the limits allow. */
export interface WindowOf {
  readonly milliseconds: bigint | null;
  /** Paths below an element that some rule reads: `total`, `cartItems[].sku`, `attributes.tier`. */
  readonly fields: ReadonlySet<string>;
}

/** Null: no rule reads that list. */
export interface HistoryNeed {
  readonly sessions: WindowOf | null;
  readonly events: WindowOf | null;
}

/** The longest windows of some rules. */
export function historyNeed(rules: Iterable<Pick<CompiledRule, 'reads'>>): HistoryNeed {
  const reads = Array.from(rules, (rule) => rule.reads).filter(({ variables }) => variables.has('history'));
  const windows = reads.flatMap((one) => one.windows);
  const paths = reads.flatMap((one) => [...one.paths]);
  return { sessions: windowOf('sessions', windows, paths), events: windowOf('events', windows, paths) };
}

/** The instant after which a list is wanted at `at`, -1 for all of it; null: it is not. */
export function historyBegins(at: Instant, window: WindowOf | null): Instant | null {
  if (window === null) return null;
  return window.milliseconds === null ? -1n : at - window.milliseconds;
}

function windowOf(list: string, windows: readonly HistoryWindow[], paths: readonly string[]): WindowOf | null {
  const prefix = `history.${list}`;
  const own = windows.filter((window) => window.list === prefix);
  const below = paths.filter((path) => path.startsWith(prefix));
  if (own.length === 0 && below.length === 0) return null;
  const fields = below.map((path) => path.slice(prefix.length + '[].'.length)).filter((field) => field !== '');
  return { milliseconds: longest(own), fields: new Set(fields) };
}

function longest(windows: readonly HistoryWindow[]): bigint | null {
  return windows.reduce<bigint | null>(
    (most, { milliseconds }) => {
      return most === null || milliseconds === null ? null : milliseconds > most ? milliseconds : most;
    },
    windows.length === 0 ? null : 0n,
  );
}
