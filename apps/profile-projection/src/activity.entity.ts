import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What one application knows of a profile; amounts in minor units of its currency. */
@Entity('activity')
export class ActivityEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('text', { name: 'profile_id' })
  @Index('activity_profile')
  profileId!: string;

  @Column('bigint')
  position!: string;

  @Column('bigint', { name: 'closed_sessions' })
  closedSessions!: string;

  @Column('bigint', { name: 'total_sales' })
  totalSales!: string;

  @Column('timestamptz', { name: 'last_activity' })
  lastActivity!: Date;

  @Column('text')
  currency!: string;
}
