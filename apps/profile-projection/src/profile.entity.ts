import type { Json } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A profile of the account; `position` is the decision that wrote it, and a lower one never overwrites it. */
@Entity('profile')
@Index('profile_id', ['id'], { unique: true })
// Its kind of index cannot be said here: the migration makes it.
@Index('profile_audiences', { synchronize: false })
export class ProfileEntity {
  @PrimaryColumn('text', { name: 'integration_id' })
  integrationId!: string;

  @Column('bigint')
  position!: string;

  @Column('bigint')
  id!: string;

  @Column('timestamptz')
  created!: Date;

  @Column('timestamptz')
  updated!: Date;

  /** As the API shows them; personal values still sealed. */
  @Column('jsonb')
  attributes!: Json;

  /** Memberships as the API shows them. */
  @Column('jsonb')
  audiences!: Json;
}
