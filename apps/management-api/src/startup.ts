import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { KafkaLog } from '@tessera/kafka';
import { HealthChecks, Lifecycle, LOGGER, type Logger } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { CatalogProgress } from './catalog-log/catalog-progress';
import { CatalogRelay } from './catalog-log/catalog-relay';
import { JobRunner } from './coupon-jobs/job-runner';
import { AwaitedReplies } from './coupons/awaited-replies';
import { Instance } from './coupons/evaluator';
import { Inbox } from './coupons/inbox';
import { openReplies } from './coupons/replies';
import { kafkaOf } from './kafka';
import { registerSchemas } from './schemas/register-schemas';
import { SETTINGS, type Settings } from './settings';
import { createFirstAdmin } from './users/first-admin';
import { Users } from './users/users.service';

/** What must be there before the first request, in this order, and how each part stops. */
@Injectable()
export class Startup implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly progress: CatalogProgress,
    private readonly inbox: Inbox,
    private readonly replies: AwaitedReplies,
    private readonly instance: Instance,
    private readonly jobs: JobRunner,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthChecks,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await createFirstAdmin(this.users, this.settings);
    if (this.settings.SCHEMA_REGISTRY_URL) await registerSchemas(this.settings.SCHEMA_REGISTRY_URL);
    await this.openLog();
    this.startRelay();
    this.startJobs();
    this.health.add('catalog', () => this.progress.health());
  }

  private async openLog(): Promise<void> {
    const tail = await openReplies(kafkaOf(this.settings), this.instance, this.replies);
    this.lifecycle.onStop('consumers', 'replies', () => tail.stop());
    await this.inbox.open();
    this.lifecycle.onStop('producers', 'inbox', () => this.inbox.close());
  }

  private startRelay(): void {
    const name = `${this.settings.TOPIC_PREFIX}${this.settings.TESSERA_CLUSTER}.catalog-relay`;
    const relay = new CatalogRelay({
      dataSource: this.dataSource,
      log: new KafkaLog({ kafka: kafkaOf(this.settings), groupId: name }),
      name,
      onError: (err) => this.logger.error({ err }, 'the catalog relay begins again'),
    });
    this.progress.onWrite(() => relay.wake());
    this.lifecycle.onStop('producers', 'catalog relay', () => relay.stop());
    relay.start();
  }

  /** They stop before the log does that their steps go to. */
  private startJobs(): void {
    const name = `${this.settings.TOPIC_PREFIX}${this.settings.TESSERA_CLUSTER}.coupon-jobs`;
    this.lifecycle.onStop('streams', 'coupon jobs', () => this.jobs.stop());
    this.jobs.start({ name, onError: (err) => this.logger.error({ err }, 'the coupon jobs go on after an error') });
  }
}
