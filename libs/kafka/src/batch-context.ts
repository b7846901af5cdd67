/** What the consumer offers to the handler of one batch. */
export interface BatchActions {
  isCurrent(): boolean;
  heartbeat(): Promise<void>;
  pause(): () => void;
  seek(offset: bigint): void;
  resolve(offset: bigint): void;
}

/** Where a batch is from, and what its handler may do about it. A new one for each batch. */
export class BatchContext {
  private steered = false;

  constructor(
    /** The contract's name, without prefix. */
    readonly topic: string,
    readonly partition: number,
    /** Counts the assignments of this consumer; state that was loaded under an older one is stale. */
    readonly generation: number,
    /** The next offset to be written, open transactions included, when the batch was fetched. */
    readonly highWatermark: bigint,
    private readonly actions: BatchActions,
  ) {}

  /** Whether the handler chose the next offset itself: then the end of the batch is not taken for it. */
  get isSteered(): boolean {
    return this.steered;
  }

  /**
   * trap 11: batches of an assignment that is gone still arrive, and a handler may outlive its assignment. Ask before each
   * slice; it is only a hint, since what decides is a compare-and-set in the database.
   */
  isCurrent(): boolean {
    return this.actions.isCurrent();
  }

  /**
   * trap 10: nobody sends heartbeats while a handler runs. Await this between slices of at most 250 ms; a timer instead would
   * hide a handler that is stuck.
   * @throws when the group is rebalancing; let it pass, the batch is delivered to whoever owns the partition then
   */
  heartbeat(): Promise<void> {
    return this.actions.heartbeat();
  }

  /** No more batches of this partition until the answered function is called, or until the next assignment. */
  pause(): () => void {
    this.steered = true;
    return this.actions.pause();
  }

  /** The next batch of this partition begins at the offset. */
  seek(offset: bigint): void {
    this.steered = true;
    this.actions.seek(offset);
  }

  /** The record at the offset and all before it are done. A handler that never calls it is done with all when it returns. */
  resolve(offset: bigint): void {
    this.steered = true;
    this.actions.resolve(offset);
  }
}
