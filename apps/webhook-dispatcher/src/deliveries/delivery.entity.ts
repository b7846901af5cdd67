import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * waiting: due at `due`, or being tried until then · delivered · failed: the schedule is over · blocked: its address may
 * not be called · gone: the endpoint answered 410, or the webhook was deleted
 */
export const DELIVERY_STATUSES = ['waiting', 'delivered', 'failed', 'blocked', 'gone'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One call that a webhook effect asks for. */
@Entity('delivery')
@Index('delivery_due', ['webhook', 'due'], { where: "status = 'waiting'" })
@Index('delivery_application', ['application', 'created', 'id'])
export class DeliveryEntity {
  /** The partition; when the effect arrived here. */
  @PrimaryColumn('timestamptz')
  created!: Date;

  /** The effect's id, which is the call's id on every try. */
  @PrimaryColumn('uuid')
  @Index('delivery_id')
  id!: string;

  /** Of the request whose decision gave the effect; empty for those of before it was kept. */
  @Column('text', { name: 'request_id', default: '' })
  requestId!: string;

  @Column('bigint')
  application!: string;

  @Column('bigint')
  campaign!: string;

  @Column('bigint')
  webhook!: string;

  /** With which the effect was decided: the webhook is to be known at least as it was then. */
  @Column('bigint', { name: 'catalog_version' })
  catalogVersion!: string;

  /** The effect's record; personal values in it are sealed. */
  @Column('bytea')
  effect!: Buffer;

  @Column('text')
  status!: DeliveryStatus;

  /** How many were begun. */
  @Column('int')
  attempts!: number;

  /** When it is tried next; while it is being tried, when another may take it over. */
  @Column('timestamptz')
  due!: Date;

  /** What every try sends, made by the first. Emptied at the end, since personal values in it are open. */
  @Column('text', { nullable: true })
  body!: string | null;

  @Column('timestamptz', { nullable: true })
  finished!: Date | null;
}
