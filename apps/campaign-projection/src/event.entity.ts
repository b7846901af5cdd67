import type { Json } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One event of an application, with what it gave. */
@Entity('event')
@Index('event_created', ['application', 'created', 'id'])
@Index('event_session', ['application', 'sessionId', 'id'])
@Index('event_type', ['application', 'type', 'id'])
@Index('event_profile', ['profileId', 'application', 'id'])
export class EventEntity {
  @PrimaryColumn('bigint')
  application!: string;

  /** The position of the decision, or of what it created beside its subject. */
  @PrimaryColumn('bigint')
  id!: string;

  /** Of the decision. */
  @Column('bigint')
  position!: string;

  @Column('timestamptz')
  created!: Date;

  @Column('text')
  type!: string;

  @Column('text', { name: 'profile_id' })
  profileId!: string;

  /** Empty: it happened in no session. */
  @Column('text', { name: 'session_id' })
  sessionId!: string;

  @Column('text', { name: 'coupon_codes', array: true })
  @Index('event_coupon_codes', { synchronize: false })
  couponCodes!: string[];

  @Column('text', { name: 'referral_code' })
  referralCode!: string;

  /** That gave effects. */
  @Column('bigint', { array: true })
  @Index('event_campaigns', { synchronize: false })
  campaigns!: string[];

  /** Its sender's own id. */
  @Column('text', { name: 'integration_id', nullable: true })
  @Index('event_integration_id', { synchronize: false })
  integrationId!: string | null;

  /** As the API shows it; personal values still sealed. */
  @Column('jsonb')
  body!: Json;
}
