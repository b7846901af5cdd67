/** A record as a topic holds it. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** The broker's or producer's time in milliseconds. */
  readonly timestamp: bigint;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record to publish. The partition is always explicit: it stands in the outbox with the bytes. */
export interface NewRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestamp: bigint;
  readonly headers: Readonly<Record<string, string>>;
}

/** The next offset that a consumer group is to read. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** The right to publish under one name. Any error ends it: close it and fence again, never go on with it. */
export interface Publisher {
  /** All records and positions become visible together, or none. Throws PublishFailed; the outcome is then unknown. */
  publish(records: readonly NewRecord[], positions: readonly Position[]): Promise<void>;
  close(): Promise<void>;
}

/** What the drivers know of Kafka. */
export interface Log {
  /** Takes the name over: its earlier holder can publish no more, and what it left open is finished or aborted when this resolves. */
  fence(name: string): Promise<Publisher>;
  /** Null where the group never committed. Only true after the fence. */
  committed(topic: string, partition: number): Promise<bigint | null>;
  /** The first offset kept and the next to be written. */
  bounds(topic: string, partition: number): Promise<{ readonly start: bigint; readonly end: bigint }>;
  clusterId(): Promise<string>;
}
