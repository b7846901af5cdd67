import type { Attributes, Instant } from './value';

/** In every request body `null` means "left out": what is stored stays. An empty list or text clears. */
export interface CartItemInput {
  readonly name: string | null;
  readonly sku: string;
  readonly quantity: number;
  /** Unit price in ten-thousandths of the currency's minor unit. */
  readonly price: bigint;
  readonly category: string | null;
  readonly weight: number | null;
  readonly height: number | null;
  readonly width: number | null;
  readonly length: number | null;
  readonly attributes: Attributes;
  /** Prices by the cost's name, in ten-thousandths of the minor unit. */
  readonly additionalCosts: Readonly<Record<string, bigint>>;
}

export interface SessionUpdateReceived {
  readonly kind: 'SessionUpdateReceived';
  readonly sessionId: string;
  readonly profileId: string | null;
  /** open, closed, cancelled; open on the wire, refused by the core. */
  readonly state: string | null;
  readonly cartItems: readonly CartItemInput[] | null;
  readonly couponCodes: readonly string[] | null;
  readonly referralCode: string | null;
  readonly additionalCosts: Readonly<Record<string, bigint>> | null;
  readonly identifiers: readonly string[] | null;
  readonly attributes: Attributes | null;
  /** With dry runs only: exactly these campaigns, running or not. */
  readonly evaluableCampaignIds: readonly bigint[] | null;
}

export interface ProfileUpdateReceived {
  readonly kind: 'ProfileUpdateReceived';
  readonly profileId: string;
  readonly attributes: Attributes | null;
  readonly runRuleEngine: boolean;
  /** Audiences that the profile joins, and leaves. One that is in both is left. */
  readonly joins: readonly bigint[];
  readonly leaves: readonly bigint[];
  /** When memberships that it joins end by themselves; the others stay. */
  readonly ends: readonly MembershipEnd[];
}

export interface MembershipEnd {
  readonly audience: bigint;
  readonly until: Instant;
}

export interface CustomEventReceived {
  readonly kind: 'CustomEventReceived';
  readonly profileId: string;
  readonly type: string;
  readonly attributes: Attributes;
  /** The session that it happened in, which is created if it is not there; null: none. */
  readonly sessionId: string | null;
  /** The sender's own id, which the application has one event of at most; null: it has none. */
  readonly integrationId: string | null;
  /** A closed session that it is about, as a delivery is about an order; null: none. */
  readonly connectedSessionId: string | null;
}

export interface ProfileErasureReceived {
  readonly kind: 'ProfileErasureReceived';
  readonly profileId: string;
}

/** Settings that the coupons of one batch share. Counts: 0 means unlimited. */
export interface CouponSettings {
  readonly campaign: bigint;
  readonly usageLimit: bigint;
  /** Of one profile; null: only what the campaign's limits say. */
  readonly profileLimit: bigint | null;
  /** Minor units; null: no value limit. */
  readonly discountLimit: bigint | null;
  readonly startDate: Instant | null;
  readonly expiryDate: Instant | null;
  readonly attributes: Attributes;
  readonly recipient: string | null;
  /** How many profiles a rule may reserve it for. */
  readonly reservationLimit: bigint;
  /** Whether only who has reserved the coupon may redeem it. */
  readonly reservationMandatory: boolean;
  /** Whether everybody's inventory shows it. */
  readonly implicitlyReserved: boolean;
  /** Whose friends use the code: then it is a referral, and the recipient the friend. */
  readonly advocate: string | null;
}

/** At most 1,000 coupons: given codes, or a pattern in which each `#` becomes one of the characters. */
export interface CouponChunkReceived {
  readonly kind: 'CouponChunkReceived';
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly settings: CouponSettings;
  readonly codes: readonly string[];
  readonly pattern: string;
  readonly characters: readonly string[];
  readonly count: number;
  /** Whose each coupon is, in the order of the coupons, empty: anybody's; none: as the settings say. */
  readonly recipients: readonly string[];
}

