import type { Json } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One thing that happened to points; its id is made of the decision's position and its place there. */
@Entity('ledger_entry')
@Index('ledger_entry_of_profile', ['program', 'profileId', 'id'])
@Index('ledger_entry_of_program', ['program', 'id'])
@Index('ledger_entry_of_day', ['program', 'created'])
@Index('ledger_entry_of_session', ['sessionId'])
@Index('ledger_entry_of_transaction', ['transactionUuid'])
export class LedgerEntryEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint')
  program!: string;

  @Column('text', { name: 'profile_id' })
  profileId!: string;

  /** When it counts. */
  @Column('timestamptz')
  created!: Date;

  @Column('bigint')
  application!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  subledger!: string;

  @Column('bigint')
  points!: string;

  @Column('text', { name: 'transaction_uuid' })
  transactionUuid!: string;

  @Column('text', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  @Column('bigint', { name: 'import_id' })
  importId!: string;

  @Column('jsonb')
  body!: Json;
}
