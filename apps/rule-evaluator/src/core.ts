import type { Catalog, Decide, Decision, Instant, Request, Row } from '@tessera/promotion';
import type { Stored } from './ports';

/** The pure functions that the shell calls: the promotion core, or a smaller one in the simulation. */
export interface Core {
  readonly decide: Decide;
  /** The rows that a request will surely need, as far as the request itself tells. */
  readonly locate: (catalog: Catalog, application: bigint, request: Request) => readonly Row[];
  /** Equal rows have equal keys; the order of the keys is the lock order. */
  readonly rowKey: (row: Row) => string;
  /** The rows that a decision leaves behind, with the state that results and the decision's position as version. */
  readonly rowsAfter: (application: bigint, decision: Decision, position: bigint) => readonly Stored[];
  /** How far back the rules of an application look, in milliseconds; 0: no rule reads history. */
  readonly historyWindow: (catalog: Catalog, application: bigint) => Instant;
}
