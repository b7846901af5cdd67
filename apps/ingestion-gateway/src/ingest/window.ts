/** Lets so many pieces of work be under way: `limit` at first, one more for each that ends, `most` at last. */
export class Window {
  private used = 0;
  private closed = false;
  private waiters: (() => void)[] = [];

  constructor(
    private limit: number,
    private readonly most: number,
  ) {}

  /** Takes room when there is some; false once the window is closed. */
  async enter(): Promise<boolean> {
    while (!this.closed && this.used >= this.limit) await this.change();
    if (!this.closed) this.used += 1;
    return !this.closed;
  }

  leave(): void {
    this.used -= 1;
    this.limit = Math.min(this.most, this.limit + 1);
    this.wake();
  }

  /** Resolves when nothing is under way, or nobody asks any more. */
  async empty(): Promise<void> {
    while (!this.closed && this.used > 0) await this.change();
  }

  /** Whoever waits goes on at once. */
  close(): void {
    this.closed = true;
    this.wake();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private wake(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const resume of waiters) resume();
  }
}
