import { setTimeout as delay } from 'node:timers/promises';

/** The pauses of a loop: it rests until somebody wakes it, and stops when it is told to. */
export class Resting {
  private readonly stopping = new AbortController();
  private rest = new AbortController();
  private woken = false;

  constructor(private readonly restMs: number) {}

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Ends a rest, or keeps the next one from beginning: there is something to do. */
  wake(): void {
    this.woken = true;
    this.rest.abort();
  }

  stop(): void {
    this.stopping.abort();
    this.wake();
  }

  async pause(): Promise<void> {
    this.rest = new AbortController();
    if (!this.woken) await delay(this.restMs, undefined, { signal: this.rest.signal }).catch(() => undefined);
    this.woken = false;
  }
}
