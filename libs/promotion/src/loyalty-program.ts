import type { Instant } from './value';

export interface LoyaltyTier {
  readonly name: string;
  /** Active points from which a customer is in it, in hundredths. */
  readonly minPoints: bigint;
}

/** What becomes of added points when their session is cancelled or units of it come back. */
export type ReturnPolicy = 'only_pending' | 'within_balance' | 'unlimited';

export type JoinPolicy = 'not_join' | 'points_activated' | 'points_earned';

/** From when the periods of a tier count; without one a tier is kept for ever. */
export type TierExpirationPolicy =
  'tier_start_date' | 'program_join_date' | 'customer_attribute' | 'absolute_expiration';

/** What becomes of a tier that expires and whose points are not there any more. */
export type TierDowngradePolicy = 'one_down' | 'balance_based';

/** A loyalty program of the account. */
export interface LoyaltyProgram {
  readonly id: bigint;
  /** How rules name it: `profile.loyalty.<name>`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The applications that share it; others neither see nor change its points. */
  readonly subscribedApplications: readonly bigint[];
  /** A duration, or `unlimited`. */
  readonly defaultValidity: string;
  /** A duration, `immediate`, or `on_action`. */
  readonly defaultPending: string;
  readonly allowSubledger: boolean;
  /** IANA: in whose local time durations count. */
  readonly timezone: string;
  /** From the lowest on. */
  readonly tiers: readonly LoyaltyTier[];
  /** One of TierExpirationPolicy; open on the wire. */
  readonly tiersExpirationPolicy: string | null;
  /** How long a tier holds; null: for ever. */
  readonly tiersExpireIn: string | null;
  /** Where the periods of `absolute_expiration` begin. */
  readonly tierCycleStartDate: Instant | null;
  /** One of TierDowngradePolicy; open on the wire. */
  readonly tiersDowngradePolicy: string;
  /** One of JoinPolicy; open on the wire. */
  readonly programJoinPolicy: string;
  /** One of ReturnPolicy; open on the wire. */
  readonly returnPolicy: string;
  readonly created: Instant;
  readonly modified: Instant;
  /** The attribute of profiles that says when tiers end, where the policy is `customer_attribute`. */
  readonly tiersExpirationAttribute: string | null;
}

/** Those that an application is subscribed to. */
export function programsIn(programs: readonly LoyaltyProgram[], application: bigint): LoyaltyProgram[] {
  return programs.filter(({ subscribedApplications }) => subscribedApplications.includes(application));
}
