import { ACCOUNT_ID, type CampaignTemplate } from '@tessera/api-contracts';
import type { UserNames } from '../users/user-names';
import type { CampaignTemplateEntity } from './campaign-template.entity';

/** A template as the API shows it. */
export function showTemplate(row: CampaignTemplateEntity, users: UserNames): CampaignTemplate {
  const { id, created, updated, createdBy, updatedBy, applicationIds, attributes, parameters, ...same } = row;
  const { couponSettings, referralSettings, ...rest } = same;
  const applicationsIds = applicationIds.map(Number);
  return {
    ...{ id: Number(id), created: created.toISOString(), accountId: ACCOUNT_ID, userId: Number(createdBy) },
    ...rest,
    ...(couponSettings && { couponSettings }),
    ...(referralSettings && { referralSettings }),
    ...{ applicationsIds, validApplicationIds: applicationsIds, campaignAttributes: attributes },
    templateParams: parameters,
    ...{ updated: updated.toISOString(), updatedBy: users.get(updatedBy) ?? '' },
  };
}
