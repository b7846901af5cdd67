import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { AccessLogEntity } from './access-log/access-log.entity';
import { AchievementEntity } from './achievements/achievement.entity';
import { AdditionalCostEntity } from './additional-costs/additional-cost.entity';
import { AnsweredCallEntity } from './answered-calls/answered-call.entity';
import { ApiKeyEntity } from './api-keys/api-key.entity';
import { ApplicationEntity } from './applications/application.entity';
import { AttributeEntity } from './attributes/attribute.entity';
import { AudienceEntity } from './audiences/audience.entity';
import { CampaignTemplateEntity } from './campaign-templates/campaign-template.entity';
import { CampaignEntity } from './campaigns/campaign.entity';
import { CatalogCounter, CatalogLogEntry, CatalogRelayProgress } from './catalog-log/catalog-log.entity';
import { ChangeEntity } from './changes/change.entity';
import { CollectionEntity, CollectionItemEntity } from './collections/collection.entity';
import { CouponJobEntity } from './coupon-jobs/coupon-job.entity';
import { EvaluationTreeEntity } from './evaluation/evaluation-tree.entity';
import { EventTypeEntity } from './event-types/event-type.entity';
import { ExportEntity } from './exports/export.entity';
import { GiveawayPoolEntity } from './giveaways/giveaway-pool.entity';
import { LoyaltyProgramEntity } from './loyalty/loyalty-program.entity';
import { ManagementKeyEntity } from './management-keys/management-key.entity';
import { Management1763900000000 } from './migrations/1763900000000-management';
import { RollbackCoupons1764000000000 } from './migrations/1764000000000-rollback-coupons';
import { LimitsAndEvaluation1764100000000 } from './migrations/1764100000000-limits-and-evaluation';
import { Changes1764200000000 } from './migrations/1764200000000-changes';
import { AdditionalCosts1764300000000 } from './migrations/1764300000000-additional-costs';
import { Collections1764310000000 } from './migrations/1764310000000-collections';
import { CouponJobs1764310000000 } from './migrations/1764310000000-coupon-jobs';
import { Audiences1764320000000 } from './migrations/1764320000000-audiences';
import { GiveawayPools1764330000000 } from './migrations/1764330000000-giveaway-pools';
import { Achievements1764340000000 } from './migrations/1764340000000-achievements';
import { LoyaltyPrograms1764350000000 } from './migrations/1764350000000-loyalty-programs';
import { TierAttributes1764355000000 } from './migrations/1764355000000-tier-attributes';
import { IdleSessions1764360000000 } from './migrations/1764360000000-idle-sessions';
import { CampaignTemplates1764370000000 } from './migrations/1764370000000-campaign-templates';
import { DeletedAttributes1764380000000 } from './migrations/1764380000000-deleted-attributes';
import { ReferralSettings1764390000000 } from './migrations/1764390000000-referral-settings';
import { AnsweredCalls1764395000000 } from './migrations/1764395000000-answered-calls';
import { ChangeList1764398000000 } from './migrations/1764398000000-change-list';
import { AccessLogAndExports1764400000000 } from './migrations/1764400000000-access-log-and-exports';
import { ReevaluateOnReturn1764410000000 } from './migrations/1764410000000-reevaluate-on-return';
import { TemplateCampaigns1764420000000 } from './migrations/1764420000000-template-campaigns';
import { TiersCreated1764430000000 } from './migrations/1764430000000-tiers-created';
import { RulesetVersionEntity } from './rulesets/ruleset-version.entity';
import { RulesetEntity } from './rulesets/ruleset.entity';
import { UserSessionEntity } from './sessions/user-session.entity';
import { UserEntity } from './users/user.entity';
import { WebhookEntity } from './webhooks/webhook.entity';

/** This service's schema: its entities and their migrations. */
export function database(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'management-api',
    entities: [
      AccessLogEntity,
      AnsweredCallEntity,
      AdditionalCostEntity,
      AchievementEntity,
      ApiKeyEntity,
      ApplicationEntity,
      AttributeEntity,
      AudienceEntity,
      CampaignEntity,
      CampaignTemplateEntity,
      CatalogCounter,
      CatalogLogEntry,
      CatalogRelayProgress,
      ChangeEntity,
      CouponJobEntity,
      CollectionEntity,
      CollectionItemEntity,
      EvaluationTreeEntity,
      EventTypeEntity,
      ExportEntity,
      GiveawayPoolEntity,
      LoyaltyProgramEntity,
      ManagementKeyEntity,
      RulesetEntity,
      RulesetVersionEntity,
      UserEntity,
      UserSessionEntity,
      WebhookEntity,
    ],
    migrations: [
      Management1763900000000,
      RollbackCoupons1764000000000,
      LimitsAndEvaluation1764100000000,
      Changes1764200000000,
      CouponJobs1764310000000,
      AdditionalCosts1764300000000,
      AccessLogAndExports1764400000000,
      Collections1764310000000,
      Audiences1764320000000,
      GiveawayPools1764330000000,
      Achievements1764340000000,
      LoyaltyPrograms1764350000000,
      TierAttributes1764355000000,
      IdleSessions1764360000000,
      CampaignTemplates1764370000000,
      DeletedAttributes1764380000000,
      ReferralSettings1764390000000,
      AnsweredCalls1764395000000,
      ChangeList1764398000000,
      ReevaluateOnReturn1764410000000,
      TemplateCampaigns1764420000000,
      TiersCreated1764430000000,
    ],
  };
}
