import type { Effect } from './effect';
import type { Deduction } from './ledger';
import type { CartItemInput } from './request';
import type { Attributes, Instant, SealedValue } from './value';

export interface CartItem extends CartItemInput {
  /** The line, from 0. */
  readonly position: number;
  /** Units that came back, the last ones first: what is left are the units from 0 on. */
  readonly returnedQuantity: number;
}

export interface ReturnedCartItem {
  /** The line. */
  readonly position: number;
  readonly quantity: number;
}

/** Units that came back in one request. */
export interface SessionReturn {
  /** The position of its decision; the numeric id of the APIs. */
  readonly id: bigint;
  readonly at: Instant;
  readonly items: readonly ReturnedCartItem[];
}

/** A durable effect that this session gave already, so that it is given once (contracts §3). */
export interface DurableEffect {
  readonly ruleId: string;
  readonly effectIndex: number;
  /** The value an `updateAttribute` wrote, as text to compare; else empty. In the log it may be sealed. */
  readonly value: string | SealedValue;
}

/** How far a limit's counter was moved by this session, so that cancel moves it back exactly, whatever limits hold then. */
export interface CounterDelta {
  readonly counter: string;
  readonly delta: bigint;
}

export interface Session {
  /** The position that created it; the numeric id of the APIs. */
  readonly id: bigint;
  readonly application: bigint;
  readonly integrationId: string;
  /** Empty: anonymous. */
  readonly profileId: string;
  /** open, closed, partially_returned, cancelled. */
  readonly state: string;
  readonly firstSession: boolean;
  readonly couponCodes: readonly string[];
  readonly referralCode: string;
  readonly cartItems: readonly CartItem[];
  readonly additionalCosts: Readonly<Record<string, bigint>>;
  readonly identifiers: readonly string[];
  readonly attributes: Attributes;
  /** Minor units: line totals rounded once, before discounts and returns. */
  readonly cartItemTotal: bigint;
  readonly additionalCostTotal: bigint;
  readonly cartItemAdditionalCostTotal: bigint;
  readonly total: bigint;
  readonly updateCount: number;
  readonly created: Instant;
  readonly updated: Instant;
  readonly closedAt: Instant | null;
  readonly durable: readonly DurableEffect[];
  /** The limits' counters that close moved; while open those of what survived a reopen; empty after cancel. */
  readonly counted: readonly CounterDelta[];
  /**
   * What the last evaluation gave; of a closed session what stands of that which its close committed: cancel undoes it
   * exactly. A discount that returns took a part of has the value and the shares that are left.
   */
  readonly effects: readonly Effect[];
  /** The position of the decision that gave `effects`. */
  readonly decidedAt: bigint;
  readonly returns: readonly SessionReturn[];
  /** Campaigns whose redemptions stay when the session is cancelled, as their switch stood at its close. */
  readonly keptOnCancel: readonly bigint[];
  /** What its close took out of ledgers and nothing gave back; empty while open. */
  readonly deductions: readonly Deduction[];
  /** When the open session is cancelled if nobody touches it; null: never. */
  readonly idleAt: Instant | null;
}
