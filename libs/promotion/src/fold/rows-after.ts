import type { AchievementProgress } from '../achievement-progress';
import type { Coupon } from '../coupon';
import type { CouponsCreated, CustomEventRecorded, DomainEvent } from '../event';
import type { Giveaway, GiveawayStock } from '../giveaway';
import type { Ledger } from '../ledger';
import type { Profile, ProfileActivity } from '../profile';
import type { Session } from '../session';
import type { Instant } from '../value';
import type { PastEvent, Row } from '../world';

type RowOf<K extends Row['kind']> = Extract<Row, { kind: K }>;

/** A row as a decision left it. Folding them in the order of positions gives the state. */
export type WrittenRow =
  | { readonly row: RowOf<'session'>; readonly value: Session }
  | { readonly row: RowOf<'profile'>; readonly value: Profile }
  | { readonly row: RowOf<'activity'>; readonly value: ProfileActivity }
  | { readonly row: RowOf<'ledger'>; readonly value: Ledger }
  /** A coupon that was created. */
  | { readonly row: RowOf<'coupon'>; readonly value: Coupon }
  /** A coupon that was changed; null where it was deleted. */
  | { readonly row: RowOf<'couponId'>; readonly value: Coupon | null }
  /** Of a coupon, its counters alone. */
  | { readonly row: RowOf<'couponId'>; readonly counters: Partial<CouponCounters> }
  | { readonly row: RowOf<'counter'>; readonly value: bigint }
  | { readonly row: RowOf<'achievement'>; readonly value: AchievementProgress }
  | { readonly row: RowOf<'giveawayStock'>; readonly value: GiveawayStock }
  | { readonly row: RowOf<'giveaway'>; readonly value: Giveaway }
  | { readonly row: RowOf<'giveawayCode'>; readonly value: bigint }
  | { readonly row: RowOf<'eventId'>; readonly value: bigint }
  /** One more past event; `id` makes adding it twice the same as once. Closed sessions are in their own rows. */
  | { readonly row: RowOf<'history'>; readonly id: bigint; readonly event: PastEvent };

export interface CouponCounters {
  readonly usageCounter: bigint;
  readonly discountCounter: bigint;
  readonly reservationCounter: bigint;
}

/** Where and when the events happened: the envelope of their decision. */
export interface Happened {
  readonly application: bigint;
  readonly at: Instant;
}

/** The rows that a decision's events wrote, in the order of the events; the last of equal rows holds. */
export function rowsAfter(happened: Happened, events: readonly DomainEvent[]): WrittenRow[] {
  return events.flatMap((event) => rowsOf(happened, event));
}

function rowsOf(happened: Happened, event: DomainEvent): WrittenRow[] {
  const { application } = happened;
  switch (event.kind) {
    case 'SessionChanged':
      return [{ row: { kind: 'session', application, id: event.session.integrationId }, value: event.session }];
    case 'ProfileChanged':
      return [{ row: { kind: 'profile', id: event.profile.integrationId }, value: event.profile }];
    case 'ProfileActivityChanged':
    case 'ProfileOpeningChanged':
      return [{ row: { kind: 'activity', application, profile: event.activity.profileId }, value: event.activity }];
    case 'CustomEventRecorded':
      return recordedRows(happened, event);
    case 'CouponOpeningChanged':
    case 'CouponRedemptionChanged': {
      const { couponId, usageCounter, discountCounter } = event;
      return [{ row: { kind: 'couponId', application, id: couponId }, counters: { usageCounter, discountCounter } }];
    }
    case 'CouponReservationChanged': {
      const { couponId, reservationCounter } = event;
      return [{ row: { kind: 'couponId', application, id: couponId }, counters: { reservationCounter } }];
    }
    case 'CouponsCreated':
      return newCoupons(happened, event);
    case 'CouponChanged':
      return [{ row: { kind: 'couponId', application, id: event.coupon.id }, value: event.coupon }];
    case 'CouponDeleted':
      return [{ row: { kind: 'couponId', application, id: event.couponId }, value: null }];
    case 'LimitOpeningChanged':
    case 'CounterChanged':
      return [{ row: { kind: 'counter', application, counter: event.counter }, value: event.value }];
    case 'LedgerOpeningChanged':
    case 'LedgerChanged': {
      const { program, profileId: profile } = event.ledger;
      return [{ row: { kind: 'ledger', program, profile }, value: event.ledger }];
    }
    case 'ProfileErased':
      return [];
    case 'GiveawaysAdded':
      return [stockRow(event.stock), ...event.giveaways.flatMap(newGiveaway)];
    case 'GiveawayAwarded':
      return [stockRow(event.stock)];
    case 'AchievementProgressChanged': {
      const { achievement, profileId: profile } = event.progress;
      return [{ row: { kind: 'achievement', application, achievement, profile }, value: event.progress }];
    }
  }
}

/** Nobody has the past of who is anonymous. */
function recordedRows({ application, at }: Happened, event: CustomEventRecorded): WrittenRow[] {
  const { id, type, attributes, profileId: profile, integrationId } = event;
  const rows: WrittenRow[] = [];
  if (profile !== '')
    rows.push({ row: { kind: 'history', application, profile }, id, event: { type, at, attributes } });
  if (integrationId !== null) rows.push({ row: { kind: 'eventId', application, id: integrationId }, value: id });
  return rows;
}

function newCoupons(happened: Happened, created: CouponsCreated): WrittenRow[] {
  return couponsIn(happened, created).map((value) => {
    const { application, canonical } = value;
    return { row: { kind: 'coupon', application, canonical }, value };
  });
}

/** The coupons of a chunk as they are when it is decided, each with its own recipient. */
export function couponsIn({ application, at }: Happened, { batch, settings, coupons }: CouponsCreated): Coupon[] {
  return coupons.map(({ id, code, canonical, recipient }) => ({
    id,
    application,
    code,
    canonical,
    batch,
    settings: recipient === null ? settings : { ...settings, recipient },
    usageCounter: 0n,
    discountCounter: 0n,
    created: at,
    reservationCounter: 0n,
  }));
}

function stockRow(stock: GiveawayStock): WrittenRow {
  return { row: { kind: 'giveawayStock', pool: stock.pool }, value: stock };
}

function newGiveaway(giveaway: Giveaway): WrittenRow[] {
  const { pool, number, code } = giveaway;
  return [
    { row: { kind: 'giveaway', pool, number }, value: giveaway },
    { row: { kind: 'giveawayCode', pool, code }, value: number },
  ];
}
