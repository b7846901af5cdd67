import { type Claim, type ClaimDeps, claimPartition } from './claim';
import { CrashGuard } from './crash-guard';
import type { DecidedSlice, Slice, SliceDeps } from './deps';
import { Conflict, Halted, Overflow } from './errors';
import { type Lane, LANES } from './lane';
import { LaneQueue } from './lane-queue';
import type { LiveTraffic } from './live-traffic';
import type { Observer } from './observer';
import type { Batch, OutboxRow } from './ports';
import { Signal } from './signal';
import { decideSlice } from './slice';
import { SliceSize } from './slice-size';

const SLICE_BYTES = 512 * 1024;
const CONFLICT_RETRIES = 8;
const CONFLICT_JITTER_MS = 20;
const LOOK_FOR_CALM_MS = 10;
const HALTED_MS = 5_000;
const MOST_BACKOFF_MS = 5_000;
/** What is asked about membership before the first batch of an assignment: nothing. */
const NO_MEMBERSHIP = (): Promise<void> => Promise.resolve();

export interface PartitionDeps extends SliceDeps, ClaimDeps {
  readonly observer: Observer;
  readonly traffic: LiveTraffic;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Decides one partition, both of its lanes, for as long as this process owns it. */
export class Partition {
  private readonly queues: Readonly<Record<Lane, LaneQueue>> = { live: new LaneQueue(), bulk: new LaneQueue() };
  private readonly changed = new Signal();
  private readonly size = new SliceSize();
  private readonly guard: CrashGuard;
  private claim: Claim | null = null;
  private claimIsDue = false;
  /** The group's gift, for which this stands, is taken back by a release; what was begun under it then comes to nothing. */
  private tenure: object | null = null;
  private stopped = false;
  private failures = 0;
  private halted = false;
  private movedAt: bigint;
  private heartbeat = NO_MEMBERSHIP;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: PartitionDeps,
    readonly number: number,
  ) {
    this.guard = new CrashGuard(deps.store, number);
    this.movedAt = deps.clock.now();
    deps.traffic.watch(() => this.queues.live.oldest);
  }

  start(): void {
    this.ended = this.run();
  }

  /** Takes records to decide. They stay until they are decided or the partition is released. */
  offer(batch: Batch): void {
    this.heartbeat = () => batch.heartbeat();
    if (this.queues.live.length === 0) this.movedAt = this.deps.clock.now();
    this.queues[batch.lane].offer(batch);
    this.own();
    if (batch.lane === 'live') this.deps.traffic.arrived();
    this.changed.announce();
  }

  /** The group gave it to this process: it is taken over at once, whether or not anything waits. */
  own(): void {
    this.tenure ??= {};
    if (this.claim) return;
    this.claimIsDue = true;
    this.changed.announce();
  }

  /** The group was dealt anew: what waits here comes again to whoever owns the partition now. */
  release(): void {
    LANES.forEach((lane) => this.queues[lane].clear());
    this.heartbeat = NO_MEMBERSHIP;
    this.tenure = null;
    this.dropClaim();
  }

  /** Ends after the slice in hand, when all that was decided is published. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.changed.announce();
    await this.ended;
    await this.claim?.outlet.drained();
    this.release();
  }

  /** The broker's time of the oldest record that waits, in milliseconds; null: none waits. */
  waitingSince(lane: Lane): bigint | null {
    return this.queues[lane].oldest;
  }

  get claimed(): boolean {
    return this.claim !== null;
  }

