import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A use of a coupon (+1) or its rollback (-1). */
@Entity('redemption')
@Index('redemption_profile', ['profileId'])
export class RedemptionEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint', { name: 'coupon_id' })
  couponId!: string;

  @PrimaryColumn('bigint')
  position!: string;

  @Column('text', { name: 'session_id' })
  sessionId!: string;

  @Column('text', { name: 'profile_id' })
  profileId!: string;

  @Column('bigint')
  delta!: string;

  /** Minor units. */
  @Column('bigint')
  discount!: string;

  @Column('timestamptz')
  at!: Date;
}
