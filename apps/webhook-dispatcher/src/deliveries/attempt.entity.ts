import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One try of a delivery. Without status and error its process ended before it could tell. */
@Entity('attempt')
export class AttemptEntity {
  /** The delivery's, so that both leave together. */
  @PrimaryColumn('timestamptz')
  created!: Date;

  @PrimaryColumn('uuid')
  id!: string;

  /** From 1. */
  @PrimaryColumn('int')
  number!: number;

  @Column('timestamptz')
  at!: Date;

  @Column('int', { name: 'duration_ms', nullable: true })
  durationMs!: number | null;

  /** The HTTP status that was answered. */
  @Column('int', { nullable: true })
  status!: number | null;

  /** Why there was no answer. */
  @Column('text', { nullable: true })
  error!: string | null;
}
