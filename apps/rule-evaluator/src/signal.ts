/** Something changed: whoever waits looks again. */
export class Signal {
  private waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  announce(): void {
    const woken = this.waiting;
    this.waiting = [];
    woken.forEach((wake) => wake());
  }
}
