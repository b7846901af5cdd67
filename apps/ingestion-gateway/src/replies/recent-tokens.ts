import { encodeReadToken, type ReadToken } from '@tessera/event-contracts';
import { within } from './within';

/** How long a write of an entity is remembered, so that reading it right after shows it. */
const REMEMBERED_MS = 60_000;
const MAX_ENTRIES = 100_000;

interface Entry {
  readonly token: Promise<ReadToken | undefined>;
  readonly until: number;
}

/** The last token of each entity, and of each request that was answered before it was decided; for a minute. */
export class RecentTokens {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = Date.now) {}

  /** @param token settles when the write is decided; undefined if that cannot be told */
  remember(entity: string, token: ReadToken | Promise<ReadToken | undefined>): void {
    this.entries.delete(entity);
    this.entries.set(entity, { token: Promise.resolve(token), until: this.now() + REMEMBERED_MS });
    this.forgetOldest();
  }

  /** Undefined: nothing is remembered, or it was not decided within the time. */
  async tokenOf(entity: string, timeoutMs: number): Promise<string | undefined> {
    const entry = this.entries.get(entity);
    if (!entry || entry.until < this.now()) return undefined;
    const token = await within(entry.token, timeoutMs);
    return token && encodeReadToken(token);
  }

  has(entity: string): boolean {
    return (this.entries.get(entity)?.until ?? 0) >= this.now();
  }

  /** Entries stand in the order in which they were written, so the oldest come first. */
  private forgetOldest(): void {
    for (const [entity, { until }] of this.entries) {
      if (until >= this.now() && this.entries.size <= MAX_ENTRIES) return;
      this.entries.delete(entity);
    }
  }
}
