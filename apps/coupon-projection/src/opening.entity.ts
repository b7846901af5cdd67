import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How often a profile redeemed a coupon before Tessera knew of it; the highest position holds. */
@Entity('opening')
@Index('opening_profile', ['profileId'])
export class OpeningEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint', { name: 'coupon_id' })
  couponId!: string;

  @PrimaryColumn('text', { name: 'profile_id' })
  profileId!: string;

  @Column('bigint')
  position!: string;

  @Column('bigint')
  redemptions!: string;
}
