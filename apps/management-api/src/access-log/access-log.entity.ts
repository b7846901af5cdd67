import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../columns';

/** One call of this API, kept for thirty days. */
@Entity('access_log')
@Index('access_log_at', ['at'])
export class AccessLogEntity {
  /** In the order in which calls were written down. */
  @PrimaryColumn({
    ...{ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT', transformer: bigintColumn },
    primaryKeyConstraintName: 'access_log_pk',
  })
  id!: bigint;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ name: 'request_id', type: 'uuid' })
  requestId!: string;

  /** Whose path it is under; null: none. */
  @Column({ name: 'application_id', type: 'bigint', transformer: bigintColumn, nullable: true })
  applicationId!: bigint | null;

  @Column({ name: 'user_id', type: 'bigint', transformer: bigintColumn, nullable: true })
  userId!: bigint | null;

  @Column({ type: 'text' })
  method!: string;

  /** Without the query, which may name customers. */
  @Column({ type: 'text' })
  path!: string;

  @Column({ type: 'smallint' })
  status!: number;

  @Column({ name: 'duration_ms', type: 'integer' })
  durationMs!: number;
}
