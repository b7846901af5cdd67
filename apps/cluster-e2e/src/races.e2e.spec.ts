import { eventually } from '@tessera/testing';
import { withinLimits } from './checker/invariants';
import { clusterOfAllFiles, START_MS } from './cluster.fixture';
import { decided, inParallel, succeeded, type Shape } from './http.fixture';
import { newShop, type Shop } from './shop.fixture';

const LIMIT = 100;
const PROFILES = 250;

const cluster = clusterOfAllFiles();

interface State {
  readonly effects: readonly { readonly effectType: string; readonly props: Shape }[];
}

const closing = (profileId: string, code: string) => ({
  customerSession: {
    profileId,
    couponCodes: [code],
    state: 'closed',
    cartItems: [{ sku: 'tea', quantity: 2, price: 5 }],
  },
});

/** What became of the coupon when this session closed: `accepted`, or the reason why not. */
async function close(shop: Shop, session: string, profile: string): Promise<string> {
  const body = closing(profile, shop.codes[0] ?? '');
  const answer = await succeeded(decided<State>(shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, body));
  const outcomes = answer.body.effects.flatMap(({ effectType, props }) => {
    if (effectType === 'acceptCoupon') return ['accepted'];
    return effectType === 'rejectCoupon' ? [String(props['rejectionReason'])] : [];
  });
  expect(outcomes).toHaveLength(1);
  return outcomes[0] ?? '';
}

function count(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Waits until the shop's coupon shows so many uses, and gives its code. */
async function redeemed(shop: Shop, usageCounter: number): Promise<string> {
  const [code = ''] = shop.codes;
  await eventually(async () => {
    const { body } = await cluster().manage('GET', `${shop.path}/campaigns/${shop.campaign}/coupons?value=${code}`);
    expect(body['data']).toMatchObject([{ value: code, usageCounter }]);
    return true;
  });
  return code;
}

test(
  `of ${PROFILES} profiles that redeem a coupon of ${LIMIT} at once, exactly ${LIMIT} do`,
  async () => {
    const shop = await newShop(cluster(), { usageLimit: LIMIT });
    const numbers = Array.from({ length: PROFILES }, (_, index) => index);
    const outcomes = await inParallel(numbers, PROFILES, (n) => close(shop, `race-${n}`, `racer-${n}`));
    expect(count(outcomes)).toEqual({ accepted: LIMIT, CouponLimitReached: PROFILES - LIMIT });

    const code = await redeemed(shop, LIMIT);
    expect(withinLimits(await cluster().read('decisions.v1'), new Map([[code, BigInt(LIMIT)]]))).toEqual([]);
  },
  START_MS,
);

test(
  'A17: of two first sessions of a new profile at once, one redeems a coupon of one per profile',
  async () => {
    const limits = [{ action: 'redeemCoupon', limit: 1, entities: ['Coupon', 'Profile'] }];
    const shop = await newShop(cluster(), { limits });
    const pairs = Array.from({ length: 20 }, (_, index) => index);
    const outcomes = await inParallel(pairs, 4, (pair) =>
      Promise.all([1, 2].map((turn) => close(shop, `pair-${pair}-${turn}`, `newcomer-${pair}`))),
    );
    for (const pair of outcomes) expect([...pair].sort()).toEqual(['ProfileLimitReached', 'accepted']);
    await redeemed(shop, pairs.length);
  },
  START_MS,
);
