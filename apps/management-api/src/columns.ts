import type { ValueTransformer } from 'typeorm';

/** PostgreSQL's bigint arrives as text; ids and versions are bigints here. */
export const bigintColumn: ValueTransformer = {
  to: (value: bigint | null | undefined) => value?.toString() ?? value,
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};

/** A bigint[] of ids. */
export const bigintsColumn: ValueTransformer = {
  to: (values: readonly bigint[] | undefined) => values?.map(String),
  from: (values: readonly string[]) => values.map(BigInt),
};

/** The id of an entity that the catalog has: taken from the one sequence of all of them. */
export const catalogId = { type: 'bigint', transformer: bigintColumn } as const;
