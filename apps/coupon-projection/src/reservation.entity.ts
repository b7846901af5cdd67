import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Whether a profile has a coupon reserved; the highest position holds. */
@Entity('reservation')
@Index('reservation_profile', ['profileId'])
export class ReservationEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint', { name: 'coupon_id' })
  couponId!: string;

  @PrimaryColumn('text', { name: 'profile_id' })
  profileId!: string;

  @Column('bigint')
  position!: string;

  @Column('boolean')
  reserved!: boolean;

  @Column('timestamptz')
  at!: Date;
}
