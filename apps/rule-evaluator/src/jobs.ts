import type { Logger } from '@tessera/service-kit';

/** Work that comes again and again beside deciding: each run begins when the one before has ended. */
export class Jobs {
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly logger: Logger) {}

  every(ms: number, name: string, work: () => unknown): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.run(ms, name, work);
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }

  stop(): void {
    this.stopped = true;
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  private async run(ms: number, name: string, work: () => unknown): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.logger.warn({ err, name }, 'a job failed; it runs again');
    }
    if (!this.stopped) this.every(ms, name, work);
  }
}
