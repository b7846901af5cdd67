import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DecisionRecord } from '@tessera/event-contracts';
import type { CatalogChange, Request } from '@tessera/promotion';
import { eventuallyMeets } from '@tessera/testing';
import { Evaluator } from '../evaluator';
import { type ContendedKind, type Guard, LockRace } from './lock-race';
import { startService } from './service';
import { TestBed } from './test-bed';

/** A slice that is slow is cut smaller, down to one request: on a busy machine a race takes its time. */
const RACE_MS = 150_000;

/** For what a spec does beside its race. */
export const RACE_SPEC_MS = RACE_MS + 60_000;

/** Two evaluators, each with one of two partitions, whose slices meet at rows of one kind, so that a race is no matter of luck. */
export class RaceBed {
  private sent = 0;

  private constructor(
    private readonly bed: TestBed,
    private readonly evaluators: readonly NestFastifyApplication[],
    private readonly locks: LockRace,
  ) {}

  static async open(kind: ContendedKind, changes: readonly CatalogChange[]): Promise<RaceBed> {
    const bed = await TestBed.open(changes);
    const locks = await LockRace.open(bed.name, kind);
    const evaluators = [await startService(bed), await startService(bed)];
    await Promise.all(evaluators.map(ownsOnePartition));
    return new RaceBed(bed, evaluators, locks);
  }

  async close(): Promise<void> {
    await Promise.all(this.evaluators.map((app) => app.close()));
    await this.locks.close();
    await this.bed.close();
  }

  /** Sends requests at once. @returns what was decided of each of them, in the order of partitions */
  async decide(requests: readonly Request[]): Promise<readonly DecisionRecord[]> {
    const ids = new Set(await this.bed.request(requests));
    this.sent += requests.length;
    const records = await this.bed.decided(this.sent, RACE_MS);
    return records.filter(({ requestId }) => ids.has(requestId));
  }

  /** Decides as `decide` does, while two slices meet, `without` one of the guards. */
  async race(requests: readonly Request[], without?: Guard): Promise<readonly DecisionRecord[]> {
    await this.locks.arm(without);
    try {
      return await this.decide(requests);
    } finally {
      await this.locks.disarm();
    }
  }
}

function ownsOnePartition(app: NestFastifyApplication): Promise<unknown> {
  const standing = () => app.get(Evaluator).standing;
  return eventuallyMeets(standing, ({ owned, claimed }) => owned === 1 && claimed === 1, 60_000);
}

/**
 * Whether a race of one of these goes wrong. A slice that has met the other may begin again on a busy machine, and read what that one
 * wrote: then the next race tells.
 */
export async function anyFails<T>(tries: readonly T[], fails: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of tries) if (await fails(one)) return true;
  return false;
}
