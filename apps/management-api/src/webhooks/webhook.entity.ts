import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

/** A text sealed with the installation's master key; the bytes are in base64. */
export interface SealedText {
  keyId: string;
  nonce: string;
  bytes: string;
}

@Entity('webhooks')
export class WebhookEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'webhooks_pk' })
  id!: bigint;

  /** Empty: every application. */
  @Column({ name: 'application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  applicationIds!: bigint[];

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  verb!: string;

  @Column({ type: 'text' })
  url!: string;

  /** The name stands apart, so that a header can be shown without its value. */
  @Column({ type: 'jsonb' })
  headers!: { name: string; sealed: SealedText }[];

  @Column({ type: 'jsonb' })
  params!: { type: string; title: string; description?: string | undefined; ui?: unknown }[];

  @Column({ type: 'text', nullable: true })
  payload!: string | null;

  @Column({ type: 'jsonb' })
  secret!: SealedText;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
