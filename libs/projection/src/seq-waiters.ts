interface Waiter {
  readonly seq: bigint;
  readonly answer: (reached: boolean) => void;
}

/** Those who wait until a partition is folded up to a number: how a caller reads its own writes. */
export class SeqWaiters {
  private readonly waiting = new Map<number, Set<Waiter>>();

  constructor(private readonly current: (partition: number) => bigint | undefined) {}

  /** True as soon as the number is reached, false after `timeoutMs`. */
  wait(partition: number, seq: bigint, timeoutMs: number): Promise<boolean> {
    if ((this.current(partition) ?? -1n) >= seq) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.answer(false), timeoutMs);
      const waiter: Waiter = {
        seq,
        answer: (reached) => {
          clearTimeout(timer);
          this.waiting.get(partition)?.delete(waiter);
          resolve(reached);
        },
      };
      this.of(partition).add(waiter);
    });
  }

  reached(partition: number, seq: bigint): void {
    for (const waiter of this.waiting.get(partition) ?? []) if (waiter.seq <= seq) waiter.answer(true);
  }

  private of(partition: number): Set<Waiter> {
    const waiters = this.waiting.get(partition) ?? new Set();
    this.waiting.set(partition, waiters);
    return waiters;
  }
}
