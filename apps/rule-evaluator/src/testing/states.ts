import type { Coupon, Instant, Ledger, Session } from '@tessera/promotion';
import type { Offsets } from '../lane';
import type { ClosedSession, OutboxRow, RecordedEvent, Stored } from '../ports';

/** A session with nothing in it but what is given. */
export function sessionOf(given: Partial<Session>): Session {
  return {
    id: 1n,
    application: 1n,
    integrationId: 's',
    profileId: '',
    state: 'open',
    firstSession: false,
    couponCodes: [],
    referralCode: '',
    cartItems: [],
    additionalCosts: {},
    identifiers: [],
    attributes: {},
    cartItemTotal: 0n,
    additionalCostTotal: 0n,
    cartItemAdditionalCostTotal: 0n,
    total: 0n,
    updateCount: 0,
    created: 1n,
    updated: 1n,
    closedAt: null,
    durable: [],
    counted: [],
    effects: [],
    decidedAt: 1n,
    returns: [],
    keptOnCancel: [],
    deductions: [],
    idleAt: null,
    ...given,
  };
}

/** A coupon without limits. */
export function couponOf(given: Partial<Coupon>): Coupon {
  const settings = {
    campaign: 1n,
    usageLimit: 0n,
    profileLimit: null,
    ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false, advocate: null },
    discountLimit: null,
    startDate: null,
    expiryDate: null,
    attributes: {},
    recipient: null,
  };
  return {
    id: 1n,
    application: 1n,
    code: 'C',
    canonical: 'C',
    batch: 'b',
    settings,
    usageCounter: 0n,
    discountCounter: 0n,
    reservationCounter: 0n,
    created: 0n,
    ...given,
  };
}

export const LOT = { transactionUUID: 'u', name: 'n', points: 1000n, start: 1n, expiry: null, validity: null };

/** A ledger with ten points that never expire. */
export function ledgerOf(given: Partial<Ledger>): Ledger {
  const main = { id: '', lots: [LOT], spent: 0n, expired: 0n, negative: 0n, tier: null, opening: null };
  return { program: 4n, profileId: 'p', joined: null, settled: 1n, subledgers: [main], tierExpiry: null, ...given };
}

/** A profile with a membership that ends. */
export function memberUntil(id: string, until: bigint | null): Stored {
  const audiences = [{ audience: 1n, name: 'vip', joined: 1n, until }];
  const value = { id: 1n, integrationId: id, attributes: {}, created: 1n, updated: 1n, audiences };
  return { kind: 'profile', row: { kind: 'profile', id }, value, version: 3n };
}

/** A counter of application 1. */
export function counterStored(counter: string, value: bigint, version: bigint): Stored {
  return { kind: 'counter', row: { kind: 'counter', application: 1n, counter }, value, version };
}

/** A coupon whose id is also the position that wrote it. */
export function couponStored(code: string, id: bigint): Stored {
  const value = couponOf({ code, canonical: code, id });
  return { kind: 'coupon', row: { kind: 'coupon', application: 1n, canonical: code }, value, version: id };
}

/** A row of each kind. */
export function oneOfEach(version: bigint): readonly Stored[] {
  const profile = { id: 1n, integrationId: 'p', attributes: { name: 'Ann' }, created: 1n, updated: 2n, audiences: [] };
  const activity = { application: 1n, profileId: 'p', closedSessions: 2n, totalSales: 300n, lastActivity: 0n };
  return [
    {
      kind: 'session',
      row: { kind: 'session', application: 1n, id: 's' },
      value: sessionOf({ integrationId: 's', profileId: 'p' }),
      version,
    },
    { kind: 'profile', row: { kind: 'profile', id: 'p' }, value: profile, version },
    { kind: 'activity', row: { kind: 'activity', application: 1n, profile: 'p' }, value: activity, version },
    { kind: 'ledger', row: { kind: 'ledger', program: 4n, profile: 'p' }, value: ledgerOf({}), version },
    { ...couponStored('EACH', 77n), version },
    counterStored('each', 5n, version),
    {
      kind: 'giveawayStock',
      row: { kind: 'giveawayStock', pool: 5n },
      value: { pool: 5n, added: 3n, awarded: 1n, runs: [{ next: 2n, last: 3n, startDate: 4n, endDate: null }] },
      version,
    },
    {
      kind: 'giveaway',
      row: { kind: 'giveaway', pool: 5n, number: 2n },
      value: { id: 9n, pool: 5n, number: 2n, code: 'TICKET', created: 3n, startDate: 4n, endDate: null },
      version,
    },
    { kind: 'giveawayCode', row: { kind: 'giveawayCode', pool: 5n, code: 'TICKET' }, value: 2n, version },
    { kind: 'eventId', row: { kind: 'eventId', application: 1n, id: 'delivery 7' }, value: 3n, version },
  ];
}

let recorded = 0n;

/** What a profile did: sessions closed, each named by the profile and its instant, and visits of a page. */
export function pastOf(
  profile: string,
  closedAt: readonly Instant[],
  visitedAt: readonly Instant[],
): { readonly closedSessions: ClosedSession[]; readonly recordedEvents: RecordedEvent[] } {
  const own = () => ({ application: 1n, profile, position: (recorded += 1n) });
  return {
    closedSessions: closedAt.map((at) => {
      return { ...own(), at, session: sessionOf({ integrationId: `${profile} ${at}`, profileId: profile }) };
    }),
    recordedEvents: visitedAt.map((at) => {
      return { ...own(), event: { type: 'visit', at, attributes: { page: 'x' } } };
    }),
  };
}

/** Of two requests, with bytes that text would spoil. */
export function outboxRow(number: bigint, from: Offsets, to: Offsets): OutboxRow {
  const bytes = new Uint8Array([Number(number), 0, 255]);
  const record = { topic: 't', partition: 3, key: null, value: bytes, timestamp: 5n, headers: { ce_id: 'x' } };
  return { number, from, to, requests: 2, records: [record], replies: [{ ...record, key: bytes, value: null }] };
}
