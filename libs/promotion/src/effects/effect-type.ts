import type { Activation, CelError } from '@tessera/expression';
import type { AchievementProgress } from '../achievement-progress';
import type { Catalog } from '../catalog';
import type { Campaign, RuleEffect } from '../catalog-event';
import type { RandomSource } from '../codes/random-source';
import type { LimitReason } from '../deciding/counters';
import type { Draft } from '../deciding/draft';
import type { DiscountShare } from '../effect';
import type { Coupon } from '../coupon';
import type { Giveaway, GiveawayStock } from '../giveaway';
import type { Lot } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import type { CartItem } from '../session';
import type { Attributes, Instant, Value } from '../value';
import type { PropReader } from './prop-reader';

/**
 * When an effect becomes fact: with the session's close; at once, and then once per session; or never (it is in the reply
 * and in decisions only). A rollback is a fact of its own.
 */
export type Lasting = 'close' | 'once' | 'never' | 'rollback';

/** A rule-side prop, as the guide's table shows it. */
export interface PropDoc {
  readonly name: string;
  /** `text`, `decimal`, `int`, `list(cart item)`, … */
  readonly type: string;
  readonly required: boolean;
  readonly about: string;
}

/** Pools of giveaways, as they were before the decision. */
export interface GiveawayShelf {
  stock(pool: bigint): GiveawayStock;
  /** Null: not loaded. */
  at(pool: bigint, number: bigint): Giveaway | null;
}

/** What an effect sees when it applies. */
export interface EffectRun {
  readonly activation: Activation;
  readonly draft: Draft;
  readonly catalog: Catalog;
  readonly campaign: Campaign;
  readonly at: Instant;
  /** Decimals of the currency's minor unit. */
  readonly exponent: number;
  readonly hasSession: boolean;
  /** Empty: none. */
  readonly profileId: string;
  /** The profile's own id; 0: there is no profile, or this decision creates it. */
  readonly profileNumber: bigint;
  readonly coupon: Coupon | null;
  readonly referral: Coupon | null;
  readonly random: RandomSource;
  /** The most that the effect's value may come to, as limits and its coupon's value allow it in part; null: as much as it wants. */
  readonly allowance: bigint | null;
  /** The most effects of equal parts that it may come to, as limits allow it in part; null: as many as it wants. */
  readonly most: bigint | null;
  /** The lines that the campaign may discount, where another one won the others; null: all. */
  readonly lines: ReadonlySet<number> | null;
  /** The application's coupon with the code; null: there is none. */
  find(canonical: string): Coupon | null;
  /** Whether the profile has the coupon reserved. */
  isReserved(coupon: Coupon, profileId: string): boolean;
  /** Whether what is given now becomes fact: the session closes, or there is none. */
  readonly closes: boolean;
  readonly giveaways: GiveawayShelf;
  /** IANA. */
  readonly zone: string;
  /** How far a profile was with an achievement before the decision. */
  progressOf(achievement: bigint, profile: string): AchievementProgress;
  readonly ruleTitle: string;
  /** Of the session; without one none. */
  readonly items: readonly CartItem[];
  /** The profile's active points, in hundredths, before this decision. */
  activePoints(program: LoyaltyProgram, subledger: string): bigint;
  /** The profile's active points before this decision, those that expire first in front. */
  activeLots(program: LoyaltyProgram, subledger: string): readonly Lot[];
  /** Whether one more addition can be open in the ledger of a profile. */
  hasRoom(program: LoyaltyProgram, subledger: string, profileId: string): boolean;
  /** Whether there is such a profile. */
  knows(profileId: string): boolean;
  /** Of any profile; null: there is none. */
  attributesOf(profileId: string): Attributes | null;
}

export interface GivenEffect {
  readonly props: Readonly<Record<string, Value>>;
  readonly shares: readonly DiscountShare[];
  /** Of an effect that is given again when its value changes: the value as text; else empty. */
  readonly value: string;
}

export interface Applied {
  readonly draft: Draft;
  readonly effects: readonly GivenEffect[];
  /** It is given wherever it changes something, so its session does not remember that it was. */
  readonly repeats?: true;
}

/**
 * Why an effect could not be applied; its rule then gives nothing. `loud`: the rule is wrong, not only without effect.
 * `reason`: why a code is rejected that the rule would have taken, where a limit is used up.
 */
export class EffectFailure {
  constructor(
    readonly details: string,
    readonly loud: boolean,
    readonly reason: LimitReason | null = null,
  ) {}
}

export type EffectOutcome = Applied | EffectFailure;
export type Apply = (run: EffectRun) => EffectOutcome;
export type Getter<T> = (activation: Activation) => T | CelError;

/** An effect that rules can give: what its props are, how they are checked, what it does. */
export interface EffectType {
  readonly type: string;
  readonly summary: string;
  readonly props: readonly PropDoc[];
  readonly lasting: Lasting;
  /** What it is called in answers as long as its session is open, where that differs. */
  readonly whileOpen?: string;
  /** What becomes fact at close may stay when that is undone; another close then does not give it again. */
  readonly keeps?: boolean;
  /** Whether it may stand in `onFailure`. */
  readonly onFailure: boolean;
  /** Reads and checks the props once; the function that comes back runs for each session. */
  compile(read: PropReader): Apply;
  /** What can only be checked against the whole catalog, when a rule is saved: a message where it does not hold. */
  verify?(catalog: Catalog, application: bigint, effect: RuleEffect): string | undefined;
}
