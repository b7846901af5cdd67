import { MemoryBroker, MemoryLog, type NewRecord } from '@tessera/kafka';
import { type Catalog, rowKey } from '@tessera/promotion';
import type { Lane } from '../lane';
import { LiveTraffic } from '../live-traffic';
import type { Observer, SliceFigures } from '../observer';
import { Partition, type PartitionDeps } from '../partition';
import { toyCore, toyCoupon, toyRequest } from './toy-core';
import { TOY_TOPICS, toyDecision, type ToyDecision, toyRecord, toyWire } from './toy-wire';
import { MemoryDatabase } from './memory-database';
import { MemoryStore } from './memory-store';

export const CODE = 'C';

/** The toy core looks at no catalog; the driver only asks whether the application is there, and has programs. */
export const TOY_CATALOG = { version: 1n, application: () => ({}), loyaltyPrograms: () => [] } as unknown as Catalog;

/** Partition 0 on ports in memory, with what happened to it. */
export class ToyEvaluator {
  readonly broker = new MemoryBroker();
  readonly database = new MemoryDatabase();
  readonly store = new MemoryStore(this.database);
  readonly slices: SliceFigures[] = [];
  readonly failures: string[] = [];
  readonly halts: string[] = [];
  readonly replies: NewRecord[] = [];
  readonly time = { now: 1_000_000n };
  readonly partition: Partition;
  private sent = 0;

  constructor(more: (deps: PartitionDeps) => Partial<PartitionDeps> = () => ({})) {
    const row = { kind: 'coupon', application: 1n, canonical: CODE } as const;
    this.database.states.set(rowKey(row), { kind: 'coupon', row, value: toyCoupon(CODE), version: 1n });
    const clock = { now: () => this.time.now, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
    const deps: PartitionDeps = {
      log: new MemoryLog({ broker: this.broker }),
      store: this.store,
      clock,
      core: toyCore(3n),
      wire: toyWire,
      catalogs: { atLeast: () => Promise.resolve(TOY_CATALOG) },
      replies: { send: (records) => Promise.resolve(void this.replies.push(...records)) },
      observer: this.observer(),
      traffic: new LiveTraffic(clock),
      topics: { live: TOY_TOPICS.live, bulk: TOY_TOPICS.bulk },
      name: 'toy',
      engineVersion: 'toy',
      entropy: () => new Uint8Array(32),
      reached: () => undefined,
      random: () => 0.5,
    };
    this.partition = new Partition({ ...deps, ...more(deps) }, 0);
    this.partition.start();
  }

  /** Puts requests into a lane and gives them to the partition as its consumer would. */
  send(lane: Lane, ids: readonly string[], heartbeat = () => Promise.resolve()): void {
    const topic = TOY_TOPICS[lane];
    for (const id of ids) {
      const request = toyRequest(id, `profile ${this.sent++}`, CODE);
      this.broker.append({ ...toyRecord(topic, 0, id, request), timestamp: this.time.now });
    }
    const end = this.broker.end(topic, 0);
    const records = this.broker.read(topic, 0, end - BigInt(ids.length));
    this.partition.offer({ lane, records, heartbeat, pause: () => () => undefined });
  }

  get decisions(): readonly ToyDecision[] {
    return this.broker.read(TOY_TOPICS.decisions, 0).map(toyDecision);
  }

  private observer(): Observer {
    return {
      decided: (slice) => void this.slices.push(slice),
      published: () => undefined,
      conflict: () => void this.failures.push('conflict'),
      claiming: () => undefined,
      claimed: () => undefined,
      halted: (_, reason) => void this.halts.push(reason),
      failed: (_, doing) => void this.failures.push(doing),
    };
  }
}
