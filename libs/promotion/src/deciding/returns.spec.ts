import type { Effect } from '../effect';
import type { CartItemInput } from '../request';
import {
  campaign,
  cancel,
  close,
  codesOf,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  given,
  item,
  NOON,
  returned,
  rule,
  sessionOf,
  told,
  update,
  type Decided,
  type Shop,
} from '../testing';

const HOUR = 3_600_000n;

const off = (value: string, props = {}) => effect('setDiscount', { name: 'off', value, ...props });

/** A shop with one rule that always holds, and a session that it closed. */
function closed(cartItems: readonly CartItemInput[], ...effects: readonly ReturnType<typeof effect>[]) {
  const { shop } = given(campaign(1n, [rule('true', effects)]));
  shop.when(close('s', { profileId: 'ann', cartItems }));
  return shop;
}

const rolledBack = ({ decision }: Decided) => decision.effects.map(({ props, shares }) => ({ ...props, shares }));

/** What stands of a session's discounts, in minor units. */
const standing = (effects: readonly Effect[]) =>
  effects.filter(({ type }) => type.startsWith('setDiscount')).map(({ props }) => props['value']);

const activity = (shop: Shop) => {
  const all = shop.log.flatMap(({ decision }) => eventsOf(decision, 'ProfileActivityChanged'));
  return all.at(-1)?.activity;
};