  /** Milliseconds without a step although live requests wait; 0 while it is halted, for that is no accident. */
  standsStillFor(now: bigint): bigint {
    const waits = this.queues.live.length > 0 && !this.halted;
    return waits ? now - this.movedAt : 0n;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.turn();
        this.failures = 0;
        this.halted = false;
        this.movedAt = this.deps.clock.now();
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  /** One step: own the partition, let the publisher keep up, decide the next slice. */
  private async turn(): Promise<void> {
    const lane = await this.nextLane();
    if (this.stopped) return;
    const claim = this.claim ?? (await this.takeOver());
    await claim?.outlet.room();
    if (!claim || !lane || this.claim !== claim) return;
    if (lane === 'live') await this.decideNext(claim, lane);
    else await this.deps.traffic.bulk(() => this.decideNext(claim, lane));
  }

  /** Waits for work. People's requests go first; null: only the ownership is to be renewed. */
  private async nextLane(): Promise<Lane | null> {
    for (;;) {
      if (this.stopped) return null;
      if (this.queues.live.length > 0) return 'live';
      if (this.claimIsDue) return null;
      const bulkWaits = this.queues.bulk.length > 0;
      if (bulkWaits && this.deps.traffic.calm()) return 'bulk';
      const changed = this.changed.wait();
      await (bulkWaits ? Promise.race([changed, this.deps.clock.sleep(LOOK_FOR_CALM_MS)]) : changed);
    }
  }

  /** Null: it was released meanwhile, and whoever owns it now must not be fenced again. */
  private async takeOver(): Promise<Claim | null> {
    const { tenure } = this;
    // A process that was stopped for long and is no member any more must not fence the one that is.
    await this.heartbeat();
    this.deps.observer.claiming(this.number);
    const claim = await claimPartition(this.deps, this.number, {
      published: (rows) => this.published(rows),
      failed: (error) => this.publishingFailed(claim, error),
    });
    if (this.tenure !== tenure) {
      await claim.outlet.close();
      return null;
    }
    this.claim = claim;
    this.claimIsDue = false;
    this.guard.claimed();
    claim.reEmitted.forEach((row) => this.reply(row));
    this.deps.observer.claimed(this.number, claim.reEmitted.length);
    return claim;
  }

  private async decideNext(claim: Claim, lane: Lane): Promise<void> {
    const { clock, observer, traffic } = this.deps;
    const queue = this.queues[lane];
    const { progress } = claim;
    const most = { records: this.size.for(lane, traffic.recent()), bytes: SLICE_BYTES };
    const next = queue.peek(progress.decided[lane], most);
    const first = next[0];
    if (!first) return;
    const caution = await this.guard.before(progress);
    const records = caution.alone ? [first] : next;
    const aside = new Map(caution.poisoned ? [[first.offset, 'poison']] : []);
    const began = clock.now();
    const decided = await this.decide({ partition: this.number, lane, progress, records, aside });
    const ms = Number(clock.now() - began);
    observer.decided({ partition: this.number, lane, requests: records.length, ms });
    queue.dropBefore(decided.progress.decided[lane]);
    this.accept(claim, lane, decided);
  }

  private async decide(slice: Slice): Promise<DecidedSlice> {
    for (let retries = 0; ; retries++) {
      try {
        return await decideSlice(this.deps, slice);
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        this.deps.observer.conflict(slice.partition);
        if (retries === CONFLICT_RETRIES || error instanceof Overflow) {
          this.size.shrink(slice.lane, slice.records.length);
          throw error;
        }
        await this.deps.clock.sleep(this.deps.random() * CONFLICT_JITTER_MS);
      }
    }
  }

  /** The slice is durable: its answers may leave at once, and it will be published whatever happens here. */
  private accept(claim: Claim, lane: Lane, { progress, row, heldMs }: DecidedSlice): void {
    claim.progress = progress;
    this.reply(row);
    claim.outlet.add(row);
    this.size.decided(lane, row.requests, heldMs);
    this.guard.decided();
  }

  private reply(row: OutboxRow): void {
    if (row.replies.length === 0) return;
    this.deps.replies
      .send(row.replies)
      .catch((error: unknown) => this.deps.observer.failed(this.number, 'replying', error));
  }

  private published(rows: readonly OutboxRow[]): void {
    this.deps.observer.published(
      this.number,
      rows.reduce((sum, row) => sum + row.requests, 0),
    );
  }

  private publishingFailed(claim: Claim, error: unknown): void {
    this.deps.observer.failed(this.number, 'publishing', error);
    if (this.claim !== claim) return;
    this.dropClaim();
    this.changed.announce();
  }

  /** Whatever went wrong, the partition begins again from what the log and the database say. */
  private async recover(error: unknown): Promise<void> {
    const { clock, observer } = this.deps;
    await this.guard.failed().catch((failed: unknown) => observer.failed(this.number, 'forgiving', failed));
    // Only the slice was too large; nothing is in doubt.
    if (isTooMuch(error)) return;
    this.dropClaim();
    this.halted = error instanceof Halted;
    if (error instanceof Halted) observer.halted(this.number, error.message);
    else observer.failed(this.number, 'deciding', error);
    await clock.sleep(error instanceof Halted ? HALTED_MS : this.backoffMs());
  }

  private backoffMs(): number {
    this.failures += 1;
    return Math.min(MOST_BACKOFF_MS, 50 * 2 ** Math.min(this.failures, 10)) * (0.5 + this.deps.random() / 2);
  }

  private dropClaim(): void {
    const { claim } = this;
    this.claim = null;
    this.claimIsDue = this.tenure !== null;
    claim?.outlet.close().catch((error: unknown) => this.deps.observer.failed(this.number, 'closing', error));
  }
}

function isTooMuch(error: unknown): boolean {
  return error instanceof Conflict || error instanceof Overflow;
}
