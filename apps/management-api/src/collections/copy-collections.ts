import type { CampaignEntity } from '../campaigns/campaign.entity';
import type { CampaignPlace } from '../campaigns/find-campaign';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CollectionEntity } from './collection.entity';
import { itemsOf, storeItems } from './collection-items';
import { collectionOf } from './collection.wire';
import { recordItems } from './collections.service';

/** Gives a copied campaign collections of its own with the items of its source's, under the names that rules have. */
export async function copyCollections(
  transaction: CatalogTransaction,
  source: CampaignEntity,
  { application, campaign }: CampaignPlace,
): Promise<void> {
  const { manager, now, actor } = transaction;
  const scope = { application: application.id, currency: application.currency };
  const place = { applicationId: application.id, campaignId: campaign.id };
  const by = { created: now, modified: now, createdBy: actor.userId, modifiedBy: actor.userId };
  for (const collection of await manager.findBy(CollectionEntity, { campaignId: source.id })) {
    const id = await transaction.nextId();
    const row = await manager.save(CollectionEntity, { ...collection, ...by, ...place, id });
    const items: string[] = [];
    for await (const { item } of itemsOf(manager, collection.id)) items.push(item);
    await storeItems(manager, id, items);
    transaction.record({ kind: 'CollectionSaved', entity: collectionOf(row) }, scope);
    recordItems(transaction, scope, id, items);
  }
}
