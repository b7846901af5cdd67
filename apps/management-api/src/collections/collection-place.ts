import type { EntityManager } from 'typeorm';
import { ApiError } from '@tessera/service-kit';
import { findCampaign } from '../campaigns/find-campaign';
import { ACCOUNT, type Scope } from '../catalog-log/catalog-transaction';
import { CollectionEntity } from './collection.entity';

/** Whose collections: the account's, or a campaign's. */
export interface CollectionPlace {
  /** 0: the account. */
  readonly applicationId: bigint;
  readonly campaignId: bigint;
}

export const OF_ACCOUNT: CollectionPlace = { applicationId: 0n, campaignId: 0n };

/** Of whom the log says it. Throws ApiError 404 where the place is not there. */
export async function scopeOf(manager: EntityManager, { applicationId, campaignId }: CollectionPlace): Promise<Scope> {
  if (campaignId === 0n) return ACCOUNT;
  const { application } = await findCampaign(manager, applicationId, campaignId);
  return { application: application.id, currency: application.currency };
}

/** Throws ApiError 404: application.not_found, campaign.not_found, collection.not_found. */
export async function findCollection(
  manager: EntityManager,
  place: CollectionPlace,
  id: bigint,
): Promise<CollectionEntity> {
  await scopeOf(manager, place);
  const collection = await manager.findOneBy(CollectionEntity, { id, ...place });
  if (!collection) throw ApiError.notFound('collection.not_found', 'There is no such collection');
  return collection;
}
