/** Progress stands elsewhere: another owner has decided, so whatever is held here is old. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/** Another transaction was in the way; the same slice may succeed at once. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** The connection ended during COMMIT: the slice is decided or not, and only `progress` can tell. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/** The partition must not go on before an operator has looked at it. */
export class Halted extends Error {
  override readonly name = 'Halted';
}

/** The slice's records are larger than one outbox row may be: it must be cut smaller. */
export class Overflow extends Error {
  override readonly name = 'Overflow';
}

/** One decision is larger than a topic takes: its request is put aside, or the partition could never go on. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable';

  constructor(
    readonly offset: bigint,
    message: string,
  ) {
    super(message);
  }
}
