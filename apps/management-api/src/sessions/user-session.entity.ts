import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';
import { UserEntity } from '../users/user.entity';

/** A sign-in. The token itself is not kept. */
@Entity('user_sessions')
@Index('user_sessions_user', ['userId'])
export class UserSessionEntity {
  /** SHA-256 of the token. */
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'user_sessions_pk' })
  hash!: Buffer;

  @ForeignKey(() => UserEntity, { name: 'user_sessions_user_fk', onDelete: 'CASCADE' })
  @Column({ ...catalogId, name: 'user_id' })
  userId!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  expires!: Date;
}
