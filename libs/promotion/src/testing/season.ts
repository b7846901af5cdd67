import type { LimitConfig } from '../catalog-event';
import type { Request } from '../request';
import {
  campaign,
  cancel,
  close,
  coupons,
  effect,
  item,
  profileUpdate,
  returned,
  rule,
  SHOP,
  update,
} from './entities';
import { type Decided, Shop } from './shop';

export interface SeasonDecision extends Decided {
  readonly application: bigint;
  readonly key: string;
}

const PROFILES = ['anna', 'ben', 'cleo'];
const CODES = ['TEN', 'ONCE'];

const off = rule('coupon.valid', [effect('setDiscount', { name: 'off', value: 'session.total * 0.1' })]);

/**
 * What customers do: carts that fill, closes with coupons that run out, cancellations, returns, profiles that change, one
 * erasure. Rules run for some of the returns and profiles, and for others not.
 */
function requests(): Request[] {
  const shopping = Array.from({ length: 12 }, (_, index) => {
    const id = `s${index}`;
    const profileId = PROFILES[index % PROFILES.length] ?? '';
    const couponCodes = [CODES[index % CODES.length] ?? ''];
    return [
      update(id, { profileId, cartItems: [item('tea', 450, 1 + index)] }),
      update(id, { couponCodes }),
      close(id),
      ...(index % 3 === 0 ? [cancel(id)] : []),
      ...(index % 3 === 1 ? [returned(id, { 0: 1 }, index % 2 === 1)] : []),
    ];
  });
  const changes = PROFILES.map((id, index) => profileUpdate(id, { attributes: {}, runRuleEngine: index === 1 }));
  return [
    coupons(7n, CODES, { usageLimit: 3n, attributes: {} }),
    ...shopping.slice(0, 6).flat(),
    ...changes,
    ...PROFILES.map((profileId): Request => ({
      kind: 'CouponReservationReceived',
      code: 'TEN',
      profileId,
      reserved: true,
    })),
    ...shopping.slice(6).flat(),
    { kind: 'CouponReservationReceived', code: 'TEN', profileId: 'ben', reserved: false },
    { kind: 'ProfileErasureReceived', profileId: 'cleo' },
    close('s20', { profileId: 'anna', cartItems: [item('cup', 900)] }),
    ...openings(),
  ];
}

/** What is said in the end of the time before the season: of the first coupon, and of a profile. */
function openings(): Request[] {
  const coupon = { couponId: 2n, profileId: '', redemptions: 40n, discount: null };
  const ofCoupons = { kind: 'CouponOpeningsReceived', batch: 'before', chunk: 0 } as const;
  return [
    { ...ofCoupons, openings: [coupon, { ...coupon, profileId: 'ben', redemptions: 2n }] },
    { ...ofCoupons, openings: [coupon] },
    {
      ...{ kind: 'ProfileOpeningReceived', profileId: 'anna', closedSessions: 3n, totalSales: 7_000n },
      ...{ firstActivity: null, lastActivity: 1_000n },
    },
  ];
}

/** The shop of the season, before anything happened in it. */
export function seasonShop(limits: readonly LimitConfig[] = []): Shop {
  return new Shop(campaign(7n, [off], { features: ['coupons'], limits, reevaluateOnReturn: true }));
}

type KeyOf = (application: bigint, request: Request) => string;

/** A season of one shop, for what folds decisions. `keyOf` is the Kafka key of a request, `limits` are its campaign's. */
export function season(keyOf: KeyOf, limits: readonly LimitConfig[] = []): readonly SeasonDecision[] {
  return decidedIn(seasonShop(limits), requests(), keyOf);
}

/** What a shop decides, request by request, each some seconds after the one before. */
export function decidedIn(shop: Shop, asked: readonly Request[], keyOf: KeyOf): readonly SeasonDecision[] {
  return asked.map((request, index) => {
    const decided = shop.at(shop.now + BigInt(index) * 1000n).when(request);
    return { ...decided, application: SHOP, key: keyOf(SHOP, request) };
  });
}
