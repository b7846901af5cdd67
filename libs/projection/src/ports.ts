/** How far a partition is folded. */
export interface Checkpoint {
  /** The next offset to read. */
  readonly nextOffset: bigint;
  /** The last sequence number that was folded; 0 before the first. */
  readonly seq: bigint;
}

export const START: Checkpoint = { nextOffset: 0n, seq: 0n };

/** Somebody else moved the checkpoint: this process no longer owns the partition, or its copy is old. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** Where a projection keeps its rows and how far it got, in one transaction. */
export interface ProjectionStore<R> {
  /** START where the partition was never folded. */
  checkpoint(partition: number): Promise<Checkpoint>;
  /**
   * Moves the checkpoint, first of all, and folds the records: both last or neither.
   * Throws CheckpointMoved where it is not at `from`.
   */
  apply(partition: number, from: Checkpoint, to: Checkpoint, records: readonly R[]): Promise<void>;
}
