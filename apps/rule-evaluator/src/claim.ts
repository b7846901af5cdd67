import type { Log } from '@tessera/kafka';
import { Halted } from './errors';
import { notAfter, type Offsets, offsetsText, sameOffsets } from './lane';
import { Outlet, type OutletEvents, type TopicOfLane } from './outlet';
import type { Clock, OutboxRow, Progress, Replies, Store } from './ports';

export interface ClaimDeps {
  readonly log: Log;
  readonly store: Store;
  readonly clock: Clock;
  readonly replies: Replies;
  readonly topics: TopicOfLane;
  /** `<cluster>.<group>`: with the partition it makes the name under which only one process can publish. */
  readonly name: string;
}

/** Ownership of one partition from one fence to the next error: what it goes on from, and where it publishes. */
export interface Claim {
  progress: Progress;
  readonly outlet: Outlet;
  readonly reEmitted: readonly OutboxRow[];
}

/**
 * Takes a partition over: fence, look, hand what is decided but not published to the new publisher.
 * @throws Halted where log and state do not belong together; any other error means that it may be tried again
 */
export async function claimPartition(deps: ClaimDeps, partition: number, events: OutletEvents): Promise<Claim> {
  const { log, store, clock, topics } = deps;
  // The fence comes first: before it, the committed offsets may be about to change.
  const publisher = await log.fence(`${deps.name}.${partition}`);
  try {
    await assertSameCluster(deps);
    const bounds = await boundsOf(deps, partition);
    const published = await publishedOf(deps, partition, bounds.start);
    const progress = await progressOf(store, partition, published);
    assertInOrder(bounds, published, progress.decided);
    const rows = await store.unpublished(partition, published);
    assertChain(rows, published, progress);
    const outlet = new Outlet(partition, topics, publisher, clock, events);
    rows.forEach((row) => outlet.add(row));
    return { progress, outlet, reEmitted: rows };
  } catch (error) {
    await publisher.close();
    throw error;
  }
}

async function assertSameCluster({ log, store }: ClaimDeps): Promise<void> {
  const seen = await log.clusterId();
  const own = await store.clusterId(seen);
  if (own !== seen) throw new Halted(`this state belongs to the Kafka cluster ${own}, and this is ${seen}`);
}

async function boundsOf({ log, topics }: ClaimDeps, partition: number): Promise<{ start: Offsets; end: Offsets }> {
  const live = await log.bounds(topics.live, partition);
  const bulk = await log.bounds(topics.bulk, partition);
  return { start: { live: live.start, bulk: bulk.start }, end: { live: live.end, bulk: bulk.end } };
}

/** A group that never committed begins at the start of the log. */
async function publishedOf({ log, topics }: ClaimDeps, partition: number, start: Offsets): Promise<Offsets> {
  const live = await log.committed(topics.live, partition);
  const bulk = await log.committed(topics.bulk, partition);
  return { live: live ?? start.live, bulk: bulk ?? start.bulk };
}

async function progressOf(store: Store, partition: number, published: Offsets): Promise<Progress> {
  const known = await store.progress(partition);
  if (known) return known;
  await store.open(partition, published);
  const opened = await store.progress(partition);
  if (!opened) throw new Error(`partition ${partition} was opened and has no progress`);
  return opened;
}

/** Log start <= published <= decided <= log end, in each lane; else the topic was cut or the database set back. */
function assertInOrder(bounds: { start: Offsets; end: Offsets }, published: Offsets, decided: Offsets): void {
  const steps = [bounds.start, published, decided, bounds.end];
  const names = ['log start', 'published', 'decided', 'log end'];
  steps.slice(1).forEach((step, index) => {
    const before = steps[index];
    if (before && !notAfter(before, step))
      throw new Halted(`${names[index]} (${offsetsText(before)}) is after ${names[index + 1]} (${offsetsText(step)})`);
  });
}

/** The outbox must lead from what is published to what is decided, slice by slice; else decisions would be left out. */
function assertChain(rows: readonly OutboxRow[], published: Offsets, progress: Progress): void {
  let reached = published;
  for (const row of rows) {
    if (!sameOffsets(row.from, reached))
      throw new Halted(`the outbox has nothing between ${offsetsText(reached)} and ${offsetsText(row.from)}`);
    reached = row.to;
  }
  if (!sameOffsets(reached, progress.decided))
    throw new Halted(`the outbox ends at ${offsetsText(reached)} and not at ${offsetsText(progress.decided)}`);
}
