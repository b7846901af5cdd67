import type { Progress, Store } from './ports';

/** Crashes at one place after which its requests are decided one by one. */
const CRASHES = 3;
/** A slice's worth: the request that kills is one of these. */
const CAREFUL_REQUESTS = 200;

export interface Caution {
  /** Only one request may be decided in this slice. */
  readonly alone: boolean;
  /** The first request is put aside: alone, too, it ended its evaluator. */
  readonly poisoned: boolean;
}

const NONE: Caution = { alone: false, poisoned: false };

/**
 * Finds a request that ends every evaluator that decides it. A note in the database before the first slice of a claim
 * costs one commit per ownership, not one per slice: after a crash it is the first slice that is the dangerous one.
 */
export class CrashGuard {
  private noted = false;
  private due = true;
  private careful = 0;

  constructor(
    private readonly store: Store,
    private readonly partition: number,
  ) {}

  claimed(): void {
    this.due = true;
  }

  async before(progress: Progress): Promise<Caution> {
    if (!this.due && this.careful === 0) return NONE;
    const begun = await this.store.attempt(this.partition, progress.decided);
    this.noted = true;
    if (begun > CRASHES) this.careful = CAREFUL_REQUESTS;
    return { alone: this.careful > 0, poisoned: begun > CRASHES + 1 };
  }

  decided(): void {
    this.due = false;
    this.noted = false;
    this.careful = Math.max(0, this.careful - 1);
  }

  /** The slice did not go through, but nobody died of it. */
  async failed(): Promise<void> {
    if (this.noted) await this.store.forgive(this.partition);
    this.noted = false;
  }
}
