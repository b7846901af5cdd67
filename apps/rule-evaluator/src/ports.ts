import type { LogRecord, NewRecord } from '@tessera/kafka';
import type {
  AchievementProgress,
  Coupon,
  Due,
  Giveaway,
  GiveawayStock,
  History,
  Instant,
  Ledger,
  PastEvent,
  Profile,
  ProfileActivity,
  Row,
  Session,
} from '@tessera/promotion';
import type { Lane, Offsets } from './lane';

/** Kinds of rows that a decision writes; the rest (`couponId`, `history`, `due`) are ways to find or to look back. */
export interface StateOf {
  readonly session: Session;
  readonly profile: Profile;
  readonly activity: ProfileActivity;
  readonly ledger: Ledger;
  readonly coupon: Coupon;
  readonly counter: bigint;
  readonly achievement: AchievementProgress;
  readonly giveawayStock: GiveawayStock;
  readonly giveaway: Giveaway;
  /** The number under which a pool has a code. */
  readonly giveawayCode: bigint;
  /** The number of the event that the sender gave an id. */
  readonly eventId: bigint;
}

export type StateKind = keyof StateOf;
export type RowOf<K extends Row['kind']> = Extract<Row, { kind: K }>;
export type StateRow = RowOf<StateKind>;

/** A row with its state. Null state: the row is known not to be there; null version likewise. */
export type Stored = {
  [K in StateKind]: {
    readonly kind: K;
    readonly row: RowOf<K>;
    readonly value: StateOf[K] | null;
    readonly version: bigint | null;
  };
}[StateKind];

/** The last `seq` given in each output topic of one partition. */
export interface Seqs {
  readonly decisions: bigint;
  readonly effects: bigint;
  readonly deadLetters: bigint;
}

/** How far a partition is decided (the P of the protocol), and what its next slice goes on from. */
export interface Progress {
  readonly decided: Offsets;
  readonly seqs: Seqs;
  /** The number of the last outbox row. */
  readonly outbox: bigint;
  /** The newest catalog that a decision of this partition has seen. */
  readonly catalogVersion: bigint;
}

/** One decided slice, with the bytes that are published for it and the answers that leave for it. */
export interface OutboxRow {
  readonly number: bigint;
  readonly from: Offsets;
  readonly to: Offsets;
  readonly requests: number;
  readonly records: readonly NewRecord[];
  readonly replies: readonly NewRecord[];
}

/** A client's name for a request. */
export interface RequestId {
  readonly application: bigint;
  readonly requestId: string;
}

/** The first decision under a request id. */
export interface First extends RequestId {
  /** Empty where the request named no hash; it is then equal to any. */
  readonly hash: Uint8Array;
  readonly position: bigint;
  readonly recordedAt: Instant;
  /** The bytes of the answer; kept only for keys that the client sent. */
  readonly reply: Uint8Array | null;
}

export interface ClosedSession {
  readonly application: bigint;
  readonly profile: string;
  readonly position: bigint;
  readonly at: Instant;
  readonly session: Session;
}

export interface RecordedEvent {
  readonly application: bigint;
  readonly profile: string;
  readonly position: bigint;
  readonly event: PastEvent;
}

