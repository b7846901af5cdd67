import type { Lane } from './lane';

const MOST = 200;
/** Bulk slices while live traffic is seen: a live request waits for at most one of them. */
const BULK_BESIDE_LIVE = 10;
/** Counters may be held for so long, from the first counter lock to COMMIT. */
const HOLD_MS = 50n;
/** A tenth more at a time: where requests are heavy, and few of them are enough, it is not soon far too many again. */
const GROW_BY = 0.1;

/**
 * How many requests a slice takes: fewer after a conflict or a long hold of locks, slowly more while all goes well. Each lane
 * by itself: a chunk of a pool is a thousand times as heavy as a call, and calls shall not go one by one because of it.
 */
export class SliceSize {
  private readonly most: Record<Lane, number> = { live: MOST, bulk: MOST };

  for(lane: Lane, liveIsRecent: boolean): number {
    const most = this.most[lane];
    return lane === 'bulk' && liveIsRecent ? Math.min(most, BULK_BESIDE_LIVE) : most;
  }

  /**
   * A request by itself that was slow says nothing of how many fit together.
   * @param heldMs how long the slice held its counters
   */
  decided(lane: Lane, requests: number, heldMs: bigint): void {
    if (heldMs > HOLD_MS) {
      if (requests > 1) this.shrink(lane, requests);
    } else this.most[lane] = Math.min(MOST, this.most[lane] + Math.ceil(this.most[lane] * GROW_BY));
  }

  /** @param tried the requests of the slice that did not go through, or took too long */
  shrink(lane: Lane, tried: number): void {
    this.most[lane] = Math.max(1, Math.floor(Math.min(tried, this.most[lane]) / 2));
  }
}
