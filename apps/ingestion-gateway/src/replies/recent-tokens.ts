import { LastDecisions, type ReadToken } from '@tessera/event-contracts';
import { within } from './within';

/** How long a write of an entity is remembered, so that reading it right after shows it. */
const REMEMBERED_MS = 60_000;
const MAX_ENTRIES = 100_000;

interface Entry {
  readonly decided: LastDecisions;
  readonly undecided: Set<Promise<unknown>>;
  /** Until then a write may still come of which nothing could be told. */
  unknownUntil: number;
  until: number;
}

/** What a read of an entity has to wait for. */
export interface Due {
  /** Stands for all that is decided; undefined: nothing is. */
  readonly token: string | undefined;
  /** There are writes that were not decided within the time. */
  readonly undecided: boolean;
}

const NOTHING: Due = { token: undefined, undecided: false };

/** The last decisions on each entity, and on each request that was answered before it was decided; for a minute. */
export class RecentTokens {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = Date.now) {}

  remember(entity: string, token: ReadToken): void {
    this.touch(entity).decided.add(token);
  }

  /** @param token settles when the write is decided; undefined if that cannot be told */
  expect(entity: string, token: Promise<ReadToken | undefined>): void {
    const entry = this.touch(entity);
    const settled = token.then((decided) => {
      if (decided) entry.decided.add(decided);
      else entry.unknownUntil = this.now() + REMEMBERED_MS;
      entry.undecided.delete(settled);
    });
    entry.undecided.add(settled);
  }

  /**
   * Waits so long for what is undecided.
   * @param before a decision: of its partition what came before it is enough
   */
  async due(entity: string, timeoutMs: number, before?: ReadToken): Promise<Due> {
    const entry = this.entries.get(entity);
    if (!entry || entry.until < this.now()) return NOTHING;
    await within(Promise.all(entry.undecided), timeoutMs);
    const undecided = entry.undecided.size > 0 || entry.unknownUntil > this.now();
    return { token: entry.decided.token(before), undecided };
  }

  private touch(entity: string): Entry {
    const entry = this.entries.get(entity) ?? newEntry();
    entry.until = this.now() + REMEMBERED_MS;
    this.entries.delete(entity);
    this.entries.set(entity, entry);
    this.forgetOldest();
    return entry;
  }

  /** Entries stand in the order in which they were written, so the oldest come first. */
  private forgetOldest(): void {
    for (const [entity, { until }] of this.entries) {
      if (until >= this.now() && this.entries.size <= MAX_ENTRIES) return;
      this.entries.delete(entity);
    }
  }
}

function newEntry(): Entry {
  return { decided: new LastDecisions(), undecided: new Set(), unknownUntil: 0, until: 0 };
}
