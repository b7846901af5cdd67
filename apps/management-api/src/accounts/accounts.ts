import { Injectable } from '@nestjs/common';
import type { Account, AccountAnalytics } from '@tessera/api-contracts';
import { type Catalog, isRunning } from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import { DataSource, Not } from 'typeorm';
import { ApplicationEntity } from '../applications/application.entity';
import { ACCOUNT_ID } from '../applications/application.wire';
import { AttributeEntity } from '../attributes/attribute.entity';
import { CampaignEntity } from '../campaigns/campaign.entity';
import { CatalogLogEntry } from '../catalog-log/catalog-log.entity';
import { CatalogView } from '../catalog-log/catalog-view';
import { LoyaltyProgramEntity } from '../loyalty/loyalty-program.entity';
import { ROLES } from '../roles/roles';
import { UserEntity } from '../users/user.entity';
import { WebhookEntity } from '../webhooks/webhook.entity';
import { CodeCounts } from './code-counts';

/** What the account has: one installation is one account. */
@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly clock: Clock,
    private readonly codes: CodeCounts,
  ) {}

  async show(): Promise<Account> {
    const { manager } = this.dataSource;
    const [first] = await manager.find(UserEntity, { order: { created: 'ASC' }, take: 1 });
    const [last] = await manager.find(CatalogLogEntry, { order: { version: 'DESC' }, take: 1 });
    const created = first?.created ?? new Date(0);
    return {
      id: ACCOUNT_ID,
      created: created.toISOString(),
      modified: (last?.at ?? created).toISOString(),
      ...{ companyName: '', domainName: '', state: 'active', billingEmail: '' },
      applicationCount: await manager.count(ApplicationEntity),
      userCount: await manager.count(UserEntity),
      campaignsActiveCount: await manager.countBy(CampaignEntity, { state: 'enabled' }),
      campaignsInactiveCount: await manager.countBy(CampaignEntity, { state: Not('enabled') }),
    };
  }

  /** Throws ApiError 503 where codes cannot be counted. */
  async analytics(): Promise<AccountAnalytics> {
    const { manager } = this.dataSource;
    const catalog = await this.view.current(manager);
    const applications = catalog.applications();
    const running = runningOf(catalog, this.clock.now());
    const loyaltyPrograms = await manager.count(LoyaltyProgramEntity);
    return {
      applications: applications.length,
      liveApplications: applications.length,
      sandboxApplications: 0,
      campaigns: await manager.count(CampaignEntity),
      activeCampaigns: running.campaigns,
      liveActiveCampaigns: running.campaigns,
      ...(await this.codes.of(applications.map(({ id }) => id))),
      activeRules: running.rules,
      users: await manager.count(UserEntity),
      roles: ROLES.length,
      customAttributes: await manager.count(AttributeEntity),
      webhooks: await manager.count(WebhookEntity),
      ...{ loyaltyPrograms, liveLoyaltyPrograms: loyaltyPrograms },
    };
  }
}

function runningOf(catalog: Catalog, now: bigint): { campaigns: number; rules: number } {
  const campaigns = catalog
    .applications()
    .flatMap(({ id }) => catalog.campaigns(id))
    .filter((campaign) => isRunning(campaign, now));
  const rules = campaigns.map(({ application, activeRulesetId }) =>
    activeRulesetId === null ? 0 : (catalog.ruleset(application, activeRulesetId)?.rules.length ?? 0),
  );
  return { campaigns: campaigns.length, rules: rules.reduce((sum, count) => sum + count, 0) };
}
