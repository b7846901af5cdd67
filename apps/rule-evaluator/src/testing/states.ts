import type { Coupon, Ledger, Session } from '@tessera/promotion';
import type { Stored } from '../ports';

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
  const main = { id: '', lots: [LOT], spent: 0n, expired: 0n, negative: 0n, tier: null };
  return { program: 4n, profileId: 'p', joined: null, settled: 1n, subledgers: [main], tierExpiry: null, ...given };
}

/** A profile with a membership that ends. */
export function memberUntil(id: string, until: bigint | null): Stored {
  const audiences = [{ audience: 1n, name: 'vip', joined: 1n, until }];
  const value = { id: 1n, integrationId: id, attributes: {}, created: 1n, updated: 1n, audiences };
  return { kind: 'profile', row: { kind: 'profile', id }, value, version: 3n };
}
