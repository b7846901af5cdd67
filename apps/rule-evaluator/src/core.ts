import type { Catalog, Decide, Request, Row } from '@tessera/promotion';

/** The pure functions that the shell calls: the promotion core, or a smaller one in the simulation. */
export interface Core {
  readonly decide: Decide;
  /** The rows that a request will surely need, as far as the request itself tells. */
  readonly locate: (catalog: Catalog, application: bigint, request: Request) => readonly Row[];
}
