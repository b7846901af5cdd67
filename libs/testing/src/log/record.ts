/**
 * A decoded record as any reader of the log has it: longs are bigint. Which event of a union it is says `$type`, the name of
 * its schema, or `kind`, which the product's own codec calls it by.
 */
export interface Fields {
  readonly [name: string]: unknown;
}

export const fields = (value: unknown): Fields => {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array) {
    throw new Error('not a record');
  }
  return value as Fields;
};

export const list = (value: unknown): readonly Fields[] => {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value.map(fields);
};

export const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('not a text');
  return value;
};

export const long = (value: unknown): bigint => {
  if (typeof value !== 'bigint') throw new Error('not a long');
  return value;
};
