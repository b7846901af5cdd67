import type { Role } from '@tessera/api-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';

/** A key for programs that manage: `Authorization: ManagementKey-v1 mk_<id>_<secret>`. */
@Entity('management_keys')
export class ManagementKeyEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'management_keys_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  role!: Role;

  /** SHA-256 of the secret. */
  @Column({ type: 'bytea' })
  hash!: Buffer;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  expires!: Date;

  @Column({ type: 'boolean' })
  revoked!: boolean;
}
