import type { Coupon, Decision, DomainEvent, Request, Row, Situation, Verdict } from '@tessera/promotion';
import type { Core } from '../core';

const APPLICATION = 1n;
/**
 * The smallest core that shares rows between partitions: a session takes one use of a coupon with a limit, and one of a
 * counter that allows one use per profile and has no row before the first.
 */
export function toyCore(couponLimit: bigint): Core {
  return {
    decide: (situation, request) => decide(situation, request, couponLimit),
    locate: (_catalog, application, request) => rowsOf(application, request),
  };
}

export function toyRequest(session: string, profile: string, code: string): Request {
  return {
    kind: 'SessionUpdateReceived',
    sessionId: session,
    profileId: profile,
    state: 'closed',
    cartItems: null,
    couponCodes: [code],
    referralCode: null,
    additionalCosts: null,
    identifiers: null,
    attributes: null,
    evaluableCampaignIds: null,
  };
}

export function toyCoupon(code: string): Coupon {
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
  const counters = { usageCounter: 0n, discountCounter: 0n, reservationCounter: 0n };
  const id = BigInt(code.charCodeAt(0));
  return { id, application: APPLICATION, code, canonical: code, batch: '', settings, ...counters, created: 0n };
}

function rowsOf(application: bigint, request: Request): readonly Row[] {
  if (request.kind !== 'SessionUpdateReceived') return [];
  const { sessionId, profileId, couponCodes } = request;
  return [
    { kind: 'session', application, id: sessionId },
    { kind: 'coupon', application, canonical: couponCodes?.[0] ?? '' },
    { kind: 'counter', application, counter: `profile ${profileId}` },
  ];
}

function decide({ world, application, at, entropy }: Situation, request: Request, limit: bigint): Verdict {
  if (request.kind !== 'SessionUpdateReceived') throw new Error('the toy knows sessions only');
  const code = request.couponCodes?.[0] ?? '';
  const counterName = `profile ${request.profileId}`;
  const coupon = world.coupon(application, code);
  const counter = world.counter(application, counterName);
  const [, couponRow, counterRow] = rowsOf(application, request);
  if (!coupon || !counter || !couponRow || !counterRow) return { kind: 'needs', rows: rowsOf(application, request) };
  const given = coupon.value && coupon.value.usageCounter < limit && counter.value === 0n;
  if (!coupon.value || !given) return decided(request, at, entropy, []);
  const unlocked = [...(coupon.locked ? [] : [couponRow]), ...(counter.locked ? [] : [counterRow])];
  if (unlocked.length > 0) return { kind: 'needs', rows: unlocked };
  return decided(request, at, entropy, [
    redemption(coupon.value, request.sessionId, request.profileId ?? ''),
    { kind: 'CounterChanged', counter: counterName, delta: 1n, value: 1n },
  ]);
}

function redemption(coupon: Coupon, sessionId: string, profileId: string): DomainEvent {
  return {
    kind: 'CouponRedemptionChanged',
    couponId: coupon.id,
    campaign: 1n,
    code: coupon.code,
    sessionId,
    profileId,
    delta: 1n,
    usageCounter: coupon.usageCounter + 1n,
    discountDelta: 0n,
    discountCounter: 0n,
    referral: false,
  };
}

function decided(request: Request, at: bigint, entropy: Uint8Array, events: readonly DomainEvent[]): Verdict {
  const decision: Decision = {
    outcome: 'accepted',
    request,
    repeats: null,
    engineVersion: 'toy',
    entropy,
    reads: [],
    events,
    effects: [],
    refusals: [],
    ruleFailures: [],
    evaluationPlaces: [],
  };
  return { kind: 'decided', decision, at };
}
