import { type Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { ACCOUNT_ID } from '@tessera/api-contracts';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../auth/actor';
import { csvOf } from '../exports/csv';
import { download } from '../exports/download';
import { NAMED_ROWS } from '../imports/csv-rows';
import type { ItemFile } from '../imports/item-file';
import { Pages } from '../lists/pages';
import { itemsOf } from './collection-items';
import { type CollectionPlace, findCollection, scopeOf } from './collection-place';
import type {
  CollectionImportDto,
  CollectionItemPageDto,
  CollectionPageDto,
  CollectionQueryDto,
} from './collection.dto';
import { CollectionEntity, CollectionItemEntity } from './collection.entity';
import { showCollection } from './collection.wire';
import { Collections } from './collections.service';

/** What the account's collections and those of campaigns answer alike. */
@Injectable()
export class CollectionCalls {
  constructor(
    private readonly collections: Collections,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  /** Throws ApiError 404 where the place is not there. */
  async list(place: CollectionPlace, query: CollectionQueryDto): Promise<CollectionPageDto> {
    await scopeOf(this.dataSource.manager, place);
    const { applicationId, campaignId } = place;
    return this.read(`collections/${applicationId}/${campaignId}`, query, (rows) =>
      rows.where('row.application_id = :applicationId AND row.campaign_id = :campaignId', {
        applicationId: applicationId.toString(),
        campaignId: campaignId.toString(),
      }),
    );
  }

  /** The account's collections that an application may use. */
  listUsable(applicationId: bigint, query: CollectionQueryDto): Promise<CollectionPageDto> {
    return this.read(`applications/${applicationId}/collections`, query, (rows) =>
      rows.where(
        `row.campaign_id = 0 AND
         (row.subscribed_application_ids = '{}' OR :application = ANY (row.subscribed_application_ids))`,
        { application: applicationId.toString() },
      ),
    );
  }

  async items(place: CollectionPlace, id: bigint, query: CollectionQueryDto): Promise<CollectionItemPageDto> {
    await findCollection(this.dataSource.manager, place, id);
    return this.pages.read({
      list: `collections/${id}/items`,
      entity: CollectionItemEntity,
      query,
      where: (rows) => rows.where('row.collection_id = :id', { id: id.toString() }),
      show: ({ item }) => ({ collectionId: Number(id), item }),
    });
  }

  async export(place: CollectionPlace, id: bigint): Promise<StreamableFile> {
    const { manager } = this.dataSource;
    const { name } = await findCollection(manager, place, id);
    const file: Readable = csvOf(['item'], itemsOf(manager, id));
    return download(name, file);
  }

  /** Throws ApiError 404. */
  async import(
    actor: Actor,
    place: CollectionPlace,
    id: bigint,
    { items, wrong }: ItemFile,
  ): Promise<CollectionImportDto> {
    const { modified } = await this.collections.import(actor, place, id, items);
    return {
      ...{ id: Number(id), created: modified.toISOString(), accountId: ACCOUNT_ID, userId: Number(actor.userId) },
      ...{ entity: 'Collection', amount: items.length, skipped: wrong.length, rows: wrong.slice(0, NAMED_ROWS) },
    };
  }

  private read(
    list: string,
    query: CollectionQueryDto,
    where: (rows: SelectQueryBuilder<CollectionEntity>) => SelectQueryBuilder<CollectionEntity>,
  ): Promise<CollectionPageDto> {
    const { name } = query;
    return this.pages.read({
      ...{ list: `${list}?name=${name ?? ''}`, entity: CollectionEntity, query, show: showCollection },
      where: (rows) => (name === undefined ? where(rows) : where(rows).andWhere('row.name = :name', { name })),
    });
  }
}