describe('a return', () => {
  it('rolls back the shares of the returned units, the last units first', () => {
    const shop = closed([item('A', 1000, 3), item('B', 500)], off('10'));
    // 3500 cents share 1000: A has 857 as 286, 286, 285, and B 143.
    const closing = shop.log.at(-1);
    const first = shop.when(returned('s', { 0: 2 }));
    expect(rolledBack(first)).toEqual([
      {
        ...{ name: 'off', value: 571n, scope: 'sessionTotal' },
        ...{ cartItemPosition: 0n, cartItemSubPosition: 1n, units: 2n },
        shares: [
          { position: 0, subPosition: 1, units: 1, amount: 286n },
          { position: 0, subPosition: 2, units: 1, amount: 285n },
        ],
      },
    ]);
    expect(first.decision.effects[0]).toMatchObject({
      type: 'rollbackDiscount',
      phase: 'rolledBack',
      undoes: { position: closing?.position, index: 0 },
    });
    const second = shop.when(returned('s', { 0: 1, 1: 1 }));
    expect(told(second.decision)).toEqual(['rollbackDiscount 286', 'rollbackDiscount 143']);
    expect(sessionOf(second.decision).effects).toEqual([]);
  });

  it('leaves the session partially returned, with what came back on its lines and in its returns', () => {
    const shop = closed([item('A', 1000, 3), item('B', 500)], off('10'));
    const first = shop.at(NOON + HOUR).when(returned('s', { 0: 2 }));
    const second = shop.at(NOON).when(returned('s', { 0: null, 1: 1 }));
    expect(eventsOf(second.decision, 'SessionChanged')[0]?.type).toBe('talon_session_partially_returned');
    expect(sessionOf(second.decision)).toMatchObject({
      state: 'partially_returned',
      closedAt: NOON,
      updateCount: 3,
      total: 3500n,
      cartItems: [
        { quantity: 3, returnedQuantity: 3 },
        { quantity: 1, returnedQuantity: 1 },
      ],
      returns: [
        { id: first.position, at: NOON + HOUR, items: [{ position: 0, quantity: 2 }] },
        {
          id: second.position,
          at: NOON + HOUR,
          items: [
            { position: 0, quantity: 1 },
            { position: 1, quantity: 1 },
          ],
        },
      ],
    });
  });

  it('keeps what stands of each discount, and cancelling takes exactly that back', () => {
    const shop = closed([item('A', 1000, 3), item('B', 500)], off('10'));
    const { decision } = shop.when(returned('s', { 0: 1 }));
    expect(standing(sessionOf(decision).effects)).toEqual([715n]);
    const cancelled = shop.when(cancel('s')).decision;
    expect(told(cancelled)).toEqual(['rollbackDiscount 715']);
    expect(eventsOf(cancelled, 'SessionChanged')[0]).toMatchObject({ type: 'talon_session_revoked' });
    expect(activity(shop)).toMatchObject({ closedSessions: 0n, totalSales: 0n });
  });

  it('touches no discount that did not lie on what came back', () => {
    const onA = effect('setDiscountPerItem', {
      name: 'A',
      items: 'cartItems.filter(i, i.sku == "A")',
      value: '1',
      units: '1',
    });
    const shop = closed([item('A', 1000, 3), item('B', 500)], onA);
    expect(told(shop.when(returned('s', { 1: 1 })).decision)).toEqual([]);
    // The discounted unit is the first one, which is the last to come back.
    expect(told(shop.when(returned('s', { 0: 2 })).decision)).toEqual([]);
    const { decision } = shop.when(returned('s', { 0: null }));
    expect(decision.effects).toMatchObject([
      {
        props: {
          name: 'A#0',
          value: 100n,
          scope: 'price',
          cartItemPosition: 0n,
          cartItemSubPosition: 0n,
          units: 1n,
        },
      },
    ]);
  });

  it('gives back a line’s additional costs with its last unit; the session’s own stay until it is cancelled', () => {
    const line = item('A', 1000, 2, { additionalCosts: { wrap: 2_000_000n } });
    const { shop } = given(campaign(1n, [rule('true', [off('3', { scope: 'additionalCosts' })])]));
    shop.when(close('s', { profileId: 'ann', cartItems: [line], additionalCosts: { post: 4_000_000n } }));
    expect(told(shop.when(returned('s', { 0: 1 })).decision)).toEqual([]);
    expect(activity(shop)).toMatchObject({ totalSales: 1600n });
    expect(rolledBack(shop.when(returned('s', { 0: 1 })))).toEqual([
      {
        ...{ name: 'off', value: 100n, scope: 'additionalCosts', cartItemPosition: 0n },
        shares: [{ position: 0, subPosition: -1, units: 1, amount: 100n }],
      },
    ]);
    expect(activity(shop)).toMatchObject({ totalSales: 400n });
    expect(told(shop.when(cancel('s')).decision)).toEqual(['rollbackDiscount 200']);
    expect(activity(shop)).toMatchObject({ totalSales: 0n });
  });

  it('takes what came back off the profile’s sales, to the cent where a line does not divide', () => {
    const third = item('A', 0, 3, { price: 3_333_333n });
    const shop = closed([third]);
    expect(activity(shop)).toMatchObject({ closedSessions: 1n, totalSales: 1000n });
    const sales = [1, 1, 1].map(() => {
      shop.when(returned('s', { 0: 1 }));
      return activity(shop)?.totalSales;
    });
    expect(sales).toEqual([667n, 334n, 0n]);
    expect(activity(shop)?.closedSessions).toBe(1n);
  });

  it('gives the value of a coupon back, and keeps it redeemed', () => {
    const { shop } = given(campaign(1n, [rule('coupon.valid', [off('session.total')])])).after(
      coupons(1n, ['CARD'], { discountLimit: 5000n }),
      close('s', { cartItems: [item('A', 1000, 4)], couponCodes: ['CARD'] }),
    );
    const { decision } = shop.when(returned('s', { 0: 1 }));
    expect(told(decision)).toEqual(['rollbackDiscount 1000']);
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toMatchObject([
      { code: 'CARD', delta: 0n, usageCounter: 1n, discountDelta: -1000n, discountCounter: 3000n },
    ]);
    const cancelled = shop.when(cancel('s')).decision;
    expect(eventsOf(cancelled, 'CouponRedemptionChanged')).toMatchObject([
      { delta: -1n, usageCounter: 0n, discountDelta: -3000n, discountCounter: 0n },
    ]);
  });

  it.each([
    ['more than there are', { 0: 4 }, 'return.quantity /returnedCartItems/0/quantity'],
    ['no line', { 7: 1 }, 'return.position /returnedCartItems/0/position'],
    ['nothing', {}, 'return.empty /returnedCartItems'],
    ['no units', { 0: 0 }, 'number.range /returnedCartItems/0/quantity'],
    ['half a unit', { 0: 0.5 }, 'number.integer /returnedCartItems/0/quantity'],
  ])('of %s is refused', (_, quantities, code) => {
    const { decision } = closed([item('A', 1000, 3)]).when(returned('s', quantities));
    expect(codesOf(decision)).toEqual([code]);
    expect(decision).toMatchObject({ outcome: 'refused', events: [], effects: [] });
  });

  it.each([
    [[{ position: 0, quantity: 1, sku: 'B' }], 'return.sku /returnedCartItems/0/sku'],
    [[{ position: -1, quantity: 1, sku: null }], 'number.range /returnedCartItems/0/position'],
    [[{ position: 2 ** 40, quantity: 1, sku: null }], 'number.range /returnedCartItems/0/position'],
    [[{ position: 0, quantity: 2 ** 40, sku: null }], 'number.range /returnedCartItems/0/quantity'],
    [
      [
        { position: 0, quantity: 1, sku: 'A' },
        { position: 0, quantity: 1, sku: 'A' },
      ],
      'return.position /returnedCartItems/1/position',
    ],
  ])('of %j is refused', (returnedCartItems, code) => {
    const request = { kind: 'SessionReturnReceived', sessionId: 's', returnedCartItems, runRuleEngine: false } as const;
    expect(codesOf(closed([item('A', 1000, 3)]).when(request).decision)).toEqual([code]);
  });

  it('of what came back already is refused', () => {
    const shop = closed([item('A', 1000, 3)]);
    shop.when(returned('s', { 0: 2 }));
    const [refusal] = shop.when(returned('s', { 0: 2 })).decision.refusals;
    expect(refusal).toMatchObject({ code: 'return.quantity', details: '1 of 3 units are not returned yet' });
    shop.when(returned('s', { 0: null }));
    expect(codesOf(shop.when(returned('s', { 0: null })).decision)).toEqual([
      'return.quantity /returnedCartItems/0/quantity',
    ]);
  });

  it('tried dry shows the stored session’s rollbacks and changes nothing', () => {
    const shop = closed([item('A', 1000, 2)], off('10'));
    const before = shop.state.text();
    const { decision } = shop.try(returned('s', { 0: 1 }));
    expect(decision.effects).toMatchObject([{ type: 'rollbackDiscount', phase: 'transient', props: { value: 500n } }]);
    expect(sessionOf(decision).state).toBe('partially_returned');
    expect(shop.state.text()).toBe(before);
  });

  it('leaves the session in the past of its profile, less what came back', () => {
    const loyal = rule('history.sessions.exists(s, s.total >= 20)', [effect('showNotification', { title: 'loyal' })]);
    const kept = rule('history.sessions.exists(s, s.cartItems.exists(i, i.remaining == 1))', [
      effect('showNotification', { title: 'kept one' }),
    ]);
    const { shop } = given(campaign(1n, [loyal, kept]));
    const titles = (session: string) =>
      shop.when(update(session, { profileId: 'ann' })).decision.effects.map(({ props }) => props['title']);
    shop.when(close('s', { profileId: 'ann', cartItems: [item('A', 1000, 3)] }));
    expect(titles('t')).toEqual(['loyal']);
    shop.when(returned('s', { 0: 2 }));
    expect(titles('t')).toEqual(['kept one']);
  });

  it('reads the profile, so that the answer can show it', () => {
    const { decision } = closed([item('A', 1000, 2)]).when(returned('s', { 0: 1 }));
    expect(decision.reads).toMatchObject([{ row: 'profile', key: 'ann' }]);
  });

  it('of an anonymous session has no profile to follow', () => {
    const { shop } = given().after(close('s', { cartItems: [item('A', 100)] }));
    expect(shop.when(returned('s', { 0: 1 })).decision.events.map(({ kind }) => kind)).toEqual(['SessionChanged']);
  });

  it('is one of at most a thousand of a session', () => {
    const shop = closed([item('A', 1, 2000)]);
    for (let count = 0; count < 1000; count += 1) shop.when(returned('s', { 0: 1 }));
    expect(codesOf(shop.when(returned('s', { 0: 1 })).decision)).toEqual(['return.too_many']);
    expect(told(shop.when(cancel('s')).decision)).toEqual([]);
  });
});

