import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../columns';

/** The last version given. Every management write locks this row first, so writes stand in one line. */
@Entity('catalog_counter')
export class CatalogCounter {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'catalog_counter_pk' })
  id!: number;

  @Column({ type: 'bigint', transformer: bigintColumn })
  version!: bigint;
}

/** How far the relay has published. Apart from the counter, which writers keep locked. */
@Entity('catalog_relay')
export class CatalogRelayProgress {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'catalog_relay_pk' })
  id!: number;

  @Column({ type: 'bigint', transformer: bigintColumn })
  published!: bigint;
}

/** One record of catalog.events.v1, as it was or will be published. Never changed, never deleted. */
@Entity('catalog_log')
@Index('catalog_log_entity', ['entity', 'version'])
export class CatalogLogEntry {
  @PrimaryColumn({ type: 'bigint', transformer: bigintColumn, primaryKeyConstraintName: 'catalog_log_pk' })
  version!: bigint;

  /** 0 where the entity belongs to the account. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  application!: bigint;

  /** CampaignSaved and its like. */
  @Column({ type: 'text' })
  kind!: string;

  /** Whose change it is: the entity's path. */
  @Column({ type: 'text' })
  entity!: string;

  @Column({ type: 'bigint', transformer: bigintColumn })
  actor!: bigint;

  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  /** The Kafka value, framed. */
  @Column({ type: 'bytea' })
  bytes!: Buffer;
}
