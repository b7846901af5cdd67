import type { HistoryWindow } from '@tessera/expression';
import type { Catalog } from './catalog';

/** How far back the rules of an application look, and at what. Null milliseconds: as far as the limits allow. */
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

const KNOWN = new WeakMap<Catalog, Map<bigint, HistoryNeed>>();

/** The longest windows of the rules in the application's enabled campaigns; null where no rule reads the past. */
export function historyWindow(catalog: Catalog, application: bigint): HistoryNeed | null {
  const need = needOf(catalog, application);
  return need.sessions === null && need.events === null ? null : need;
}

function needOf(catalog: Catalog, application: bigint): HistoryNeed {
  const ofCatalog = KNOWN.get(catalog) ?? new Map<bigint, HistoryNeed>();
  KNOWN.set(catalog, ofCatalog);
  const known = ofCatalog.get(application);
  if (known !== undefined) return known;
  const need = computed(catalog, application);
  ofCatalog.set(application, need);
  return need;
}

function computed(catalog: Catalog, application: bigint): HistoryNeed {
  const enabled = catalog.campaigns(application).filter(({ state }) => state === 'enabled');
  const reads = enabled.flatMap((campaign) => catalog.compiled(campaign)?.rules ?? []).map(({ reads }) => reads);
  const windows = reads.flatMap((one) => one.windows);
  const paths = reads.flatMap((one) => [...one.paths]);
  return { sessions: windowOf('sessions', windows, paths), events: windowOf('events', windows, paths) };
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
