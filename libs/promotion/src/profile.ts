import type { Attributes, Instant } from './value';

/** Shared by the account's applications. */
export interface Profile {
  readonly id: bigint;
  readonly integrationId: string;
  readonly attributes: Attributes;
  readonly created: Instant;
  readonly updated: Instant;
  /** In the order in which it joined them. */
  readonly audiences: readonly AudienceMembership[];
}

export interface AudienceMembership {
  readonly audience: bigint;
  /** As the audience was called when the profile joined it. */
  readonly name: string;
  readonly joined: Instant;
  /** From when on it is over, by itself; null: it stays. */
  readonly until: Instant | null;
}

/** What one application knows of a profile. */
export interface ProfileActivity {
  readonly application: bigint;
  readonly profileId: string;
  readonly closedSessions: bigint;
  /** Minor units of the application's currency, before discounts. */
  readonly totalSales: bigint;
  /** In steps of an hour. */
  readonly lastActivity: Instant;
}
