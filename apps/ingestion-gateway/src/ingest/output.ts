import type { IngestResult, IngestSummary } from '@tessera/api-contracts';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** The answer's lines. A client that does not read them stops its own input, not this process's memory. */
export class Output {
  constructor(private readonly response: ServerResponse) {}

  get open(): boolean {
    return !this.response.destroyed && !this.response.writableEnded;
  }

  write(line: IngestResult | IngestSummary): void {
    if (this.open) this.response.write(`${JSON.stringify(line)}\n`);
  }

  /** Resolves when the client has taken enough of what was written, or is gone. */
  async drained(signal: AbortSignal): Promise<void> {
    if (!this.open || !this.response.writableNeedDrain) return;
    await once(this.response, 'drain', { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  get blocked(): boolean {
    return this.response.writableNeedDrain;
  }

  end(): void {
    if (this.open) this.response.end();
  }
}
