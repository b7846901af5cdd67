import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An endpoint that answered 410: not called again until its webhook is saved anew. */
@Entity('endpoint')
export class EndpointEntity {
  @PrimaryColumn('bigint')
  webhook!: string;

  @Column('timestamptz')
  disabled!: Date;

  /** The webhook's `modified` when it was called; a later one enables it. */
  @Column('bigint')
  modified!: string;
}
