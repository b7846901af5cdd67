import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication } from '../applications/find-application';
import { CampaignEntity } from './campaign.entity';

/** A campaign, as a path names it. */
export interface Place {
  readonly applicationId: bigint;
  readonly campaignId: bigint;
}

export interface CampaignPlace {
  readonly application: ApplicationEntity;
  readonly campaign: CampaignEntity;
}

/** The campaign of this application. Throws ApiError 404 application.not_found, campaign.not_found. */
export async function findCampaign(manager: EntityManager, applicationId: bigint, id: bigint): Promise<CampaignPlace> {
  const application = await findApplication(manager, applicationId);
  const campaign = await manager.findOneBy(CampaignEntity, { id, applicationId });
  if (!campaign) throw ApiError.notFound('campaign.not_found', 'There is no such campaign');
  return { application, campaign };
}
