import { KeptLock } from '@tessera/postgres';
import type { DataSource } from 'typeorm';
import type { Replies } from './ports';
import { PostgresDueRows } from './postgres/due-rows';
import { Ticks } from './ticks';

const LOCK = 'ticker';

/** Lets one process of the cluster tick: the one that holds a lock of the database. */
export class Ticker {
  private readonly lock: KeptLock;
  private readonly ticks: Ticks;

  constructor(dataSource: DataSource, producer: Replies, now: () => bigint) {
    this.lock = new KeptLock(dataSource, LOCK);
    this.ticks = new Ticks(producer, now);
  }

  /** @returns the partitions that were asked */
  async run(): Promise<readonly number[]> {
    return (await this.lock.run((sql) => this.ticks.run(new PostgresDueRows(sql)))) ?? [];
  }

  release(): Promise<void> {
    return this.lock.release();
  }
}
