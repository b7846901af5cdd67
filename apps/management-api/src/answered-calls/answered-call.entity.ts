import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../columns';

/** What was answered to an integration that sent a key with its call. */
@Entity('answered_calls')
@Index('answered_calls_at', ['at'])
export class AnsweredCallEntity {
  @PrimaryColumn({ type: 'bigint', transformer: bigintColumn, primaryKeyConstraintName: 'answered_calls_pk' })
  application!: bigint;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'answered_calls_pk' })
  key!: string;

  /** SHA-256 over method, path and body. */
  @Column({ type: 'bytea' })
  hash!: Buffer;

  /** JSON; null: nothing. */
  @Column({ type: 'jsonb', nullable: true })
  answer!: unknown;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
