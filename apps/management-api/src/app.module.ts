import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { connectDatabase, Cursors } from '@tessera/postgres';
import { Lifecycle } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { AccessLists } from './access-log/access-lists';
import { AccessLog } from './access-log/access-log';
import { AccessLogController } from './access-log/access-log.controller';
import { Accounts } from './accounts/accounts';
import { AccountsController } from './accounts/accounts.controller';
import { CodeCounts } from './accounts/code-counts';
import { AdditionalCostsController } from './additional-costs/additional-costs.controller';
import { AdditionalCosts } from './additional-costs/additional-costs.service';
import { AchievementsController } from './achievements/achievements.controller';
import { Achievements } from './achievements/achievements.service';
import { AnalyticsController } from './analytics/analytics.controller';
import { CampaignFigures } from './analytics/campaign-figures';
import { ApiKeysController } from './api-keys/api-keys.controller';
import { ApiKeys } from './api-keys/api-keys.service';
import { ApplicationLists } from './applications/application-lists';
import { ApplicationUse } from './applications/application-use';
import { ApplicationsController } from './applications/applications.controller';
import { Applications } from './applications/applications.service';
import { AttributeValues } from './attributes/attribute-values';
import { AttributesController } from './attributes/attributes.controller';
import { AttributeDeclarations } from './attributes/attributes.service';
import { AudiencesController } from './audiences/audiences.controller';
import { Audiences } from './audiences/audiences.service';
import { InternalAudiencesController } from './audiences/internal-audiences.controller';
import { AuthGuard } from './auth/auth.guard';
import { Credentials } from './auth/credentials';
import { RateLimit } from './auth/rate-limit';
import { CampaignCopies } from './campaigns/campaign-copies.service';
import { CampaignLists } from './campaigns/campaign-lists';
import { CampaignsController } from './campaigns/campaigns.controller';
import { Campaigns } from './campaigns/campaigns.service';
import { BudgetsController } from './budgets/budgets.controller';
import { CampaignBudgets } from './budgets/campaign-budgets';
import { CampaignTemplateLists } from './campaign-templates/campaign-template-lists';
import { CampaignTemplatesController } from './campaign-templates/campaign-templates.controller';
import { CampaignTemplates } from './campaign-templates/campaign-templates.service';
import { TemplateCampaigns } from './campaign-templates/template-campaigns.service';
import { TemplateCheck } from './campaign-templates/template-check';
import { CatalogProgress } from './catalog-log/catalog-progress';
import { CatalogView } from './catalog-log/catalog-view';
import { CatalogWriter } from './catalog-log/catalog-writer';
import { VersionInterceptor } from './catalog-log/version.interceptor';
import { Changes } from './changes/changes';
import { ChangesController } from './changes/changes.controller';
import { CouponJobsController } from './coupon-jobs/coupon-jobs.controller';
import { CouponJobs } from './coupon-jobs/coupon-jobs.service';
import { JobRunner } from './coupon-jobs/job-runner';
import { JobSteps } from './coupon-jobs/job-steps';
import { ApplicationCollectionsController } from './collections/application-collections.controller';
import { CampaignCollectionsController } from './collections/campaign-collections.controller';
import { CollectionCalls } from './collections/collection-calls';
import { CollectionsController } from './collections/collections.controller';
import { Collections } from './collections/collections.service';
import { ApplicationCouponsController } from './coupons/application-coupons.controller';
import { AwaitedReplies } from './coupons/awaited-replies';
import { CouponLists } from './coupons/coupon-lists';
import { CouponQueries } from './coupons/coupon-queries';
import { CouponRequests } from './coupons/coupon-requests';
import { CouponsController } from './coupons/coupons.controller';
import { Coupons } from './coupons/coupons.service';
import { Evaluator, Instance } from './coupons/evaluator';
import { Inbox } from './coupons/inbox';
import { RecentWrites } from './coupons/recent-writes';
import { CustomerOrderLists } from './customers/customer-orders';
import { CustomerOrdersController } from './customers/customer-orders.controller';
import { CustomersController } from './customers/customers.controller';
import { Profiles } from './customers/profiles';
import { database } from './database';
import { EvaluationController } from './evaluation/evaluation.controller';
import { EvaluationTrees } from './evaluation/evaluation-trees.service';
import { EventLists } from './events/event-lists';
import { EventsController } from './events/events.controller';
import { EventTypesController } from './event-types/event-types.controller';
import { EventTypes } from './event-types/event-types.service';
import { ExportLog } from './exports/export-log';
import { ExportLogController } from './exports/export-log.controller';
import { ExportsController } from './exports/exports.controller';
import { Exports } from './exports/exports.service';
import { CouponImports } from './imports/coupon-import';
import { ImportsController } from './imports/imports.controller';
import { KnownCodes } from './imports/known-codes';
import { GiveawayCodes } from './giveaways/giveaway-codes.service';
import { GiveawayPools } from './giveaways/giveaway-pools.service';
import { GiveawaysController } from './giveaways/giveaways.controller';
import { kafkaOf } from './kafka';
import { Pages } from './lists/pages';
import { LedgersController } from './loyalty/ledgers.controller';
import { Ledgers } from './loyalty/ledgers.service';
import { LoyaltyExports } from './loyalty/loyalty-exports.service';
import { LoyaltyPoints } from './loyalty/loyalty-points.service';
import { LoyaltyImportsController } from './loyalty/loyalty-imports.controller';
import { LoyaltyImports } from './loyalty/loyalty-imports.service';
import { LoyaltyProgramsController } from './loyalty/loyalty-programs.controller';
import { LoyaltyPrograms } from './loyalty/loyalty-programs.service';
import { ManagementKeysController } from './management-keys/management-keys.controller';
import { ManagementKeys } from './management-keys/management-keys.service';
import { LedgerOpeningImports } from './openings/ledger-openings.service';
import { LedgerOpeningsController } from './openings/ledger-openings.controller';
import { OpeningImports } from './openings/opening-imports.service';
import { OpeningsController } from './openings/openings.controller';
import { Projections } from './read-models/projections';
import { ReadModelsController } from './read-models/read-models.controller';
import { SessionLists } from './read-models/session-lists';
import { SessionTimelines } from './read-models/session-timelines';
import { Staleness } from './read-models/staleness';
import { FriendsController } from './referrals/friends.controller';
import { ReferralsController } from './referrals/referrals.controller';
import { RolesController } from './roles/roles.controller';
import { Dependents } from './rulesets/dependents';
import { RuleChecker } from './rulesets/rule-checker';
import { RulesetsController } from './rulesets/rulesets.controller';
import { Rulesets } from './rulesets/rulesets.service';
import { SchemasController } from './schemas/schemas.controller';
import { SessionsController } from './sessions/sessions.controller';
import { SignInLimits } from './sessions/sign-in-limits';
import { SignIn } from './sessions/sign-in.service';
import { SETTINGS, type Settings } from './settings';
import { Startup } from './startup';
import { UsersController } from './users/users.controller';
import { Users } from './users/users.service';
import { WebhookLogs } from './webhooks/webhook-logs';
import { WebhookLogsController } from './webhooks/webhook-logs.controller';
import { WebhooksController } from './webhooks/webhooks.controller';
import { Webhooks } from './webhooks/webhooks.service';

