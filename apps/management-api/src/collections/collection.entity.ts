import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn, bigintsColumn, catalogId } from '../columns';

@Entity('collections')
@Index('collections_name', ['applicationId', 'campaignId', 'name'], { unique: true })
export class CollectionEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'collections_pk' })
  id!: bigint;

  /** 0: the account's. */
  @Column({ name: 'application_id', type: 'bigint', transformer: bigintColumn })
  applicationId!: bigint;

  /** 0: no campaign's. */
  @Column({ name: 'campaign_id', type: 'bigint', transformer: bigintColumn })
  campaignId!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  /** Of the account's: empty is every application. */
  @Column({ name: 'subscribed_application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  subscribedApplicationIds!: bigint[];

  @Column({ name: 'created_by', type: 'bigint', transformer: bigintColumn })
  createdBy!: bigint;

  @Column({ name: 'modified_by', type: 'bigint', transformer: bigintColumn })
  modifiedBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}

/** The place of an item is its id within its collection, so that lists have an order. */
@Entity('collection_items')
export class CollectionItemEntity {
  @PrimaryColumn({ ...catalogId, name: 'collection_id', primaryKeyConstraintName: 'collection_items_pk' })
  collectionId!: bigint;

  @PrimaryColumn({ type: 'bigint', transformer: bigintColumn, primaryKeyConstraintName: 'collection_items_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  item!: string;
}
