import type { Effect, EvaluationPlace, RuleFailure } from './effect';
import type { DomainEvent } from './event';
import type { Request } from './request';

/** A refusal of the whole request; `code` names the rule (`session.closed`), `pointer` the place in the body. */
export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly details: string;
  readonly pointer: string | null;
  /** The HTTP status that says the same. */
  readonly status: number;
}

/** What was read without a lock, or found missing: needed to decide again. `version` is the position that wrote the row. */
export interface Read {
  /** session, profile, activity, coupon, counter, history. */
  readonly row: string;
  readonly key: string;
  /** Null: the row was not there. */
  readonly version: bigint | null;
}

export type Outcome = 'accepted' | 'refused' | 'repeated' | 'undecodable';

/** What became of one request. */
export interface Decision {
  /** One of Outcome; open on the wire. */
  readonly outcome: string;
  /** Null where it could not be decoded. */
  readonly request: Request | null;
  /** Of a repeated request: the position of the first decision. */
  readonly repeats: bigint | null;
  readonly engineVersion: string;
  readonly entropy: Uint8Array;
  readonly reads: readonly Read[];
  readonly events: readonly DomainEvent[];
  readonly effects: readonly Effect[];
  readonly refusals: readonly Refusal[];
  readonly ruleFailures: readonly RuleFailure[];
  /** Of the campaigns behind its effects, and behind those that its session is left with; none of those in the base. */
  readonly evaluationPlaces: readonly EvaluationPlace[];
}