/** The coupon's settings after the change, whole. */
export interface CouponChangeReceived {
  readonly kind: 'CouponChangeReceived';
  readonly couponId: bigint;
  readonly settings: CouponSettings;
}

export interface CouponDeletionReceived {
  readonly kind: 'CouponDeletionReceived';
  readonly couponId: bigint;
}

export interface CouponChange {
  readonly couponId: bigint;
  /** After the change, whole; null: deleted. */
  readonly settings: CouponSettings | null;
}

/** At most 1,000 changes and deletions of coupons. Those that are not there any more are left out. */
export interface CouponsChangeReceived {
  readonly kind: 'CouponsChangeReceived';
  /** The job that asks. */
  readonly batch: string;
  readonly chunk: number;
  readonly changes: readonly CouponChange[];
}

/** A coupon is reserved for a profile, or the reservation is given back. */
export interface CouponReservationReceived {
  readonly kind: 'CouponReservationReceived';
  readonly code: string;
  readonly profileId: string;
  /** How it is to be. */
  readonly reserved: boolean;
}

export interface ReturnedCartItemInput {
  /** The line. */
  readonly position: number;
  /** Null: all units that were not returned yet. */
  readonly quantity: number | null;
  /** If given, the line must have it. */
  readonly sku: string | null;
}

/** Units of a closed session come back. */
export interface SessionReturnReceived {
  readonly kind: 'SessionReturnReceived';
  readonly sessionId: string;
  readonly returnedCartItems: readonly ReturnedCartItemInput[];
  /** Whether campaigns that want it are tried again on what is left. */
  readonly runRuleEngine: boolean;
}

/** A closed session becomes open again. */
export interface SessionReopenReceived {
  readonly kind: 'SessionReopenReceived';
  readonly sessionId: string;
}

/** At most 1,000 codes that are added to a pool; those that it has already are left out. */
export interface GiveawayChunkReceived {
  readonly kind: 'GiveawayChunkReceived';
  readonly pool: bigint;
  /** Of the import that it is a part of. */
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly codes: readonly string[];
  /** From when on they may be given away; null: at once. */
  readonly startDate: Instant | null;
  /** Until when, exclusive; null: for ever. */
  readonly endDate: Instant | null;
}

/** Points for a customer, given by hand; whole hundredths. Null: as the program has it. */
export interface PointsAdditionReceived {
  readonly kind: 'PointsAdditionReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Empty: the main ledger. */
  readonly subledger: string;
  readonly points: bigint;
  readonly name: string;
  /** A duration from when they become active, or `unlimited`; a date holds instead of it. */
  readonly validityDuration: string | null;
  readonly validUntil: Instant | null;
  /** A duration from now, `immediate` or `on_action`; a date holds instead of it. */
  readonly pendingDuration: string | null;
  readonly pendingUntil: Instant | null;
  /** The file that they come from; 0: none. */
  readonly importId: bigint;
}

/** Points that wait for it become active. */
export interface PointsActivationReceived {
  readonly kind: 'PointsActivationReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Of their additions. */
  readonly transactionUUIDs: readonly string[];
}

/** The tier of a customer, as a file brings it. */
export interface TierAssignmentReceived {
  readonly kind: 'TierAssignmentReceived';
  readonly profileId: string;
  readonly program: bigint;
  readonly subledger: string;
  readonly tier: string;
  /** When it is looked at again. */
  readonly until: Instant;
}

export interface PointsDeductionReceived {
  readonly kind: 'PointsDeductionReceived';
  readonly profileId: string;
  readonly program: bigint;
  readonly subledger: string;
  readonly points: bigint;
  readonly name: string;
}

/** Nobody touched an open session for as long as its application waits. */
export interface SessionIdled {
  readonly kind: 'SessionIdled';
  readonly sessionId: string;
}

