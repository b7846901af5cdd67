/** Lets a loop wait until there may be work, or for a while. */
export class Wake {
  private raised = false;
  private resume: (() => void) | undefined;

  /** Ends the wait that is under way, or the next. */
  raise(): void {
    this.raised = true;
    this.resume?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.raised) await this.pause(ms);
    this.raised = false;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
