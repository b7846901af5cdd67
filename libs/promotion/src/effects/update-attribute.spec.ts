import {
  attribute,
  campaign,
  close,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  given,
  item,
  profileUpdate,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';

const one = (...effects: Parameters<typeof rule>[1]) => campaign(1n, [rule('true', effects)]);

describe('updateAttribute of what a session has', () => {
  const write = (path: string, value: string, more = {}) => effect('updateAttribute', { path, value, ...more });
  const declared = [
    attribute('CartItem', 'gift', 'string'),
    attribute('CartItem', 'level', 'number'),
    attribute('Coupon', 'last', 'string'),
    attribute('CustomerProfile', 'friends', 'number'),
  ];
  const wrapped = write('CartItem.attributes.gift', '{{ item.sku }} wrapped', {
    items: "cartItems.filter(i, i.sku != 'B')",
  });
  const cart = [item('A', 100), item('B', 100), item('C', 100, 1, { attributes: { level: 2 } })];

  it('writes items, each by its own value, and tells each that changes', () => {
    const { shop } = given(declared, one(wrapped));
    const { decision } = shop.when(update('s', { cartItems: cart }));
    expect(sessionOf(decision).cartItems.map(({ attributes }) => attributes)).toEqual([
      { gift: 'A wrapped' },
      {},
      { level: 2, gift: 'C wrapped' },
    ]);
    expect(decision.effects).toMatchObject([
      { phase: 'durable', props: { path: 'CartItem.attributes.gift', value: 'A wrapped', cartItemPosition: 0n } },
      { phase: 'durable', props: { path: 'CartItem.attributes.gift', value: 'C wrapped', cartItemPosition: 2n } },
    ]);
    expect(told(shop.when(update('s')).decision)).toEqual([]);
  });

  it('writes items again that were sent anew, since their attributes come with them', () => {
    const { shop } = given(declared, one(wrapped)).after(update('s', { cartItems: cart }));
    const { decision } = shop.when(update('s', { cartItems: [item('A', 100)] }));
    expect(sessionOf(decision).cartItems[0]?.attributes).toEqual({ gift: 'A wrapped' });
    expect(told(decision)).toEqual(['updateAttribute A wrapped']);
  });

  it('writes items also where there was nothing to write at first', () => {
    const rules = [rule('session.total > 1', [wrapped]), rule('true', [])];
    const { shop } = given(declared, campaign(1n, rules)).after(update('s', { cartItems: [item('B', 200)] }));
    expect(told(shop.when(update('s', { cartItems: cart })).decision)).toHaveLength(2);
  });

  it('leaves the same close a repeat, though the items that are sent are not those that are stored', () => {
    const { shop } = given(declared, one(wrapped));
    const { position } = shop.when(close('s', { cartItems: cart }));
    expect(shop.when(close('s', { cartItems: cart })).decision).toMatchObject({
      outcome: 'repeated',
      repeats: position,
    });
    const other = [item('A', 100), item('B', 100), item('C', 100, 1, { attributes: { level: 3 } })];
    expect(shop.when(close('s', { cartItems: other })).decision.outcome).toBe('refused');
  });

  it("writes the rule's coupon, which the next session sees, together with its redemption", () => {
    const rules = [rule('coupon.valid', [write('Coupon.attributes.last', '{{ session.id }}')])];
    const { shop } = given(declared, campaign(1n, rules)).after(coupons(1n, ['CODE']));
    const { decision } = shop.when(close('s', { couponCodes: ['CODE'] }));
    expect(decision.effects).toMatchObject([
      { type: 'acceptCoupon' },
      { type: 'updateAttribute', phase: 'durable', props: { path: 'Coupon.attributes.last', value: 's' } },
    ]);
    const [, coupon] = [...shop.state.text().matchAll(/coupon \d+ (.*)/g)][0] ?? [];
    expect(coupon).toContain('"attributes":{"last":"s"}');
    expect(coupon).toContain('"usageCounter":"1n"');
    shop.save(campaign(1n, [rule('coupon.attributes.last == "s"', [effect('showNotification', { title: 'seen' })])]));
    expect(told(shop.when(update('t', { couponCodes: ['CODE'] })).decision)).toContain('showNotification');
  });

  it('writes the referral, and the profile of its advocate, whose own attributes stay', () => {
    const rules = [
      rule('referral.valid', [
        write('Referral.attributes.last', '{{ session.id }}'),
        write('Advocate.attributes.friends', '1'),
      ]),
    ];
    const { shop } = given(declared, attribute('CustomerProfile', 'name', 'string'), campaign(1n, rules)).after(
      profileUpdate('bob', { attributes: { name: 'Bob' } }),
      coupons(1n, ['FRIEND'], { advocate: 'bob' }),
    );
    const { decision } = shop.when(close('s', { profileId: 'ann', referralCode: 'FRIEND' }));
    expect(effectsOf(decision, 'updateAttribute').map(({ props }) => props['path'])).toEqual([
      'Referral.attributes.last',
      'Advocate.attributes.friends',
    ]);
    expect(eventsOf(decision, 'CouponChanged')[0]?.coupon.settings.attributes).toEqual({ last: 's' });
    const changed = eventsOf(decision, 'ProfileChanged').map(({ profile }) => [
      profile.integrationId,
      profile.attributes,
    ]);
    expect(changed).toEqual([
      ['ann', {}],
      ['bob', { name: 'Bob', friends: 1 }],
    ]);
  });

  it('fails its rule where there is no such coupon or advocate, without an error', () => {
    const rules = [
      rule('true', [write('Coupon.attributes.last', 'x')]),
      rule('true', [write('Advocate.attributes.friends', '1')]),
    ];
    const { decision } = given(declared, campaign(1n, rules)).when(update('s', { cartItems: cart }));
    expect(decision.effects).toEqual([]);
    expect(decision.ruleFailures).toHaveLength(2);
  });
});
