import { Injectable } from '@nestjs/common';
import { Clock } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor';
import { CatalogProgress } from './catalog-progress';
import { CatalogTransaction } from './catalog-transaction';

/** Where every change of the catalog goes through. */
@Injectable()
export class CatalogWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly progress: CatalogProgress,
  ) {}

  /**
   * Runs one write in its transaction, then waits until the topic has it, for a bounded time: when that is over it is
   * committed, and will be published, but readers may not know it yet.
   * The version goes to the actor, whose answer carries it. Throws what `work` throws; then nothing is changed.
   */
  async write<T>(actor: Actor, work: (transaction: CatalogTransaction) => Promise<T>): Promise<T> {
    const { result, version } = await this.dataSource.transaction(async (manager) => {
      const transaction = await CatalogTransaction.begin(manager, actor, new Date(Number(this.clock.now())));
      const result = await work(transaction);
      return { result, version: await transaction.end() };
    });
    if (version === null) return result;
    actor.wrote = version;
    await this.progress.untilPublished(version);
    return result;
  }
}
