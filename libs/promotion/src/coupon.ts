import type { CouponSettings } from './request';
import type { Instant } from './value';

export interface Coupon {
  readonly id: bigint;
  readonly application: bigint;
  /** As it was given. */
  readonly code: string;
  /** NFKC, trimmed, upper case: unique per application, computed once and recorded. */
  readonly canonical: string;
  readonly batch: string;
  readonly settings: CouponSettings;
  readonly usageCounter: bigint;
  /** Minor units granted so far. */
  readonly discountCounter: bigint;
  readonly created: Instant;
  /** Profiles that have it reserved. */
  readonly reservationCounter: bigint;
}
