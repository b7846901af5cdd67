import { type Catalog, historyBegins, type Row } from '@tessera/promotion';
import type { Slice, SliceDeps } from './deps';
import { type Inbound, refuse } from './inbound';
import type { HistoryWanted, RowOf } from './ports';

/** A slice as it stands before its transaction: decoded, admitted, and what it is known to need. */
export interface Prepared {
  readonly catalog: Catalog;
  readonly inbound: readonly Inbound[];
  readonly entropy: readonly Uint8Array[];
  readonly rows: readonly Row[];
  /** What of a profile's past this slice may look at. */
  readonly historyWanted: (row: RowOf<'history'>) => HistoryWanted;
}

/** Decodes a slice and waits for the catalog that its requests were validated against. Touches no row. */
export async function prepare(
  deps: Pick<SliceDeps, 'catalogs' | 'core' | 'entropy' | 'wire'>,
  { records, progress, aside }: Pick<Slice, 'aside' | 'progress' | 'records'>,
): Promise<Prepared> {
  const read = records.map((record) => deps.wire.read(record));
  const stamped = read.map((one) => (one.kind === 'received' ? one.catalogVersion : 0n));
  const newest = stamped.reduce((a, b) => (a > b ? a : b), progress.catalogVersion);
  const catalog = await deps.catalogs.atLeast(newest);
  const inbound = read.map((one) => admit(one, catalog, aside.get(one.record.offset)));
  return {
    catalog,
    inbound,
    entropy: inbound.map(() => deps.entropy()),
    rows: inbound.flatMap((one) => locate(deps, catalog, one)),
    historyWanted: historyWantedFrom(oldest(inbound)),
  };
}

/** What requests from `at` on need of a profile's past, where a decision asked for it. */
export function historyWantedFrom(at: bigint) {
  return (row: RowOf<'history'>): HistoryWanted => {
    const { sessions = null, events = null } = row.need ?? {};
    return { row, sessionsAfter: historyBegins(at, sessions), eventsAfter: historyBegins(at, events) };
  };
}

function admit(inbound: Inbound, catalog: Catalog, aside: string | undefined): Inbound {
  if (inbound.kind === 'undecodable') return inbound;
  if (aside) return refuse(inbound, aside, 500, 'The evaluator put this request aside: it could not be decided.');
  const application = catalog.application(inbound.application);
  // The clock ticks for the account, which is no application.
  if (inbound.request.kind !== 'ClockTicked' && !application)
    return refuse(inbound, 'app.unknown', 404, `There is no application ${inbound.application}.`);
  if (application && inbound.currency !== '' && inbound.currency !== application.currency)
    return refuse(inbound, 'money.currency', 400, `The application counts in ${application.currency}.`);
  if (inbound.catalogVersion > catalog.version)
    return refuse(inbound, 'catalog.unknown', 400, `There is no catalog version ${inbound.catalogVersion}.`);
  return inbound;
}

function locate({ core }: Pick<SliceDeps, 'core'>, catalog: Catalog, inbound: Inbound): readonly Row[] {
  return inbound.kind === 'received' ? core.locate(catalog, inbound.application, inbound.request) : [];
}

function oldest(inbound: readonly Inbound[]): bigint {
  return inbound.map(({ at }) => at).reduce((a, b) => (a < b ? a : b));
}
