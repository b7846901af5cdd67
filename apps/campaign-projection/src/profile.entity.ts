import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The numeric id of a profile, which most decisions about it do not name. */
@Entity('profile')
export class ProfileEntity {
  @PrimaryColumn('text', { name: 'integration_id' })
  integrationId!: string;

  @Column('bigint')
  id!: string;

  @Column('bigint')
  position!: string;
}
