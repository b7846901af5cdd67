/** Why bytes are not a record of a topic; the reasons of the dead letter topic (more are given by the evaluator). */
export type ContractErrorCode =
  | 'key.missing'
  | 'key.mismatch'
  | 'value.missing'
  | 'schema.unknown'
  | 'partition.mismatch'
  /** Truncated, trailing bytes, or values outside their type. */
  | 'avro.decode'
  /** Larger, longer or deeper than any record may be; found before memory is taken for it. */
  | 'avro.limits'
  /** A value that its field cannot hold: a mistake of the caller. */
  | 'avro.encode'
  /** The record would be larger than its topic takes. */
  | 'record.too_large'
  /** Sealed bytes that were changed, moved to another field, or sealed with another key. */
  | 'seal.broken';

export class ContractError extends Error {
  constructor(
    readonly code: ContractErrorCode,
    details: string,
  ) {
    super(`${code}: ${details}`);
    this.name = 'ContractError';
  }
}
