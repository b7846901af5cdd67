import type { Json } from '@tessera/api-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a profile is with an achievement; `position` is the decision that wrote it, and a lower one never overwrites it. */
@Entity('achievement')
export class AchievementEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('text', { name: 'profile_id' })
  profileId!: string;

  @PrimaryColumn('bigint')
  achievement!: string;

  @Column('bigint')
  position!: string;

  /** The newest last. */
  @Column('jsonb')
  trackers!: Json;
}
