import type { LoyaltyProgram as LoyaltyProgramJson } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

export interface StoredTier {
  readonly name: string;
  readonly minPoints: number;
  /** RFC 3339. */
  readonly created: string;
}

@Entity('loyalty_programs')
@Index('loyalty_programs_name', ['name'], { unique: true })
export class LoyaltyProgramEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'loyalty_programs_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ name: 'application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  applicationIds!: bigint[];

  @Column({ name: 'default_validity', type: 'text' })
  defaultValidity!: string;

  @Column({ name: 'default_pending', type: 'text' })
  defaultPending!: string;

  @Column({ name: 'allow_subledger', type: 'boolean' })
  allowSubledger!: boolean;

  @Column({ type: 'text' })
  timezone!: string;

  /** By their points, from the lowest on. */
  @Column({ type: 'jsonb' })
  tiers!: StoredTier[];

  @Column({ name: 'tiers_expiration_policy', type: 'text', nullable: true })
  tiersExpirationPolicy!: LoyaltyProgramJson['tiersExpirationPolicy'];

  @Column({ name: 'tiers_expire_in', type: 'text', nullable: true })
  tiersExpireIn!: string | null;

  @Column({ name: 'tier_cycle_start_date', type: 'timestamptz', nullable: true })
  tierCycleStartDate!: Date | null;

  @Column({ name: 'tiers_expiration_attribute', type: 'text', nullable: true })
  tiersExpirationAttribute!: string | null;

  @Column({ name: 'tiers_downgrade_policy', type: 'text' })
  tiersDowngradePolicy!: LoyaltyProgramJson['tiersDowngradePolicy'];

  @Column({ name: 'program_join_policy', type: 'text' })
  programJoinPolicy!: LoyaltyProgramJson['programJoinPolicy'];

  @Column({ name: 'return_policy', type: 'text' })
  returnPolicy!: LoyaltyProgramJson['returnPolicy'];

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
