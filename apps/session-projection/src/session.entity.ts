import type { Json } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A session as it stands; `position` is the decision that wrote it, and a lower one never overwrites it. */
@Entity('session')
@Index('session_id', ['application', 'id'], { unique: true })
@Index('session_created', ['application', 'created', 'id'])
@Index('session_profile', ['application', 'profileId', 'id'])
@Index('session_profile_everywhere', ['profileId'])
export class SessionEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('text', { name: 'integration_id' })
  integrationId!: string;

  @Column('bigint')
  position!: string;

  @Column('bigint')
  id!: string;

  @Column('text', { name: 'profile_id' })
  profileId!: string;

  @Column('text')
  state!: string;

  @Column('text', { name: 'coupon_codes', array: true })
  @Index('session_coupon_codes', { synchronize: false })
  couponCodes!: string[];

  @Column('timestamptz')
  created!: Date;

  @Column('timestamptz')
  updated!: Date;

  /** When it closed last; null where it did not, or in rows that are older than this column. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  /** CustomerSessionV2; personal values still sealed. */
  @Column('jsonb')
  body!: Json;

  @Column('jsonb')
  effects!: Json;
}
