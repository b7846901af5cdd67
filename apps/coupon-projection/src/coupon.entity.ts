import type { Json } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A coupon; settings and counters each keep the highest position that wrote them. */
@Entity('coupon')
@Index('coupon_canonical', { synchronize: false })
@Index('coupon_attributes', { synchronize: false })
@Index('coupon_recipient', { synchronize: false })
@Index('coupon_advocate', { synchronize: false })
@Index('coupon_of_everybody', { synchronize: false })
@Index('coupon_campaign', ['application', 'campaign', 'id'])
@Index('coupon_batch', ['application', 'batch', 'id'])
export class CouponEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint')
  id!: string;

  /** Null until the creation is folded. */
  @Column('bigint', { name: 'settings_position', nullable: true })
  settingsPosition!: string | null;

  @Column('bigint', { name: 'counters_position', nullable: true })
  countersPosition!: string | null;

  @Column('boolean', { default: false })
  deleted!: boolean;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  canonical!: string | null;

  @Column('bigint', { nullable: true })
  campaign!: string | null;

  @Column('text', { nullable: true })
  batch!: string | null;

  @Column('text', { nullable: true })
  recipient!: string | null;

  /** Of a referral. */
  @Column('text', { nullable: true })
  advocate!: string | null;

  @Column('bigint', { name: 'usage_limit', nullable: true })
  usageLimit!: string | null;

  @Column('timestamptz', { name: 'start_date', nullable: true })
  startDate!: Date | null;

  @Column('timestamptz', { name: 'expiry_date', nullable: true })
  expiryDate!: Date | null;

  @Column('timestamptz', { nullable: true })
  created!: Date | null;

  /** As the API shows it, without the counters; personal values still sealed. */
  @Column('jsonb', { nullable: true })
  body!: Json;

  @Column('bigint', { name: 'usage_counter', default: 0 })
  usageCounter!: string;

  /** Minor units. */
  @Column('bigint', { name: 'discount_counter', default: 0 })
  discountCounter!: string;

  /** Reservations come by decisions of their own, and so have a position of their own. */
  @Column('bigint', { name: 'reservation_position', nullable: true })
  reservationPosition!: string | null;

  @Column('bigint', { name: 'reservation_counter', default: 0 })
  reservationCounter!: string;

  @Column('text')
  currency!: string;
}
