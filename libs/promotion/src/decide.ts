import type { Catalog } from './catalog';
import type { Decision } from './decision';
import type { Explanation } from './explanation';
import type { Request } from './request';
import type { Instant } from './value';
import type { Row, World } from './world';

/** Everything a decision may depend on beside the request: no clock, no random numbers, no environment. */
export interface Situation {
  readonly catalog: Catalog;
  readonly world: World;
  readonly application: bigint;
  /** `occurredAt` or `recordedAt`; the core never lets a session's time go back. */
  readonly at: Instant;
  /** This decision's position, then one number for each entity that it creates: session, profile, custom event, coupons. */
  readonly numbers: readonly bigint[];
  /** 32 bytes. */
  readonly entropy: Uint8Array;
  /** A dry run sees the session of the payload only and nothing of it lasts. */
  readonly dry: boolean;
}

export type Verdict =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      /** The time that holds: max(at, the session's last). */
      readonly at: Instant;
    }
  /** Rows that are not held, or held only for reading while this decision writes them. */
  | { readonly kind: 'needs'; readonly rows: readonly Row[] }
  /** More entities are created than `numbers` allows; the count that is needed, the position included. */
  | { readonly kind: 'short'; readonly numbers: number };

export interface Explained {
  readonly verdict: Verdict;
  /** Whole where the verdict is `decided`. */
  readonly explanation: Explanation;
}

export type Decide = (situation: Situation, request: Request) => Verdict;
