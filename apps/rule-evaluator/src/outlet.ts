import type { Position, Publisher } from '@tessera/kafka';
import { LANES } from './lane';
import type { Clock, OutboxRow } from './ports';
import { Signal } from './signal';

/**
 * A Kafka transaction costs the same for one request and for hundreds, here, at the broker and at everybody who reads: so outbox
 * rows are gathered. A lone one hardly waits; where one follows the other five transactions a second are enough. Answers do
 * not wait for it.
 */
const GATHER_REQUESTS = 500;
const GATHER_MS = 20;
const SPACING_MS = 200n;
/**
 * Transactions of fewer requests leave all partitions at the same moments: whoever reads them wakes once. Larger ones keep
 * apart, for all of them at once would fill the processors while people wait (a call beside a bulk load: p50 29 instead of 12 ms).
 */
const FEW_REQUESTS = 8;
/** Decided requests that may wait here before deciding pauses: four full transactions. */
const ROOM_REQUESTS = 4 * GATHER_REQUESTS;

/** Names the inbox topics, as positions are committed for them. */
export type TopicOfLane = Readonly<Record<'live' | 'bulk', string>>;

export interface OutletEvents {
  published(rows: readonly OutboxRow[]): void;
  /** Nothing more will be published here: the publisher is closed and the outcome of its last transaction unknown. */
  failed(error: unknown): void;
}

/** The publishing side of one claim: outbox rows in order, one transaction at a time, none after an error. */
export class Outlet {
  private waiting: OutboxRow[] = [];
  private requests = 0;
  private busy = false;
  private closed = false;
  private last: { readonly at: bigint; readonly few: boolean } | null = null;
  private readonly changed = new Signal();

  constructor(
    private readonly partition: number,
    private readonly topics: TopicOfLane,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly events: OutletEvents,
  ) {}

  add(row: OutboxRow): void {
    this.waiting.push(row);
    this.requests += row.requests;
    this.changed.announce();
    if (!this.busy && !this.closed) void this.publishAll();
  }

  /** Resolves when another slice may be decided, or when this outlet has ended. */
  async room(): Promise<void> {
    while (this.requests >= ROOM_REQUESTS && !this.closed) await this.changed.wait();
  }

  /** Resolves when everything added is visible, or when this outlet has ended. */
  async drained(): Promise<void> {
    while (this.busy && !this.closed) await this.changed.wait();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.changed.announce();
    await this.publisher.close();
  }

  private async publishAll(): Promise<void> {
    this.busy = true;
    try {
      while (this.waiting.length > 0 && !this.closed) await this.publishNext();
    } catch (error) {
      if (!this.closed) this.events.failed(error);
      this.closed = true;
    } finally {
      this.busy = false;
      this.changed.announce();
    }
  }

  private async publishNext(): Promise<void> {
    await this.gathered();
    if (this.closed) return;
    const rows = this.firstRows();
    const end = rows.at(-1);
    if (!end) return;
    this.last = { at: this.clock.now(), few: total(rows) < FEW_REQUESTS };
    await this.publisher.publish(
      rows.flatMap((row) => row.records),
      this.positionsAfter(end),
    );
    this.waiting = this.waiting.slice(rows.length);
    this.requests -= total(rows);
    this.events.published(rows);
    this.changed.announce();
  }

  /** Resolves when a transaction is full, or when what there is must go. */
  private async gathered(): Promise<void> {
    if (this.requests >= GATHER_REQUESTS) return;
    let isDue = false;
    const due = this.clock.sleep(this.waitMs()).then(() => (isDue = true));
    while (!isDue && !this.closed && this.requests < GATHER_REQUESTS) await Promise.race([due, this.changed.wait()]);
  }

  private waitMs(): number {
    const now = this.clock.now();
    if (this.last === null || now - this.last.at >= SPACING_MS) return GATHER_MS;
    const since = this.last.few ? now % SPACING_MS : now - this.last.at;
    return Math.max(GATHER_MS, Number(SPACING_MS - since));
  }

  private firstRows(): readonly OutboxRow[] {
    let requests = 0;
    const end = this.waiting.findIndex((row, index) => {
      requests += row.requests;
      return index > 0 && requests > GATHER_REQUESTS;
    });
    return end < 0 ? [...this.waiting] : this.waiting.slice(0, end);
  }

  private positionsAfter(row: OutboxRow): readonly Position[] {
    return LANES.map((lane) => ({ topic: this.topics[lane], partition: this.partition, offset: row.to[lane] }));
  }
}

function total(rows: readonly OutboxRow[]): number {
  return rows.reduce((sum, row) => sum + row.requests, 0);
}
