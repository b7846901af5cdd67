import type { COUPON_JOB_STATES, NewCoupons, UpdateCoupon } from '@tessera/api-contracts';
import type { ErrorDetail } from '@tessera/service-kit';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';
import type { CodePattern } from '../coupons/coupon-chunks';
import type { SettingsBody } from '../coupons/coupon-settings';

/** As the list of coupons takes it. */
export type CouponSelection = Readonly<Record<string, string | undefined>>;

/** What a job does. */
export type JobWork =
  | {
      readonly kind: 'creation';
      readonly batch: string;
      readonly count: NewCoupons['numberOfCoupons'];
      readonly pattern: CodePattern;
      readonly body: SettingsBody;
    }
  | { readonly kind: 'update'; readonly selection: CouponSelection; readonly body: UpdateCoupon }
  | { readonly kind: 'deletion'; readonly selection: CouponSelection };

/** Why a job failed, as an answer would say it. */
export interface JobFailure {
  readonly status: number;
  readonly errors: readonly ErrorDetail[];
}

/** Work on coupons, and how far it is: whoever runs it goes on from there. */
@Entity('coupon_jobs')
@Index('coupon_jobs_running', { synchronize: false })
export class CouponJobEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'coupon_jobs_pk' })
  id!: bigint;

  @Column({ ...catalogId, name: 'application_id' })
  applicationId!: bigint;

  @Column({ ...catalogId, name: 'campaign_id' })
  campaignId!: bigint;

  @Column({ type: 'jsonb' })
  work!: JobWork;

  @Column({ type: 'text' })
  state!: (typeof COUPON_JOB_STATES)[number];

  /** The next one; those before it are decided. */
  @Column({ type: 'integer' })
  chunk!: number;

  /** Of a selection: where the next page begins. */
  @Column({ type: 'text', nullable: true })
  cursor!: string | null;

  /** Coupons created, updated or deleted. */
  @Column({ type: 'integer' })
  done!: number;

  /** When the chunks that are not decided yet were sent first; null: they were not. */
  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  failure!: JobFailure | null;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  /** The last step; the running job that waits longest is next. */
  @Column({ type: 'timestamptz' })
  updated!: Date;
}