const CONTROLLERS = [
  AccessLogController,
  AccountsController,
  AdditionalCostsController,
  AchievementsController,
  AnalyticsController,
  ApiKeysController,
  ApplicationCollectionsController,
  ApplicationCouponsController,
  ApplicationsController,
  AttributesController,
  AudiencesController,
  BudgetsController,
  CampaignCollectionsController,
  CampaignsController,
  CampaignTemplatesController,
  ChangesController,
  CouponJobsController,
  CollectionsController,
  CouponsController,
  CustomerOrdersController,
  CustomersController,
  EvaluationController,
  EventsController,
  EventTypesController,
  ExportLogController,
  ExportsController,
  FriendsController,
  ImportsController,
  GiveawaysController,
  InternalAudiencesController,
  LedgersController,
  LoyaltyImportsController,
  LoyaltyProgramsController,
  ManagementKeysController,
  OpeningsController,
  LedgerOpeningsController,
  ReadModelsController,
  ReferralsController,
  RolesController,
  RulesetsController,
  SchemasController,
  SessionsController,
  UsersController,
  WebhookLogsController,
  WebhooksController,
];

const SERVICES = [
  AccessLists,
  AccessLog,
  Accounts,
  AdditionalCosts,
  Achievements,
  ApiKeys,
  Applications,
  ApplicationLists,
  ApplicationUse,
  AttributeDeclarations,
  AttributeValues,
  Audiences,
  AwaitedReplies,
  CampaignBudgets,
  CampaignCopies,
  CampaignFigures,
  CampaignLists,
  Campaigns,
  CampaignTemplateLists,
  CampaignTemplates,
  CatalogProgress,
  CatalogView,
  CatalogWriter,
  Changes,
  CouponImports,
  CouponJobs,
  CodeCounts,
  CollectionCalls,
  Collections,
  CouponLists,
  CouponQueries,
  CouponRequests,
  Coupons,
  Credentials,
  CustomerOrderLists,
  Dependents,
  EvaluationTrees,
  Evaluator,
  EventLists,
  EventTypes,
  ExportLog,
  Exports,
  JobRunner,
  JobSteps,
  GiveawayCodes,
  GiveawayPools,
  KnownCodes,
  Ledgers,
  LoyaltyExports,
  LoyaltyImports,
  LoyaltyPoints,
  LoyaltyPrograms,
  ManagementKeys,
  OpeningImports,
  LedgerOpeningImports,
  Pages,
  Profiles,
  Projections,
  RateLimit,
  RuleChecker,
  Rulesets,
  SessionLists,
  SessionTimelines,
  SignIn,
  SignInLimits,
  Staleness,
  Startup,
  TemplateCampaigns,
  TemplateCheck,
  Users,
  WebhookLogs,
  Webhooks,
];

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    const providers: Provider[] = [
      ...SERVICES,
      { provide: SETTINGS, useValue: settings },
      {
        provide: DataSource,
        useFactory: (lifecycle: Lifecycle) => openDatabase(settings, lifecycle),
        inject: [Lifecycle],
      },
      { provide: Cursors, useValue: new Cursors(settings.TESSERA_SERVICE_SECRET) },
      { provide: Inbox, useFactory: () => new Inbox(kafkaOf(settings)) },
      { provide: Instance, useFactory: Instance.create },
      { provide: RecentWrites, useFactory: () => new RecentWrites() },
      { provide: APP_GUARD, useClass: AuthGuard },
      { provide: APP_INTERCEPTOR, useClass: VersionInterceptor },
      { provide: APP_INTERCEPTOR, useExisting: Staleness },
    ];
    return { module: AppModule, controllers: CONTROLLERS, providers };
  }
}

async function openDatabase(settings: Settings, lifecycle: Lifecycle): Promise<DataSource> {
  const dataSource = await connectDatabase(database(settings));
  lifecycle.onStop('pools', 'database', () => dataSource.destroy());
  return dataSource;
}
