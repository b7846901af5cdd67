import { LastDecisions, type ReadToken } from '@tessera/event-contracts';

const REMEMBERED_MS = 60_000;

interface Writes {
  readonly decided: LastDecisions;
  readonly until: number;
}

/** The last decisions that this instance asked for in each application, so that a list shows what was just written. */
export class RecentWrites {
  private readonly writes = new Map<bigint, Writes>();

  constructor(private readonly now: () => number = Date.now) {}

  remember(application: bigint, decision: ReadToken): void {
    const decided = this.known(application) ?? new LastDecisions();
    decided.add(decision);
    this.writes.set(application, { decided, until: this.now() + REMEMBERED_MS });
  }

  /** A read token of the writes, until a minute after the last one. Undefined: there were none. */
  token(application: bigint): string | undefined {
    return this.known(application)?.token();
  }

  private known(application: bigint): LastDecisions | undefined {
    const writes = this.writes.get(application);
    return writes && writes.until >= this.now() ? writes.decided : undefined;
  }
}
