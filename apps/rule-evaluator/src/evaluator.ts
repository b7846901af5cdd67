import type { Assignment, AssignmentListener, BatchContext, LogRecord } from '@tessera/kafka';
import type { Lane } from './lane';
import { Partition, type PartitionDeps } from './partition';

/** A partition may stand still for so long although requests wait; then the process is taken for stuck. */
const STUCK_MS = 60_000n;

/** Everything that this process decides: one Partition for each that it owns, both lanes as one unit. */
export class Evaluator implements AssignmentListener {
  private readonly partitions = new Map<number, Partition>();
  private owned: ReadonlySet<number> = new Set();

  constructor(private readonly deps: PartitionDeps) {}

  /** Takes a batch over: it is decided later, so the consumer can go on reading the other lane. */
  offer(lane: Lane, records: readonly LogRecord[], context: BatchContext): void {
    const last = records.at(-1);
    if (!last) return;
    this.partition(context.partition).offer({
      lane,
      records,
      heartbeat: () => stillMember(context),
      pause: () => context.pause(),
    });
    // Only publications commit offsets; this says no more than where to read on.
    context.resolve(last.offset);
  }

  /** Fences and looks at once, so that the first request does not wait for it. */
  onAssigned({ partitions }: Assignment): void {
    this.owned = new Set(partitions.map(({ partition }) => partition));
    this.owned.forEach((number) => this.partition(number).own());
  }

  /** Another member may own any of them next; what waits here comes again from the committed offsets. */
  onRevoked(): void {
    this.owned = new Set();
    this.partitions.forEach((partition) => partition.release());
  }

  /** Ends every partition after the slice in hand, when what was decided is published. */
  async stop(): Promise<void> {
    await Promise.all([...this.partitions.values()].map((partition) => partition.stop()));
  }

  /** Partitions that are owned, and which of them are ready to decide. */
  get standing(): { readonly owned: number; readonly claimed: number } {
    const claimed = [...this.owned].filter((number) => this.partitions.get(number)?.claimed);
    return { owned: this.owned.size, claimed: claimed.length };
  }

  /** Milliseconds that the longest waiting request of a lane has waited. */
  lagMs(lane: Lane): number {
    const now = this.deps.clock.now();
    const since = [...this.partitions.values()].map((partition) => partition.waitingSince(lane) ?? now);
    return Math.max(0, ...since.map((at) => Number(now - at)));
  }

  /** Partitions that have requests, are not halted, and have not moved for a minute. */
  stuck(): readonly number[] {
    const now = this.deps.clock.now();
    return [...this.partitions.values()]
      .filter((one) => one.standsStillFor(now) > STUCK_MS)
      .map(({ number }) => number);
  }

  private partition(number: number): Partition {
    const known = this.partitions.get(number);
    if (known) return known;
    const partition = new Partition(this.deps, number);
    this.partitions.set(number, partition);
    partition.start();
    return partition;
  }
}

function stillMember(context: BatchContext): Promise<void> {
  return context.isCurrent() ? context.heartbeat() : Promise.reject(new Error('the assignment has ended'));
}
