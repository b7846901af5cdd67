/** The version did not come in time. */
export class FeedTimeout extends Error {
  override readonly name = 'FeedTimeout';
}

/** A version is missing, or a record cannot be applied: the value stays as it was before, and no longer follows. */
export class FeedHalted extends Error {
  override readonly name = 'FeedHalted';
}

export interface FoldOptions<T, R> {
  readonly name: string;
  readonly initial: T;
  readonly apply: (value: T, record: R) => T;
  /** The record's number, from 1 and without gaps. Without it every record is applied. */
  readonly versionOf?: (record: R) => bigint;
}

interface Waiter {
  readonly version: bigint;
  readonly timer: NodeJS.Timeout;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A value folded from records: the next version is applied, a lower one dropped, a higher one halts. */
export class FeedFold<T, R> {
  private value: T;
  private latest = 0n;
  private halt: FeedHalted | null = null;
  private waiters: Waiter[] = [];

  constructor(private readonly options: FoldOptions<T, R>) {
    this.value = options.initial;
  }

  get current(): T {
    return this.value;
  }

  /** Of the last record applied; 0 before the first, and always where records have none. */
  get version(): bigint {
    return this.latest;
  }

  get halted(): FeedHalted | null {
    return this.halt;
  }

  /** Never throws: what cannot be applied halts. */
  take(record: R): void {
    if (this.halt) return;
    try {
      this.fold(record);
    } catch (error) {
      this.stop(error instanceof Error ? error : new Error(String(error)));
    }
    this.tellWaiters();
  }

  /** Nothing is applied any more. */
  stop(cause: Error): void {
    this.halt = new FeedHalted(`${this.options.name} halted at version ${this.latest}: ${cause.message}`, { cause });
    this.tellWaiters();
  }

  /**
   * Resolves as soon as the version, or a later one, is applied.
   * @throws FeedTimeout after `timeoutMs`; FeedHalted when it will not come
   */
  waitFor(version: bigint, timeoutMs: number): Promise<void> {
    if (this.latest >= version) return Promise.resolve();
    if (this.halt) return Promise.reject(this.halt);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        version,
        resolve,
        reject,
        timer: setTimeout(() => this.giveUp(waiter, timeoutMs), timeoutMs),
      };
      this.waiters.push(waiter);
    });
  }

  private fold(record: R): void {
    const version = this.options.versionOf?.(record);
    if (version !== undefined && version <= this.latest) return;
    if (version !== undefined && version > this.latest + 1n) throw new Error(`version ${version} came next`);
    this.value = this.options.apply(this.value, record);
    if (version !== undefined) this.latest = version;
  }

  private tellWaiters(): void {
    const due = this.waiters.filter(({ version }) => this.halt !== null || version <= this.latest);
    this.waiters = this.waiters.filter((waiter) => !due.includes(waiter));
    for (const waiter of due) {
      clearTimeout(waiter.timer);
      if (waiter.version <= this.latest) waiter.resolve();
      else if (this.halt) waiter.reject(this.halt);
    }
  }

  private giveUp(waiter: Waiter, timeoutMs: number): void {
    this.waiters = this.waiters.filter((other) => other !== waiter);
    const { name } = this.options;
    waiter.reject(new FeedTimeout(`${name} is at ${this.latest}, not at ${waiter.version} within ${timeoutMs} ms`));
  }
}
