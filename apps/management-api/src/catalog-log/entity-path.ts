import type { CatalogChange } from '@tessera/promotion';

/** Which entity a change is about: its address in this API, without the version. */
export function entityPath(change: CatalogChange): string {
  switch (change.kind) {
    case 'ApplicationSaved':
      return `/applications/${change.entity.id}`;
    case 'ApiKeySaved':
      return `/applications/${change.entity.application}/api_keys/${change.entity.id}`;
    case 'AttributeSaved':
      return `/attributes/${change.entity.id}`;
    case 'AttributeDeleted':
      return `/attributes/${change.id}`;
    case 'EventTypeSaved':
      return `/event_types/${change.entity.id}`;
    case 'CampaignSaved':
      return campaignPath(change.entity.application, change.entity.id);
    case 'CampaignDeleted':
      return campaignPath(change.application, change.id);
    case 'RulesetSaved':
      return `${campaignPath(change.entity.application, change.entity.campaign)}/rulesets/${change.entity.id}`;
    case 'RulesetDeleted':
      return `${campaignPath(change.application, change.campaign)}/rulesets/${change.id}`;
    case 'WebhookSaved':
      return `/webhooks/${change.entity.id}`;
    case 'WebhookDeleted':
      return `/webhooks/${change.id}`;
    case 'LoyaltyProgramSaved':
      return `/loyalty_programs/${change.entity.id}`;
    case 'EvaluationTreeSaved':
      return `/applications/${change.entity.application}/evaluation_tree`;
    case 'AdditionalCostSaved':
      return `/additional_costs/${change.entity.id}`;
    case 'CollectionSaved':
      return `/collections/${change.entity.id}`;
    case 'CollectionItemsImported':
      return `/collections/${change.collection}/items`;
    case 'CollectionDeleted':
      return `/collections/${change.id}`;
    case 'AudienceSaved':
      return `/audiences/${change.entity.id}`;
    case 'AudienceDeleted':
      return `/audiences/${change.id}`;
    case 'GiveawayPoolSaved':
      return `/giveaways/pools/${change.entity.id}`;
    case 'GiveawayPoolDeleted':
      return `/giveaways/pools/${change.id}`;
    case 'AchievementSaved':
      return achievementPath(change.entity.application, change.entity.id);
    case 'AchievementDeleted':
      return achievementPath(change.application, change.id);
  }
}

const campaignPath = (application: bigint, id: bigint): string => `/applications/${application}/campaigns/${id}`;
const achievementPath = (application: bigint, id: bigint): string => `/applications/${application}/achievements/${id}`;
