import { Conflict } from '../errors';
import type { ClosedSession, First, OutboxRow, Progress, RecordedEvent, Stored, SubjectKey } from '../ports';

/** A transaction's name for its locks. */
export type Holder = object;

/** The committed rows of an evaluator's database, and who has locked what. Shared by the stores of several processes. */
export class MemoryDatabase {
  readonly progress = new Map<number, Progress>();
  readonly states = new Map<string, Stored>();
  /** By rows' keys: the partition that wrote the row last. */
  readonly writers = new Map<string, number>();
  readonly firsts = new Map<string, First>();
  readonly closedSessions: ClosedSession[] = [];
  readonly recordedEvents: RecordedEvent[] = [];
  readonly subjectKeys = new Map<string, SubjectKey>();
  readonly outbox = new Map<number, OutboxRow[]>();
  readonly attempts = new Map<number, { readonly at: string; readonly count: number }>();
  clusterId: string | null = null;
  private position = 0n;
  private readonly holders = new Map<string, Holder>();
  private readonly waits = new Map<Holder, string>();
  private released: (() => void)[] = [];

  numbers(count: number): readonly bigint[] {
    return Array.from({ length: count }, () => (this.position += 1n));
  }

  /** Waits as a row lock does. Throws Conflict where waiting would close a circle. */
  async lock(key: string, holder: Holder): Promise<void> {
    while (this.isHeldByOther(key, holder)) {
      if (this.wouldDeadlock(key, holder)) throw new Conflict(`deadlock on ${key}`);
      this.waits.set(holder, key);
      await new Promise<void>((resolve) => this.released.push(resolve));
    }
    this.waits.delete(holder);
    this.holders.set(key, holder);
  }

  release(holder: Holder): void {
    this.waits.delete(holder);
    for (const [key, other] of this.holders) if (other === holder) this.holders.delete(key);
    const woken = this.released;
    this.released = [];
    woken.forEach((wake) => wake());
  }

  private isHeldByOther(key: string, holder: Holder): boolean {
    const other = this.holders.get(key);
    return other !== undefined && other !== holder;
  }

  private wouldDeadlock(key: string, holder: Holder): boolean {
    let blocking = this.holders.get(key);
    while (blocking && blocking !== holder) {
      const next = this.waits.get(blocking);
      blocking = next === undefined ? undefined : this.holders.get(next);
    }
    return blocking === holder;
  }
}
