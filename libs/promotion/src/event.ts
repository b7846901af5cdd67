import type { AchievementProgress } from './achievement-progress';
import type { Coupon } from './coupon';
import type { Giveaway, GiveawayStock } from './giveaway';
import type { CouponSettings } from './request';
import type { Ledger, LedgerEntry, TierChange } from './ledger';
import type { Profile, ProfileActivity } from './profile';
import type { Session } from './session';
import type { Attributes, Instant } from './value';

/**
 * talon_session_created, _updated, _closed, _cancelled, _revoked, _partially_returned, _reopened, each with the state that
 * resulted.
 */
export interface SessionChanged {
  readonly kind: 'SessionChanged';
  readonly type: string;
  readonly session: Session;
}

/** talon_profile_created, talon_profile_updated: the state that resulted. */
export interface ProfileChanged {
  readonly kind: 'ProfileChanged';
  readonly type: string;
  readonly profile: Profile;
}

export interface ProfileActivityChanged {
  readonly kind: 'ProfileActivityChanged';
  readonly closedSessionsDelta: bigint;
  readonly totalSalesDelta: bigint;
  readonly activity: ProfileActivity;
}

/** A customer's own event, of a declared type. */
export interface CustomEventRecorded {
  readonly kind: 'CustomEventRecorded';
  readonly id: bigint;
  readonly type: string;
  readonly profileId: string;
  readonly attributes: Attributes;
  /** The session that it happened in; null: none. */
  readonly sessionId: string | null;
  /** The sender's own id of it; null: it has none. */
  readonly integrationId: string | null;
  /** The closed session that it is about; null: none. */
  readonly connectedSessionId: string | null;
}

/** A redemption (+1), its rollback (-1), or only a part of its value given back (0), with the counters that resulted. */
export interface CouponRedemptionChanged {
  readonly kind: 'CouponRedemptionChanged';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
  readonly sessionId: string;
  readonly profileId: string;
  readonly delta: bigint;
  readonly usageCounter: bigint;
  readonly discountDelta: bigint;
  readonly discountCounter: bigint;
  /** Whether the code is a referral's. */
  readonly referral: boolean;
}

/** A reservation (+1), or its end (-1), with the coupon's counter that resulted. */
export interface CouponReservationChanged {
  readonly kind: 'CouponReservationChanged';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
  readonly profileId: string;
  readonly delta: bigint;
  readonly reservationCounter: bigint;
}

export interface NewCoupon {
  readonly id: bigint;
  readonly code: string;
  readonly canonical: string;
  /** Whose it is, where the coupons of a chunk are of several; null: as the settings say. */
  readonly recipient: string | null;
}

/** One event per chunk of a pool; the settings once. */
export interface CouponsCreated {
  readonly kind: 'CouponsCreated';
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly settings: CouponSettings;
  readonly coupons: readonly NewCoupon[];
  /** Given codes that existed already. */
  readonly skipped: readonly string[];
}

export interface CouponChanged {
  readonly kind: 'CouponChanged';
  readonly coupon: Coupon;
}

export interface CouponDeleted {
  readonly kind: 'CouponDeleted';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
}

/** A limit's counter, with the value that resulted. */
export interface CounterChanged {
  readonly kind: 'CounterChanged';
  readonly counter: string;
  readonly delta: bigint;
  readonly value: bigint;
}

/** Points of a profile in one program, with the ledger that resulted. */
export interface LedgerChanged {
  readonly kind: 'LedgerChanged';
  readonly entries: readonly LedgerEntry[];
  readonly tierChanges: readonly TierChange[];
  readonly ledger: Ledger;
}

export interface ProfileErased {
  readonly kind: 'ProfileErased';
  readonly profileId: string;
  readonly at: Instant;
}

/** Codes that came into a pool, with what it had then. */
export interface GiveawaysAdded {
  readonly kind: 'GiveawaysAdded';
  readonly stock: GiveawayStock;
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly giveaways: readonly Giveaway[];
  /** Codes that the pool had already. */
  readonly skipped: readonly string[];
}

/** A code is somebody's, for good. */
export interface GiveawayAwarded {
  readonly kind: 'GiveawayAwarded';
  readonly giveaway: Giveaway;
  readonly stock: GiveawayStock;
  readonly poolName: string;
  readonly campaign: bigint;
  /** Empty: nobody known. */
  readonly profileId: string;
  /** Null: in no session. */
  readonly sessionId: string | null;
}

/** A profile's progress with an achievement, with all of it that resulted. */
export interface AchievementProgressChanged {
  readonly kind: 'AchievementProgressChanged';
  readonly campaign: bigint;
  readonly tracker: bigint;
  /** In ten-thousandths; negative where it was taken back. */
  readonly delta: bigint;
  readonly progress: AchievementProgress;
}

/** What a coupon was used before Tessera knew of it, with the counters that resulted. */
export interface CouponOpeningChanged {
  readonly kind: 'CouponOpeningChanged';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
  /** By whom; empty: by all together, which alone moves the coupon's counters. */
  readonly profileId: string;
  /** How often, as it is said now. */
  readonly redemptions: bigint;
  readonly delta: bigint;
  readonly usageCounter: bigint;
  readonly discountDelta: bigint;
  readonly discountCounter: bigint;
  /** Whether the code is a referral's. */
  readonly referral: boolean;
}

/** What a profile did before Tessera knew of it, with what the application knows of it then. */
export interface ProfileOpeningChanged {
  readonly kind: 'ProfileOpeningChanged';
  readonly closedSessionsDelta: bigint;
  readonly totalSalesDelta: bigint;
  readonly activity: ProfileActivity;
}

/** What happened before Tessera knew of it, as a limit counts it, with the counter that resulted. */
export interface LimitOpeningChanged {
  readonly kind: 'LimitOpeningChanged';
  readonly campaign: bigint;
  readonly action: string;
  readonly counter: string;
  /** How much, as it is said now. */
  readonly amount: bigint;
  readonly delta: bigint;
  readonly value: bigint;
}

/** What a subledger came to before Tessera knew of it, with the ledger that resulted. */
export interface LedgerOpeningChanged {
  readonly kind: 'LedgerOpeningChanged';
  readonly subledger: string;
  readonly spentDelta: bigint;
  readonly expiredDelta: bigint;
  /** But for what entries that take points back leave owed. */
  readonly negativeDelta: bigint;
  readonly entries: readonly LedgerEntry[];
  readonly tierChanges: readonly TierChange[];
  readonly ledger: Ledger;
}

export type DomainEvent =
  | SessionChanged
  | ProfileChanged
  | ProfileActivityChanged
  | CustomEventRecorded
  | CouponRedemptionChanged
  | CouponsCreated
  | CouponChanged
  | CouponDeleted
  | CounterChanged
  | ProfileErased
  | CouponReservationChanged
  | GiveawaysAdded
  | GiveawayAwarded
  | AchievementProgressChanged
  | LedgerChanged
  | CouponOpeningChanged
  | ProfileOpeningChanged
  | LimitOpeningChanged
  | LedgerOpeningChanged;
