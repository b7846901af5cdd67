import type { AchievementProgress } from './achievement-progress';
import type { Coupon } from './coupon';
import type { HistoryNeed } from './history-window';
import type { Giveaway, GiveawayStock } from './giveaway';
import type { Ledger } from './ledger';
import type { Profile, ProfileActivity } from './profile';
import type { CartItem, Session } from './session';
import type { Attributes, Instant } from './value';

/** A row that a decision reads or writes. Equal rows have equal `rowKey`s; that order is the lock order. */
export type Row =
  | { readonly kind: 'session'; readonly application: bigint; readonly id: string }
  | { readonly kind: 'profile'; readonly id: string }
  | { readonly kind: 'activity'; readonly application: bigint; readonly profile: string }
  /** Of the account, not of an application. */
  | { readonly kind: 'ledger'; readonly program: bigint; readonly profile: string }
  | { readonly kind: 'coupon'; readonly application: bigint; readonly canonical: string }
  | { readonly kind: 'couponId'; readonly application: bigint; readonly id: bigint }
  | { readonly kind: 'counter'; readonly application: bigint; readonly counter: string }
  | {
      readonly kind: 'history';
      readonly application: bigint;
      readonly profile: string;
      /** How much of it; left out where it is only named. */
      readonly need?: HistoryNeed;
    }
  | { readonly kind: 'giveawayStock'; readonly pool: bigint }
  | { readonly kind: 'giveaway'; readonly pool: bigint; readonly number: bigint }
  | {
      readonly kind: 'achievement';
      readonly application: bigint;
      readonly achievement: bigint;
      readonly profile: string;
    }
  /** That a pool has a code. */
  | { readonly kind: 'giveawayCode'; readonly pool: bigint; readonly code: string }
  /** That an application has an event of this id. */
  | { readonly kind: 'eventId'; readonly application: bigint; readonly id: string }
  /** What of a partition's rows is due at or before an instant. */
  | { readonly kind: 'due'; readonly partition: number; readonly until: Instant };

/** A closed session of the past, as `history.sessions` shows it. */
export interface PastSession {
  readonly id: string;
  readonly at: Instant;
  /** Minor units, without what was returned. */
  readonly total: bigint;
  readonly cartItems: readonly CartItem[];
  readonly attributes: Attributes;
}

export interface PastEvent {
  readonly type: string;
  readonly at: Instant;
  readonly attributes: Attributes;
}

/** Newest first; cut at 1,000 sessions and 5,000 events, which a rule that reads beyond then fails on. */
export interface History {
  readonly sessions: readonly PastSession[];
  readonly events: readonly PastEvent[];
  readonly sessionsTruncated: boolean;
  readonly eventsTruncated: boolean;
  /** What is not after these instants was not loaded; null: nothing of that list was. */
  readonly sessionsAfter: Instant | null;
  readonly eventsAfter: Instant | null;
}

/** Ledgers, and profiles with memberships, whose dates have come, the earliest first; at most 100. */
export type Due = readonly Extract<Row, { kind: 'ledger' | 'profile' }>[];

export interface Versioned<T> {
  /** Null: the row is known not to be there. */
  readonly value: T | null;
  /** The position that wrote it last; null where it is not there. */
  readonly version: bigint | null;
  /** Held for writing, or only seen. */
  readonly locked: boolean;
}

/** The state that a decision sees. `undefined` means not loaded: the decision then says that it needs the row. */
export interface World {
  session(application: bigint, id: string): Versioned<Session> | undefined;
  profile(id: string): Versioned<Profile> | undefined;
  activity(application: bigint, profile: string): Versioned<ProfileActivity> | undefined;
  ledger(program: bigint, profile: string): Versioned<Ledger> | undefined;
  coupon(application: bigint, canonical: string): Versioned<Coupon> | undefined;
  couponById(application: bigint, id: bigint): Versioned<Coupon> | undefined;
  /** 0 where it never counted. */
  counter(application: bigint, counter: string): Versioned<bigint> | undefined;
  history(application: bigint, profile: string): History | undefined;
  achievement(application: bigint, achievement: bigint, profile: string): Versioned<AchievementProgress> | undefined;
  giveawayStock(pool: bigint): Versioned<GiveawayStock> | undefined;
  giveaway(pool: bigint, number: bigint): Versioned<Giveaway> | undefined;
  /** The number under which the pool has it. */
  giveawayCode(pool: bigint, code: string): Versioned<bigint> | undefined;
  /** The number of the event that the sender gave this id. */
  eventId(application: bigint, id: string): Versioned<bigint> | undefined;
  due(partition: number, until: Instant): Due | undefined;
}
