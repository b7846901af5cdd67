/** A record of a topic, decoded by the schema that the cluster's registry answers with, knowing nothing of the product. */
export interface Seen {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly value: Fields;
}

/** Decoded Avro: longs are bigint; a record of a union says its name in `$type`. */
export type Field = null | string | boolean | bigint | number | Uint8Array | readonly Field[] | Fields;
export interface Fields {
  readonly [name: string]: Field;
}

export const fields = (value: Field | undefined): Fields => {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array) {
    throw new Error('not a record');
  }
  return value as Fields;
};

export const list = (value: Field | undefined): readonly Fields[] => {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value.map(fields);
};

export const text = (value: Field | undefined): string => {
  if (typeof value !== 'string') throw new Error('not a text');
  return value;
};

export const long = (value: Field | undefined): bigint => {
  if (typeof value !== 'bigint') throw new Error('not a long');
  return value;
};
