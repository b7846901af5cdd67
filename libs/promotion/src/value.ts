/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = bigint;

export interface DecimalValue {
  readonly kind: 'decimal';
  readonly unscaled: bigint;
  readonly scale: number;
}

export interface InstantValue {
  readonly kind: 'instant';
  readonly at: Instant;
}

export interface LocationValue {
  readonly kind: 'location';
  readonly latitude: number;
  readonly longitude: number;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: Readonly<Record<string, Value>>;
}

/** A personal value as it stands in the log: AES-256-GCM under the subject's key; the core passes it on unread. */
export interface SealedValue {
  readonly kind: 'sealed';
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly bytes: Uint8Array;
}

/** The closed set of value types: a `bigint` is a long, a `number` a double. */
export type Value =
  | null
  | string
  | boolean
  | bigint
  | number
  | DecimalValue
  | InstantValue
  | LocationValue
  | ListValue
  | MapValue
  | SealedValue;

export type Attributes = Readonly<Record<string, Value>>;
