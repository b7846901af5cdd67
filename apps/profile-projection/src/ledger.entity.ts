import type { Json } from '@tessera/api-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The points of a profile in a program; `position` is the decision that wrote it, and a lower one never overwrites it. */
@Entity('ledger')
export class LedgerEntity {
  @PrimaryColumn('bigint')
  program!: string;

  @PrimaryColumn('text', { name: 'profile_id' })
  profileId!: string;

  @Column('bigint')
  position!: string;

  /** Hundredths and milliseconds, as `storedLedger` reads them. */
  @Column('jsonb')
  state!: Json;
}
