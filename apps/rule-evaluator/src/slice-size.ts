import type { Lane } from './lane';

const MOST = 200;
/** Bulk slices while live traffic is seen: a live request waits for at most one of them. */
const BULK_BESIDE_LIVE = 10;
/** Counters may be held for so long, from the first counter lock to COMMIT. */
const HOLD_MS = 50n;
const GROW_BY = 10;

/** How many requests a slice takes: fewer after a conflict or a long hold of locks, slowly more while all goes well. */
export class SliceSize {
  private most = MOST;

  for(lane: Lane, liveIsRecent: boolean): number {
    return lane === 'bulk' && liveIsRecent ? Math.min(this.most, BULK_BESIDE_LIVE) : this.most;
  }

  /** @param heldMs how long the slice held its counters */
  decided(heldMs: bigint): void {
    if (heldMs > HOLD_MS) this.shrink(this.most);
    else this.most = Math.min(MOST, this.most + GROW_BY);
  }

  /** @param tried the requests of the slice that did not go through */
  shrink(tried: number): void {
    this.most = Math.max(1, Math.floor(Math.min(tried, this.most) / 2));
  }
}
