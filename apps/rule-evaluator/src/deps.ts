import type { LogRecord } from '@tessera/kafka';
import type { Catalog } from '@tessera/promotion';
import type { Core } from './core';
import type { Failpoint } from './failpoints';
import type { Lane } from './lane';
import type { Clock, OutboxRow, Progress, Store } from './ports';
import type { Wire } from './wire/wire';

export interface Catalogs {
  /**
   * The newest catalog, waiting for `version` where it is on its way. Older than `version` only where the catalog topic
   * was read to its end and has no such version: then nobody can have validated against it.
   */
  atLeast(version: bigint): Promise<Catalog>;
}

/** What deciding a slice needs. */
export interface SliceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly core: Core;
  readonly wire: Wire;
  readonly catalogs: Catalogs;
  readonly engineVersion: string;
  /** 32 fresh bytes for each decision. */
  readonly entropy: () => Uint8Array;
  /** Named places in the protocol at which a test kills the process. */
  readonly reached: (point: Failpoint) => void;
}

export interface Slice {
  readonly partition: number;
  readonly lane: Lane;
  readonly progress: Progress;
  /** At least one. */
  readonly records: readonly LogRecord[];
  /** Offsets of records that are put aside as undecodable, with the reason's code. */
  readonly aside: Map<bigint, string>;
}

export interface DecidedSlice {
  readonly progress: Progress;
  readonly row: OutboxRow;
  /** How long counters were held. */
  readonly heldMs: bigint;
}
