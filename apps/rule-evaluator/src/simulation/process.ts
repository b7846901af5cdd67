import type { Log } from '@tessera/kafka';
import type { Lane } from '../lane';
import { LiveTraffic } from '../live-traffic';
import type { Observer } from '../observer';
import { Partition } from '../partition';
import type { Batch } from '../ports';
import type { MemoryStore } from './memory-store';
import { TOY_CATALOG } from './toy-evaluator';
import type { Chance } from './chance';
import type { Machine, Scheduler } from './scheduler';
import { toyCore } from './toy-core';
import { TOY_TOPICS, toyWire } from './toy-wire';

export const COUPON_LIMIT = 6n;

export interface ProcessOptions {
  readonly machine: Machine;
  readonly log: Log;
  readonly store: MemoryStore;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly partitions: number;
}

const SILENT: Observer = {
  decided: () => undefined,
  published: () => undefined,
  conflict: () => undefined,
  claiming: () => undefined,
  claimed: () => undefined,
  halted: () => undefined,
  failed: () => undefined,
};

/** One evaluator: the product's driver over simulated ports, and what its consumer believes to own. */
export class Process {
  readonly machine: Machine;
  readonly store: MemoryStore;
  /** Where its consumer reads on, in the partitions that it believes to own. */
  readonly cursors = new Map<number, Record<Lane, bigint>>();
  private readonly partitions: readonly Partition[];

  constructor({ machine, log, store, scheduler, chance, partitions }: ProcessOptions) {
    this.machine = machine;
    this.store = store;
    const clock = scheduler.clock(machine);
    const deps = {
      log,
      store,
      clock,
      core: toyCore(COUPON_LIMIT),
      wire: toyWire,
      catalogs: { atLeast: () => Promise.resolve(TOY_CATALOG) },
      replies: { send: () => Promise.resolve() },
      observer: SILENT,
      traffic: new LiveTraffic(clock),
      topics: { live: TOY_TOPICS.live, bulk: TOY_TOPICS.bulk },
      name: 'simulation.evaluator',
      engineVersion: 'toy',
      entropy: () => new Uint8Array(32),
      reached: () => undefined,
      random: () => chance.next(),
    };
    this.partitions = Array.from({ length: partitions }, (_, number) => new Partition(deps, number));
    this.partitions.forEach((partition) => partition.start());
  }

  /** The group gave it the partition: its consumer begins at the committed offsets. */
  assign(partition: number, committed: Record<Lane, bigint>): void {
    this.partitions[partition]?.release();
    this.cursors.set(partition, { ...committed });
  }

  /** It learns that the partition is not its own any more. */
  revoke(partition: number): void {
    this.partitions[partition]?.release();
    this.cursors.delete(partition);
  }

  offer(partition: number, batch: Batch): void {
    const last = batch.records.at(-1);
    const cursor = this.cursors.get(partition);
    if (last && cursor) cursor[batch.lane] = last.offset + 1n;
    this.partitions[partition]?.offer(batch);
  }
}