describe('worked cases of refunds', () => {
  const cases: [
    id: string,
    cart: CartItemInput[],
    value: string,
    back: Record<number, number>,
    refund: bigint,
    kept: bigint,
  ][] = [
    [
      'A34: 10 % from 300, five of six come back',
      [item('A', 5000, 6)],
      'percent(session.total, 10)',
      { 0: 5 },
      22500n,
      4500n,
    ],
    [
      'A02: 10 off three lines, the first comes back',
      [1, 2, 3].map((n) => item(`${n}`, 1000)),
      '10',
      { 0: 1 },
      666n,
      1334n,
    ],
    [
      'A02: 10 off three lines, the last comes back',
      [1, 2, 3].map((n) => item(`${n}`, 1000)),
      '10',
      { 2: 1 },
      667n,
      1333n,
    ],
    ['A40: all is free, one of two comes back', [item('A', 19_950, 2)], 'session.total', { 0: 1 }, 0n, 0n],
  ];

  it.each(cases)('%s', (_, cart, value, back, refund, kept) => {
    const shop = closed(cart, off(value));
    const paid = due(shop);
    const { decision } = shop.when(returned('s', back));
    expect(paid - due(shop)).toBe(refund);
    expect(due(shop)).toBe(kept);
    const value_ = effectsOf(decision, 'rollbackDiscount').reduce(
      (sum, one) => sum + (one.props['value'] as bigint),
      0n,
    );
    expect(sales(shop, 1) - sales(shop, 0) - value_).toBe(refund);
  });

  /** What the customer has to pay for what was not returned. */
  function due(shop: Shop): bigint {
    const session = sessionOf(shop.log.at(-1)!.decision);
    const given = standing(session.effects).reduce<bigint>((sum, value) => sum + (value as bigint), 0n);
    return (activity(shop)?.totalSales ?? 0n) - given;
  }

  function sales(shop: Shop, before: number): bigint {
    const [changed] = eventsOf(shop.log.at(-1 - before)!.decision, 'ProfileActivityChanged');
    return changed?.activity.totalSales ?? 0n;
  }
});
