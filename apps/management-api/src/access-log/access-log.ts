import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '@tessera/service-kit';
import { DataSource, LessThan } from 'typeorm';
import { AccessLogEntity } from './access-log.entity';

export type Access = Omit<AccessLogEntity, 'id'>;

const FLUSH_MS = 500;
const BATCH = 500;
/** When the database is slow, calls go on being served, and what is beyond is not written down. */
const WAITING_LIMIT = 5_000;
const KEPT_MS = 30 * 86_400_000;
const SWEEP_MS = 3_600_000;

/** Writes down who called what, beside the calls: none of them waits for it. */
@Injectable()
export class AccessLog implements OnModuleDestroy {
  private waiting: Access[] = [];
  private dropped = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private sweptAt = 0;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  note(access: Access): void {
    if (this.waiting.length >= WAITING_LIMIT) this.dropped += 1;
    else this.waiting.push(access);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Everything noted so far is in the table, or the log says why not. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  private async write(): Promise<void> {
    const [noted, dropped] = [this.waiting, this.dropped];
    [this.waiting, this.dropped] = [[], 0];
    if (dropped > 0) this.logger.warn({ dropped }, 'calls were not written into the access log');
    try {
      for (let from = 0; from < noted.length; from += BATCH) {
        await this.dataSource.manager.insert(AccessLogEntity, noted.slice(from, from + BATCH));
      }
      await this.sweep(noted.at(-1)?.at.getTime() ?? 0);
    } catch (err) {
      this.logger.error({ err, calls: noted.length }, 'the access log could not be written');
    }
  }

  private async sweep(now: number): Promise<void> {
    if (now - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = now;
    await this.dataSource.manager.delete(AccessLogEntity, { at: LessThan(new Date(now - KEPT_MS)) });
  }
}
