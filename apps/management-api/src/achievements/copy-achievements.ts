import type { CampaignEntity } from '../campaigns/campaign.entity';
import type { CampaignPlace } from '../campaigns/find-campaign';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { AchievementEntity } from './achievement.entity';
import { achievementOf } from './achievement.wire';

/**
 * Gives a copied campaign achievements like those of its source; nobody took a step towards them yet.
 * @returns the copies' ids, by the ids of those that they are copies of
 */
export async function copyAchievements(
  transaction: CatalogTransaction,
  source: CampaignEntity,
  { application, campaign }: CampaignPlace,
): Promise<ReadonlyMap<string, bigint>> {
  const { manager, now, actor } = transaction;
  const scope = { application: application.id, currency: application.currency };
  const ids = new Map<string, bigint>();
  const place = { applicationId: application.id, campaignId: campaign.id };
  for (const achievement of await manager.findBy(AchievementEntity, { campaignId: source.id })) {
    const id = await transaction.nextId();
    const own = { id, ...place, created: now, modified: now, createdBy: actor.userId };
    const row = await manager.save(AchievementEntity, { ...achievement, ...own });
    transaction.record({ kind: 'AchievementSaved', entity: achievementOf(row) }, scope);
    ids.set(String(achievement.id), id);
  }
  return ids;
}