/**
 * A minute of a partition is over. For the application 0, which stands for the account, it books what dates have brought to the
 * ledgers that were written in this partition; the request itself says nothing: what is due is found when it is decided.
 */
export interface ClockTicked {
  readonly kind: 'ClockTicked';
  readonly partition: number;
}

/**
 * How often a coupon was redeemed before Tessera knew of it, in place of what was said of it before. Who says it of single
 * profiles says it of the coupon too: theirs are among all.
 */
export interface CouponOpening {
  readonly couponId: bigint;
  /** By whom; empty: by all together. */
  readonly profileId: string;
  readonly redemptions: bigint;
  /** Minor units that it gave, of all together; null: as it was said before. */
  readonly discount: bigint | null;
}

/** At most 1,000 of them. Coupons that are not there any more are left out. */
export interface CouponOpeningsReceived {
  readonly kind: 'CouponOpeningsReceived';
  /** The import that asks. */
  readonly batch: string;
  readonly chunk: number;
  readonly openings: readonly CouponOpening[];
}

/** What a profile did in the application before Tessera knew of it, in place of what was said of it before. */
export interface ProfileOpeningReceived {
  readonly kind: 'ProfileOpeningReceived';
  readonly profileId: string;
  readonly closedSessions: bigint;
  /** Minor units, before discounts. */
  readonly totalSales: bigint;
  /** Since when it is known; null: not said. */
  readonly firstActivity: Instant | null;
  readonly lastActivity: Instant;
}

/**
 * How much of an action happened before Tessera knew of it, as the limits count it that have these entities and this period,
 * in place of what was said of it before. What a limit does not count by is null.
 */
export interface LimitOpening {
  readonly campaign: bigint;
  readonly action: string;
  /** As limits name it; null: for ever. */
  readonly period: string | null;
  /** A day of the period in the application's own time, `2026-03-28`; null: there is no period. */
  readonly day: string | null;
  /** Or the referral. */
  readonly couponId: bigint | null;
  readonly sessionId: string | null;
  readonly identifier: string | null;
  readonly profileId: string | null;
  /** Minor units, hundredths of points, or how often. */
  readonly amount: bigint;
}

/** At most 1,000 of them. */
export interface LimitOpeningsReceived {
  readonly kind: 'LimitOpeningsReceived';
  /** The import that asks. */
  readonly batch: string;
  readonly chunk: number;
  readonly openings: readonly LimitOpening[];
}

/** Points that are left of what a customer was given before Tessera knew of it; whole hundredths. */
export interface LotOpening {
  readonly points: bigint;
  /** Null: active since it was said first. */
  readonly start: Instant | null;
  /** Null: they do not expire. */
  readonly expiry: Instant | null;
}

/** What a subledger of a profile came to before Tessera knew of it, in place of what was said of it before; whole hundredths. */
export interface LedgerOpeningReceived {
  readonly kind: 'LedgerOpeningReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Empty: the main ledger. */
  readonly subledger: string;
  /** What is left, each with other dates. */
  readonly lots: readonly LotOpening[];
  readonly spent: bigint;
  readonly expired: bigint;
  /** Owed: the next active points pay it. */
  readonly negative: bigint;
  /** The file that it comes from; 0: none. */
  readonly importId: bigint;
}

export type Request =
  | SessionUpdateReceived
  | ProfileUpdateReceived
  | CustomEventReceived
  | ProfileErasureReceived
  | CouponChunkReceived
  | CouponChangeReceived
  | CouponDeletionReceived
  | SessionReturnReceived
  | SessionReopenReceived
  | CouponsChangeReceived
  | CouponReservationReceived
  | GiveawayChunkReceived
  | PointsAdditionReceived
  | PointsDeductionReceived
  | ClockTicked
  | TierAssignmentReceived
  | SessionIdled
  | PointsActivationReceived
  | CouponOpeningsReceived
  | ProfileOpeningReceived
  | LimitOpeningsReceived
  | LedgerOpeningReceived;
