import type { AchievementProgress } from '../achievement-progress';
import type { Coupon } from '../coupon';
import type { Giveaway } from '../giveaway';
import type { Lasting } from '../effects/effect-type';
import type { AudienceMembership } from '../profile';
import type { CouponSettings } from '../request';
import type { DurableEffect } from '../session';
import type { Attributes } from '../value';
import type { Bill } from './bill';
import type { Reservation } from './reservations';

/** A coupon that an effect creates; it gets its number when the decision is complete. */
export interface CreatedCoupon {
  readonly code: string;
  readonly canonical: string;
  readonly settings: CouponSettings;
}

/** A step that an effect takes towards an achievement. */
export interface TakenStep {
  readonly campaign: bigint;
  readonly tracker: bigint;
  readonly delta: bigint;
  readonly progress: AchievementProgress;
}

/** A coupon as it was, with the attributes that it gets. */
export interface WrittenCoupon {
  readonly coupon: Coupon;
  readonly attributes: Attributes;
}

/** A giveaway that an effect takes out of its pool. */
export interface Award {
  readonly giveaway: Giveaway;
  readonly poolName: string;
  readonly campaign: bigint;
  readonly profileId: string;
}

/** What the effects used of a limit, by its counter. */
export interface Spent {
  readonly action: string;
  /** Of the effects: what lasts at once is counted at once, the rest when the session closes. */
  readonly lasting: Lasting;
  readonly delta: bigint;
}

/** What the rules have done so far. Immutable: a rule whose effect fails leaves the draft that was there before it. */
export interface Draft {
  readonly bill: Bill;
  readonly sessionAttributes: Attributes;
  readonly profileAttributes: Attributes;
  readonly audiences: readonly AudienceMembership[];
  /** Of lines that effects wrote, whole. */
  readonly itemAttributes: ReadonlyMap<number, Attributes>;
  /** Of coupons and referrals that effects wrote, by id. */
  readonly couponAttributes: ReadonlyMap<bigint, WrittenCoupon>;
  /** Of profiles that effects wrote beside the one that the request is about. */
  readonly otherProfiles: ReadonlyMap<string, Attributes>;
  readonly created: readonly CreatedCoupon[];
  /** Coupons that effects reserve, for profiles that did not have them. */
  readonly reserved: readonly Reservation[];
  readonly awards: readonly Award[];
  readonly steps: readonly TakenStep[];
  readonly durable: readonly DurableEffect[];
  /** Minor units given by coupon id. */
  readonly granted: ReadonlyMap<bigint, bigint>;
  /** Hundredths of points that were taken, by program and subledger (`ledgerKey`). */
  readonly deducted: ReadonlyMap<string, bigint>;
  /** By the names of limits' counters. */
  readonly spent: ReadonlyMap<string, Spent>;
}