/** The data key of a profile, or of a session without one, wrapped by the master key. */
export interface SubjectKey {
  readonly subject: string;
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

export interface Erasure {
  readonly profile: string;
  readonly position: bigint;
}

/** What a slice makes of the rows. */
export interface SliceRows {
  /** Rows that are locked. */
  readonly states: readonly Stored[];
  /** Rows that were not there and are not locked. */
  readonly created: readonly Stored[];
  readonly closedSessions: readonly ClosedSession[];
  /** Sessions that left history: cancelled or reopened ones. */
  readonly reopened: readonly RowOf<'session'>[];
  readonly recordedEvents: readonly RecordedEvent[];
  readonly erasures: readonly Erasure[];
}

/** What else a slice leaves behind. With its rows it lasts whole or not at all. */
export interface SliceOutcome {
  readonly firsts: readonly First[];
  readonly seqs: Seqs;
  readonly catalogVersion: bigint;
  readonly outbox: OutboxRow;
}

export interface HistoryWanted {
  readonly row: RowOf<'history'>;
  /** Nothing at or before these instants is wanted; null: nothing of that list. */
  readonly sessionsAfter: Instant | null;
  readonly eventsAfter: Instant | null;
}

/** Rows as they stand, none of them locked. */
export interface StateReader {
  /** One entry per row, also for those that are not there. */
  read(rows: readonly StateRow[]): Promise<readonly Stored[]>;
  /** The coupon row of an id never changes; null where no coupon has it. */
  couponRows(rows: readonly RowOf<'couponId'>[]): Promise<readonly (RowOf<'coupon'> | null)[]>;
  history(wanted: readonly HistoryWanted[]): Promise<readonly History[]>;
  /** At most 100 rows that time changes, the earliest first. */
  due(row: RowOf<'due'>): Promise<Due>;
}

/**
 * One slice's transaction. Any method may throw Conflict (roll back and try again) or Lost. What is asked without waiting
 * for the answer before is done in the order of asking.
 */
export interface SliceTransaction extends StateReader {
  /** Holds the ids against other slices until the end and finds the first decisions recorded after `since`. */
  firsts(ids: readonly RequestId[], since: Instant): Promise<readonly First[]>;
  /** Creates empty what is not there, then locks all; `rows` come in lock order. One entry per row. */
  lock(rows: readonly StateRow[]): Promise<readonly Stored[]>;
  /** The next positions, ascending. Only called after the last lock of a pass. */
  numbers(count: number): Promise<readonly bigint[]>;
  /** Stores each key whose subject has none yet; gives the keys that hold, in the same order. */
  subjectKeys(candidates: readonly (SubjectKey & { readonly position: bigint })[]): Promise<readonly SubjectKey[]>;
  /** Sends the rows, once, and does not wait: while the database writes them, their records are encoded. `commit` tells. */
  write(rows: SliceRows): void;
  /**
   * Throws Conflict where a row that is to be created is there by now, and CommitUnknown where the answer was lost: only
   * `progress` tells then.
   */
  commit(outcome: SliceOutcome): Promise<void>;
  rollback(): Promise<void>;
}

/** What the driver knows of PostgreSQL. */
export interface Store {
  /** Null where the partition was never decided here. */
  progress(partition: number): Promise<Progress | null>;
  /** Begins a partition at these offsets; leaves it alone where it has begun. */
  open(partition: number, at: Offsets): Promise<void>;
  /** The cluster whose topics this state belongs to; the first caller's id is kept. */
  clusterId(seen: string): Promise<string>;
  /** Outbox rows that end after `published` in any lane, in order. */
  unpublished(partition: number, published: Offsets): Promise<readonly OutboxRow[]>;
  /**
   * Opens a slice's transaction; its first statement moves progress. Where progress is not at `from` it throws Lost, or its
   * first `numbers` does: nothing is decided without them.
   */
  begin(partition: number, from: Offsets, to: Offsets): Promise<SliceTransaction>;
  /** Notes that deciding begins at these offsets. @returns how often it has begun there without an end, this time included */
  attempt(partition: number, at: Offsets): Promise<number>;
  /** Takes the last note back: what went wrong was not a crash. */
  forgive(partition: number): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): bigint;
  sleep(ms: number): Promise<void>;
}

/** Sends answers to the gateways that wait: at least once, in no order, never part of a publication. */
export interface Replies {
  send(records: readonly NewRecord[]): Promise<void>;
}

/** Records of one lane as the consumer group delivers them. */
export interface Batch {
  readonly lane: Lane;
  readonly records: readonly LogRecord[];
  /** Rejects when this process is no longer a member of the group. */
  heartbeat(): Promise<void>;
  /** Stops the lane's fetching; the result starts it again. */
  pause(): () => void;
}
