import { Injectable } from '@nestjs/common';
import type { Health } from '@tessera/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { CatalogCounter, CatalogLogEntry, CatalogRelayProgress } from './catalog-log.entity';

/** As long as an answer may wait for the topic. */
const WAIT_MS = 5_000;
/** A publication takes some 20 ms. */
const POLL_MS = 10;
/** A record that waits longer is stuck. */
const STUCK_MS = 10_000;

/** How far the catalog's topic is behind its log: read from the tables, since any instance may hold the relay's lock. */
@Injectable()
export class CatalogProgress {
  private wake: (() => void) | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** Resolves when the topic has the version, and at the latest after five seconds. */
  async untilPublished(version: bigint): Promise<void> {
    this.wake?.();
    const deadline = Date.now() + WAIT_MS;
    while ((await this.published()) < version && Date.now() < deadline) await delay(POLL_MS);
  }

  /** Who relays in this process is told of each write, so that it need not wait for its next look. */
  onWrite(wake: () => void): void {
    this.wake = wake;
  }

  /** Down where a record waits too long. */
  async health(): Promise<Health> {
    const { manager } = this.dataSource;
    const { version } = await manager.findOneByOrFail(CatalogCounter, { id: 1 });
    const published = await this.published();
    const next = await manager.findOneBy(CatalogLogEntry, { version: published + 1n });
    const up = next === null || Date.now() - next.at.getTime() < STUCK_MS;
    return { up, details: { version: version.toString(), published: published.toString() } };
  }

  private async published(): Promise<bigint> {
    const progress = await this.dataSource.manager.findOneByOrFail(CatalogRelayProgress, { id: 1 });
    return progress.published;
  }
}
