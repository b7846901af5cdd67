import { type Json, keepSealed, renderCoupon, renderInstant, renderReferral } from '@tessera/api-contracts';
import type { Erasure } from '@tessera/projection';
import type { DecisionRecord } from '@tessera/event-contracts';
import { type Coupon, couponsIn, type DomainEvent } from '@tessera/promotion';
import { foldGiveaways, type GiveawayChanges } from './giveaway.fold';

export interface SettingsRow {
  readonly application: bigint;
  readonly id: bigint;
  readonly position: bigint;
  readonly deleted: boolean;
  readonly code: string | null;
  readonly canonical: string | null;
  readonly campaign: bigint | null;
  readonly batch: string | null;
  readonly recipient: string | null;
  /** Of a referral. */
  readonly advocate: string | null;
  readonly usageLimit: bigint | null;
  readonly startDate: string | null;
  readonly expiryDate: string | null;
  readonly created: string | null;
  readonly body: Json;
  readonly currency: string;
}

export interface CountersRow {
  readonly application: bigint;
  readonly id: bigint;
  readonly position: bigint;
  readonly usageCounter: bigint;
  readonly discountCounter: bigint;
  readonly currency: string;
}

/** How many profiles have a coupon reserved. */
export interface ReservedRow {
  readonly application: bigint;
  readonly id: bigint;
  readonly position: bigint;
  readonly reservationCounter: bigint;
  readonly currency: string;
}

/** Whether a profile has a coupon reserved. */
export interface ReservationRow {
  readonly application: bigint;
  readonly couponId: bigint;
  readonly profileId: string;
  readonly position: bigint;
  readonly reserved: boolean;
  readonly at: string;
}

export interface RedemptionRow {
  readonly application: bigint;
  readonly couponId: bigint;
  readonly position: bigint;
  readonly sessionId: string;
  readonly profileId: string;
  readonly delta: bigint;
  readonly discount: bigint;
  readonly at: string;
}

/** How often a profile redeemed a coupon before Tessera knew of it. */
export interface OpeningRow {
  readonly application: bigint;
  readonly couponId: bigint;
  readonly profileId: string;
  readonly position: bigint;
  readonly redemptions: bigint;
}

/** What decisions change in this read model. */
export interface Changes extends GiveawayChanges {
  readonly settings: readonly SettingsRow[];
  readonly counters: readonly CountersRow[];
  readonly redemptions: readonly RedemptionRow[];
  readonly openings: readonly OpeningRow[];
  readonly reserved: readonly ReservedRow[];
  readonly reservations: readonly ReservationRow[];
  readonly erasures: readonly Erasure[];
}

const instant = (at: bigint | null): string | null => (at === null ? null : renderInstant(at));

function settingsOf(coupon: Coupon, { id, currency }: DecisionRecord): SettingsRow {
  const { settings } = coupon;
  return {
    application: coupon.application,
    id: coupon.id,
    position: BigInt(id),
    deleted: false,
    code: coupon.code,
    canonical: coupon.canonical,
    campaign: settings.campaign,
    batch: coupon.batch,
    recipient: settings.recipient,
    advocate: settings.advocate,
    usageLimit: settings.usageLimit,
    startDate: instant(settings.startDate),
    expiryDate: instant(settings.expiryDate),
    created: renderInstant(coupon.created),
    body: settings.advocate === null ? renderCoupon(coupon, currency, keepSealed) : renderReferral(coupon, keepSealed),
    currency,
  };
}

type CouponChanges = Omit<Changes, keyof GiveawayChanges>;

const NO_CHANGE: CouponChanges = {
  settings: [],
  counters: [],
  redemptions: [],
  openings: [],
  reserved: [],
  reservations: [],
  erasures: [],
};

function deleted(id: bigint, record: DecisionRecord): SettingsRow {
  return {
    application: record.application,
    id,
    position: BigInt(record.id),
    deleted: true,
    code: null,
    canonical: null,
    campaign: null,
    batch: null,
    recipient: null,
    advocate: null,
    usageLimit: null,
    startDate: null,
    expiryDate: null,
    created: null,
    body: null,
    currency: record.currency,
  };
}

function changesOf(event: DomainEvent, record: DecisionRecord): CouponChanges {
  const { application, currency } = record;
  const position = BigInt(record.id);
  switch (event.kind) {
    case 'CouponsCreated':
      return { ...NO_CHANGE, settings: couponsIn(record, event).map((coupon) => settingsOf(coupon, record)) };
    case 'CouponChanged':
      return { ...NO_CHANGE, settings: [settingsOf(event.coupon, record)] };
    case 'CouponDeleted':
      return { ...NO_CHANGE, settings: [deleted(event.couponId, record)] };
    case 'CouponRedemptionChanged': {
      const { couponId, usageCounter, discountCounter, sessionId, profileId, delta, discountDelta } = event;
      const at = renderInstant(record.at);
      return {
        ...NO_CHANGE,
        counters: [{ application, id: couponId, position, usageCounter, discountCounter, currency }],
        redemptions: [{ application, couponId, position, sessionId, profileId, delta, discount: discountDelta, at }],
      };
    }
    case 'CouponOpeningChanged': {
      const { couponId, usageCounter, discountCounter, profileId, redemptions } = event;
      return {
        ...NO_CHANGE,
        counters: [{ application, id: couponId, position, usageCounter, discountCounter, currency }],
        openings: profileId === '' ? [] : [{ application, couponId, profileId, position, redemptions }],
      };
    }
    case 'CouponReservationChanged': {
      const { couponId, profileId, delta, reservationCounter } = event;
      const at = renderInstant(record.at);
      return {
        ...NO_CHANGE,
        reserved: [{ application, id: couponId, position, reservationCounter, currency }],
        reservations: [{ application, couponId, profileId, position, reserved: delta > 0n, at }],
      };
    }
    case 'ProfileErased':
      return { ...NO_CHANGE, erasures: [{ profileId: event.profileId, position }] };
    default:
      return NO_CHANGE;
  }
}

/** Folds decisions, in the order of one partition, into what changes; pure, so that a second run changes nothing. */
export function fold(records: readonly DecisionRecord[]): Changes {
  const changes = records.flatMap((record) => record.payload.events.map((event) => changesOf(event, record)));
  return {
    settings: newest(changes.flatMap(({ settings }) => settings)),
    counters: newest(changes.flatMap(({ counters }) => counters)),
    redemptions: changes.flatMap(({ redemptions }) => redemptions),
    reserved: newest(changes.flatMap(({ reserved }) => reserved)),
    openings: lastOf(
      changes.flatMap(({ openings }) => openings),
      byProfile,
    ),
    reservations: lastOf(
      changes.flatMap(({ reservations }) => reservations),
      byProfile,
    ),
    erasures: changes.flatMap(({ erasures }) => erasures),
    ...foldGiveaways(records),
  };
}

function byProfile({ application, couponId, profileId }: ReservationRow | OpeningRow): string {
  return `${application}:${couponId}:${profileId}`;
}

/** One row per coupon, the last. */
function newest<Row extends { readonly application: bigint; readonly id: bigint }>(
  rows: readonly Row[],
): readonly Row[] {
  return lastOf(rows, (row) => `${row.application}:${row.id}`);
}

/** One row per key: within a partition positions rise, and an upsert may not touch a row twice. */
function lastOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
