import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from '../applications/application.entity';
import { catalogId } from '../columns';

/** `Authorization: ApiKey-v1 pk_<id>_<secret>`. */
@Entity('api_keys')
@Index('api_keys_application', ['applicationId', 'id'])
export class ApiKeyEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'api_keys_pk' })
  id!: bigint;

  @ForeignKey(() => ApplicationEntity, { name: 'api_keys_application_fk' })
  @Column({ ...catalogId, name: 'application_id' })
  applicationId!: bigint;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text', nullable: true })
  platform!: string | null;

  @Column({ type: 'text', array: true })
  scopes!: string[];

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
