import type { EntityManager } from 'typeorm';
import { CollectionItemEntity } from './collection.entity';

/** Rows of one statement, and of one page of an export. */
const BATCH = 10_000;

/** Puts the items in place of those before. */
export async function storeItems(
  manager: EntityManager,
  collectionId: bigint,
  items: readonly string[],
): Promise<void> {
  await manager.delete(CollectionItemEntity, { collectionId });
  for (let from = 0; from < items.length; from += BATCH) {
    await manager.query(
      `INSERT INTO collection_items (collection_id, id, item)
       SELECT $1, $2 + place, item FROM unnest($3::text[]) WITH ORDINALITY AS one (item, place)`,
      [collectionId.toString(), from, items.slice(from, from + BATCH)],
    );
  }
}

/** All items in their order, page after page. */
export async function* itemsOf(manager: EntityManager, collectionId: bigint): AsyncGenerator<{ item: string }> {
  for (let last = 0n; ;) {
    const page = await manager
      .createQueryBuilder(CollectionItemEntity, 'row')
      .where('row.collection_id = :id AND row.id > :last', { id: collectionId.toString(), last: last.toString() })
      .orderBy('row.id', 'ASC')
      .limit(BATCH)
      .getMany();
    for (const { item } of page) yield { item };
    const end = page.at(-1);
    if (end === undefined || page.length < BATCH) return;
    last = end.id;
  }
}
