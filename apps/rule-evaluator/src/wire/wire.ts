import type { LogRecord, NewRecord } from '@tessera/kafka';
import type { Catalog, Coupon, Ledger, Profile, ProfileActivity, Session } from '@tessera/promotion';
import type { Inbound } from '../inbound';
import type { Judged } from '../judge';
import type { Seqs, SubjectKey } from '../ports';

/** The state that an answer shows: the entities of the request as the decision left them. */
export interface Shown {
  readonly session: Session | null;
  readonly profile: Profile | null;
  readonly activity: ProfileActivity | null;
  readonly coupons: readonly Coupon[];
  /** Of the programs that the application is subscribed to, those that were looked at. */
  readonly ledgers: readonly Ledger[];
}

export interface Answered extends Judged {
  readonly shown: Shown;
}

/** A slice as it is to be written. */
export interface Writing {
  readonly partition: number;
  readonly catalog: Catalog;
  readonly answered: readonly Answered[];
  /** The last given; the slice goes on from there. */
  readonly seqs: Seqs;
  /** By subject: whose personal values are sealed with what. */
  readonly keys: ReadonlyMap<string, SubjectKey>;
  readonly now: bigint;
}

export interface Written {
  /** Decisions, effects and dead letters in publishing order. */
  readonly records: readonly NewRecord[];
  /** One answer per request that somebody waits for. */
  readonly replies: readonly NewRecord[];
  /** The answer's bytes by position, for each request whose key the client sent. */
  readonly kept: ReadonlyMap<bigint, Uint8Array>;
  readonly seqs: Seqs;
}

/** Between bytes and the domain's words: pure, without I/O. */
export interface Wire {
  read(record: LogRecord): Inbound;
  /** New keys for the subjects whose personal values these decisions hold; the store keeps those that it lacks. */
  subjectKeys(catalog: Catalog, answered: readonly Answered[]): readonly SubjectKey[];
  write(writing: Writing): Written;
}
