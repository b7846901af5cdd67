import type { Campaign as CampaignJson } from '@tessera/api-contracts';
import type { Campaign } from '@tessera/promotion';
import type { Counters } from '../analytics/counters.wire';
import { instantOf, instantOrNull } from '../catalog-log/instants';
import type { UserNames } from '../users/user-names';
import type { CampaignEntity } from './campaign.entity';
import { limitsOf } from './limits';

/** Values of a campaign by their declared types. */
export type CampaignValues = Pick<Campaign, 'attributes' | 'couponAttributes'>;

/** The campaign as the log has it. */
export function campaignOf(row: CampaignEntity, values: CampaignValues, currency: string): Campaign {
  const { id, applicationId: application, name, description, state, tags, features, createdBy } = row;
  return {
    ...{ id, application, name, description, state, tags, features, createdBy },
    ...values,
    startTime: instantOrNull(row.startTime),
    endTime: instantOrNull(row.endTime),
    limits: limitsOf(row.limits, currency),
    activeRulesetId: row.activeRulesetId,
    couponSettings: row.couponSettings,
    referralSettings: row.referralSettings,
    created: instantOf(row.created),
    updated: instantOf(row.updated),
    rollbackCouponsOnCancel: row.rollbackCouponsOnCancel,
    reevaluateOnReturn: row.reevaluateOnReturn,
  };
}

/** What a campaign is shown with that is not in its row. */
export interface Beside {
  readonly users: UserNames;
  /** Its evaluation group. */
  readonly groupId: number;
  /** Undefined: their read model does not answer. */
  readonly counters: Counters | undefined;
}

export function showCampaign(row: CampaignEntity, now: Date, { users, groupId, counters }: Beside): CampaignJson {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    applicationId: Number(row.applicationId),
    userId: Number(row.createdBy),
    name: row.name,
    description: row.description,
    ...(row.startTime && { startTime: row.startTime.toISOString() }),
    ...(row.endTime && { endTime: row.endTime.toISOString() }),
    attributes: row.attributes,
    couponAttributes: row.couponAttributes,
    ...(row.templateId !== null && { templateId: Number(row.templateId) }),
    state: row.state,
    frontendState: frontendState(row, now),
    ...(row.activeRulesetId !== null && { activeRulesetId: Number(row.activeRulesetId) }),
    tags: row.tags,
    features: row.features,
    limits: row.limits,
    ...(row.couponSettings && { couponSettings: row.couponSettings }),
    ...(row.referralSettings && { referralSettings: row.referralSettings }),
    rollbackCouponsOnCancel: row.rollbackCouponsOnCancel,
    reevaluateOnReturn: row.reevaluateOnReturn,
    campaignGroups: [],
    evaluationGroupId: groupId,
    updated: row.updated.toISOString(),
    createdBy: users.get(row.createdBy) ?? '',
    updatedBy: users.get(row.updatedBy) ?? '',
    ...counters,
  };
}

/** Only a running campaign is evaluated; the end of the schedule is its first instant without it. */
function frontendState(row: CampaignEntity, now: Date): CampaignJson['frontendState'] {
  if (row.state !== 'enabled') return row.state;
  if (row.endTime && row.endTime <= now) return 'expired';
  return row.startTime && row.startTime > now ? 'scheduled' : 'running';
}
