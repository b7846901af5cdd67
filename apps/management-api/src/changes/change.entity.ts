import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigintColumn } from '../columns';

/** Who changed what, and when: an entry of the catalog log, or what stands in no log of this service. */
@Entity('changes')
@Index('changes_application', ['application', 'id'])
export class ChangeEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'changes_pk' })
  id!: string;

  /** 0 where the entity belongs to the account. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  application!: bigint;

  /** Whose change it is: the entity's path. */
  @Column({ type: 'text' })
  entity!: string;

  @Column({ type: 'bigint', transformer: bigintColumn })
  actor!: bigint;

  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  /** Of the entry of the catalog log that says the rest; null: `old` and `new` do. */
  @Column({ type: 'bigint', transformer: bigintColumn, nullable: true })
  version!: bigint | null;

  @Column({ type: 'jsonb', nullable: true })
  old!: unknown;

  @Column({ type: 'jsonb', nullable: true })
  new!: unknown;
}
