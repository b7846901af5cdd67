import type { Json } from '@tessera/api-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One decision about a session: what came, and what was answered. */
@Entity('timeline')
export class TimelineEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('text', { name: 'session_id' })
  sessionId!: string;

  @PrimaryColumn('bigint')
  position!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  type!: string;

  @Column('text')
  outcome!: string;

  @Column('text', { name: 'request_id' })
  requestId!: string;

  @Column('jsonb')
  effects!: Json;

  @Column('jsonb')
  errors!: Json;

  @Column('jsonb', { name: 'rule_failures' })
  ruleFailures!: Json;
}
