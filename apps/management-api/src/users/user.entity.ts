import type { Role } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';

/** A person who signs in. Nothing of it leaves this service. */
@Entity('users')
@Index('users_email', ['email'], { unique: true })
export class UserEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'users_pk' })
  id!: bigint;

  /** In lower case. */
  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  name!: string;

  /** `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`. */
  @Column({ type: 'text' })
  password!: string;

  @Column({ type: 'text' })
  role!: Role;

  @Column({ type: 'text' })
  state!: 'active' | 'deactivated';

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
