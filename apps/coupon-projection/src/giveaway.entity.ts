import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A code of a pool, and whose it is. Both are told by events that may come in any order; neither is ever told otherwise. */
@Entity('giveaway')
@Index('giveaway_pool', ['pool', 'id'])
@Index('giveaway_profile', ['profileId', 'id'])
export class GiveawayEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint')
  pool!: string;

  /** Its place in the pool. */
  @Column('bigint')
  number!: string;

  @Column('text')
  code!: string;

  /** When it came into the pool; null until that is folded. */
  @Column('timestamptz', { nullable: true })
  created!: Date | null;

  /** From when on it may be given away; null: at once. */
  @Column('timestamptz', { name: 'start_date', nullable: true })
  startDate!: Date | null;

  /** Until when, exclusive; null: for ever. */
  @Column('timestamptz', { name: 'end_date', nullable: true })
  endDate!: Date | null;

  /** The decision that gave it; null: it is nobody's. */
  @Column('bigint', { nullable: true })
  position!: string | null;

  @Column('bigint', { nullable: true })
  application!: string | null;

  @Column('bigint', { nullable: true })
  campaign!: string | null;

  @Column('text', { name: 'pool_name', nullable: true })
  poolName!: string | null;

  @Column('text', { name: 'profile_id', nullable: true })
  profileId!: string | null;

  @Column('text', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  @Column('timestamptz', { nullable: true })
  awarded!: Date | null;
}
