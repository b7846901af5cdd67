import type { Request, SessionUpdateReceived } from '../request';
import {
  attribute,
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
  reopen,
  returned,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';

const HOUR = 3_600_000n;
const cart = [item('A', 1000, 2)];
const five = campaign(1n, [rule('true', [effect('setDiscount', { name: 'five', value: '5' })])]);

describe('creating and updating', () => {
  it('is created open, with a profile that was never seen, in the order of the numbers', () => {
    const { decision, position, rounds } = given().when(update('s', { profileId: 'ann', cartItems: cart }));
    expect(decision.outcome).toBe('accepted');
    expect(decision.events.map(({ kind }) => kind)).toEqual([
      'ProfileChanged',
      'SessionChanged',
      'ProfileActivityChanged',
    ]);
    const [profile] = eventsOf(decision, 'ProfileChanged');
    expect(profile).toMatchObject({
      type: 'talon_profile_created',
      profile: { id: position + 2n, integrationId: 'ann' },
    });
    expect(decision.events[1]).toMatchObject({ type: 'talon_session_created' });
    expect(sessionOf(decision)).toMatchObject({
      id: position + 1n,
      decidedAt: position,
      state: 'open',
      firstSession: true,
      updateCount: 1,
      total: 2000n,
      created: NOON,
      closedAt: null,
    });
    expect(rounds).toBe(3);
  });

  it('is created closed as well, in one event', () => {
    const { decision } = given(five).when(close('s', { cartItems: cart }));
    expect(eventsOf(decision, 'SessionChanged')).toMatchObject([
      { type: 'talon_session_created', session: { state: 'closed', closedAt: NOON } },
    ]);
    expect(effectsOf(decision, 'setDiscount')[0]?.phase).toBe('committed');
  });

  it('keeps what is left out and clears what is empty', () => {
    const declared = [attribute('CustomerSession', 'a', 'string'), attribute('CustomerSession', 'b', 'string')];
    const first: Partial<SessionUpdateReceived> = {
      profileId: 'ann',
      cartItems: cart,
      couponCodes: ['X'],
      referralCode: 'R',
      identifiers: ['device'],
      additionalCosts: { shipping: 10_000n },
      attributes: { a: '1', b: '2' },
    };
    const { shop } = given(declared).after(update('s', first));
    const kept = sessionOf(shop.when(update('s', { attributes: { a: '3', b: null } })).decision);
    expect(kept).toMatchObject({
      ...first,
      cartItems: [{ sku: 'A', position: 0 }],
      attributes: { a: '3' },
      updateCount: 2,
    });
    expect(kept.attributes).not.toHaveProperty('b');
    const cleared = {
      profileId: '',
      cartItems: [],
      couponCodes: [],
      referralCode: '',
      identifiers: [],
      additionalCosts: {},
    };
    expect(sessionOf(shop.when(update('s', cleared)).decision)).toMatchObject({ ...cleared, total: 0n });
  });

  it('gives positions itself and takes an item’s attributes whole', () => {
    const { shop } = given(attribute('CartItem', 'size', 'number')).after(
      update('s', { cartItems: [item('A', 100, 1, { attributes: { size: 1 } }), item('B', 100)] }),
    );
    const { decision } = shop.when(update('s', { cartItems: [item('B', 100), item('A', 100)] }));
    expect(sessionOf(decision).cartItems).toMatchObject([
      { sku: 'B', position: 0 },
      { sku: 'A', position: 1, attributes: {} },
    ]);
  });

  it('can change its profile while it is open', () => {
    const { shop } = given().after(update('s', { profileId: 'ann' }));
    const { decision } = shop.when(update('s', { profileId: 'bob' }));
    expect(sessionOf(decision).profileId).toBe('bob');
    expect(eventsOf(decision, 'ProfileChanged')).toMatchObject([{ profile: { integrationId: 'bob' } }]);
  });

  it('is the first session until one is closed, and again when that one is cancelled (A26)', () => {
    const first = campaign(1n, [
      rule('session.firstSession', [effect('setDiscount', { name: 'first', value: 'percent(session.total, 15)' })]),
    ]);
    const { shop } = given(first);
    const buy = (id: string) => shop.when(close(id, { profileId: 'ann', cartItems: [item('A', 3999)] })).decision;
    expect(told(buy('a'))).toEqual(['setDiscount 600']);
    expect(told(buy('b'))).toEqual([]);
    shop.when(cancel('a'));
    shop.when(cancel('b'));
    expect(told(buy('c'))).toEqual(['setDiscount 600']);
  });

  it('never goes back in time', () => {
    const { shop } = given().after(update('s'));
    const { at, decision } = shop.at(NOON - HOUR).when(update('s'));
    expect(at).toBe(NOON);
    expect(sessionOf(decision).updated).toBe(NOON);
  });

  it('belongs to nobody without a profile', () => {
    const { decision } = given().when(update('s', { cartItems: cart }));
    expect(decision.events.map(({ kind }) => kind)).toEqual(['SessionChanged']);
    expect(sessionOf(decision)).toMatchObject({ profileId: '', firstSession: false });
  });

  it('is judged again with what is stored: too large a sum is refused', () => {
    const huge = item('A', 1, 1, { price: 9_007_199_254_740_991n * 10_000n });
    const { shop } = given().after(update('s', { cartItems: [huge] }));
    const { decision } = shop.when(update('s', { additionalCosts: { shipping: 10_000n } }));
    expect(codesOf(decision)).toEqual(['money.overflow /cartItems']);
  });
});

describe('states', () => {
  function after(...states: string[]) {
    const { shop } = given(five);
    for (const state of states) shop.when(requestFor(state));
    return shop;
  }

  function requestFor(state: string): Request {
    if (state === 'partially_returned') return returned('s', { 0: 1 });
    if (state === 'reopened') return reopen('s');
    return update('s', { state, cartItems: cart, profileId: 'ann' });
  }

  it.each([
    [[], 'cancelled', 'session.state /state'],
    [['closed'], 'open', 'session.state /state'],
    [['closed', 'cancelled'], 'open', 'session.state /state'],
    [['closed', 'cancelled'], 'closed', 'session.state /state'],
    [['closed', 'cancelled'], 'cancelled', 'session.state /state'],
    [['open', 'cancelled'], null, 'session.state /state'],
    [['closed'], null, 'session.closed /state'],
    [['closed', 'partially_returned'], null, 'session.closed /state'],
    [['closed', 'partially_returned'], 'open', 'session.state /state'],
    [['closed', 'partially_returned'], 'closed', 'session.state /state'],
    [['closed', 'partially_returned', 'cancelled'], 'cancelled', 'session.state /state'],
    [['closed', 'reopened', 'cancelled'], 'open', 'session.state /state'],
  ])('after %j does not go to %j', (states, state, code) => {
    const { decision } = after(...states).when(update('s', { state }));
    expect(decision.outcome).toBe('refused');
    expect(codesOf(decision)).toEqual([code]);
    expect(decision.refusals[0]?.status).toBe(400);
    expect(decision.events).toEqual([]);
  });

  it.each([
    [['open'], reopen('s')],
    [['open'], returned('s', { 0: 1 })],
    [['closed', 'partially_returned'], reopen('s')],
    [['closed', 'cancelled'], reopen('s')],
    [['closed', 'cancelled'], returned('s', { 0: 1 })],
    [['open', 'cancelled'], reopen('s')],
    [['closed', 'reopened'], returned('s', { 0: 1 })],
    [['closed', 'reopened'], reopen('s')],
  ])('after %j refuses %j', (states, request) => {
    const { decision } = after(...states).when(request);
    expect(decision).toMatchObject({ outcome: 'refused', events: [], effects: [] });
    expect(decision.refusals).toMatchObject([{ code: 'session.state', pointer: null, status: 400 }]);
  });

  it.each([reopen('s'), returned('s', { 0: 1 })])('refuses %j of a session that is not there', (request) => {
    const { decision } = after().when(request);
    expect(decision.refusals).toMatchObject([{ code: 'session.not_found', status: 404 }]);
  });

  it.each([
    [['open'], reopen('s'), 'the session is open; allowed are open, closed, cancelled'],
    [['closed'], update('s', { state: 'open' }), 'the session is closed; allowed are cancelled, returns, reopen'],
    [
      ['closed', 'partially_returned'],
      reopen('s'),
      'the session is partially_returned; allowed are cancelled, returns',
    ],
    [['open', 'cancelled'], reopen('s'), 'the session is cancelled, which is final: nothing is allowed'],
  ])('after %j names the state and what is allowed', (states, request, details) => {
    expect(after(...states).when(request).decision.refusals[0]?.details).toBe(details);
  });

  it('cancels an open session without effects', () => {
    const { decision } = after('open').when(cancel('s'));
    expect(eventsOf(decision, 'SessionChanged')[0]?.type).toBe('talon_session_cancelled');
    expect(decision.effects).toEqual([]);
    expect(sessionOf(decision).closedAt).toBeNull();
  });

  it('repeats the same close: no events, no effects, the first decision is named', () => {
    const shop = after('closed');
    const first = shop.log.at(-1);
    const again = shop.when(close('s', { cartItems: cart, profileId: 'ann' })).decision;
    expect(again).toMatchObject({
      outcome: 'repeated',
      repeats: first?.position,
      events: [],
      effects: [],
      refusals: [],
    });
    expect(shop.when(close('s')).decision.outcome).toBe('repeated');
  });

  it.each([
    ['another price', { cartItems: [item('A', 999, 2)] }],
    ['another code', { couponCodes: ['X'] }],
    ['another profile', { profileId: 'bob' }],
    ['a cost', { additionalCosts: { shipping: 1n } }],
    ['an identifier', { identifiers: ['x'] }],
    ['a referral', { referralCode: 'x' }],
  ])('refuses a close with %s', (_, changes) => {
    expect(codesOf(after('closed').when(close('s', changes)).decision)).toEqual(['session.closed /state']);
    expect(codesOf(after('closed').when({ ...cancel('s'), ...changes }).decision)).toEqual(['session.closed /state']);
  });

  it('takes a close back: rollbacks name what they undo, activity and counters return', () => {
    const shop = after('closed');
    const closed = shop.log.at(-1);
    expect(eventsOf(closed!.decision, 'ProfileActivityChanged')).toMatchObject([
      { closedSessionsDelta: 1n, totalSalesDelta: 2000n, activity: { closedSessions: 1n, totalSales: 2000n } },
    ]);
    const { decision } = shop.when(cancel('s'));
    expect(eventsOf(decision, 'SessionChanged')[0]).toMatchObject({
      type: 'talon_session_revoked',
      session: { closedAt: NOON },
    });
    expect(decision.effects).toMatchObject([
      {
        type: 'rollbackDiscount',
        phase: 'rolledBack',
        undoes: { position: closed?.position, index: 0 },
        props: { name: 'five', value: 500n, scope: 'sessionTotal' },
        shares: closed?.decision.effects[0]?.shares,
      },
    ]);
    expect(eventsOf(decision, 'ProfileActivityChanged')).toMatchObject([
      { closedSessionsDelta: -1n, totalSalesDelta: -2000n, activity: { closedSessions: 0n, totalSales: 0n } },
    ]);
  });

  it('undoes each discount per item where it lay', () => {
    const perItem = campaign(1n, [rule('true', [effect('setDiscountPerItem', { name: 'one', value: '1' })])]);
    const { shop } = given(perItem).after(close('s', { cartItems: cart }));
    const { decision } = shop.when(cancel('s'));
    expect(decision.effects).toMatchObject([
      { type: 'rollbackDiscount', props: { name: 'one#0', value: 200n, cartItemPosition: 0n, scope: 'price' } },
    ]);
  });

  it('forgets a coupon that was deleted between close and cancel', () => {
    const withCode = campaign(1n, [rule('coupon.valid', [effect('setDiscount', { name: 'five', value: '5' })])]);
    const { shop } = given(withCode).after(
      coupons(1n, ['CODE']),
      close('s', { cartItems: cart, couponCodes: ['CODE'] }),
    );
    const [redeemed] = eventsOf(shop.log.at(-1)!.decision, 'CouponRedemptionChanged');
    shop.when({ kind: 'CouponDeletionReceived', couponId: redeemed?.couponId ?? 0n });
    const { decision } = shop.when(cancel('s'));
    expect(told(decision)).toEqual(['rollbackCoupon CODE', 'rollbackDiscount 500']);
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toEqual([]);
  });
});

describe('activity', () => {
  it('is noted once an hour between sales', () => {
    const { shop } = given().after(update('s', { profileId: 'ann' }));
    const notes = (at: bigint) => eventsOf(shop.at(at).when(update('s')).decision, 'ProfileActivityChanged');
    expect(notes(NOON + HOUR - 1n)).toEqual([]);
    expect(notes(NOON + HOUR + 5n)).toMatchObject([
      { closedSessionsDelta: 0n, activity: { lastActivity: NOON + HOUR, closedSessions: 0n } },
    ]);
  });

  it('does not go back for an import of the past', () => {
    const { shop } = given().after(update('s', { profileId: 'ann' }));
    const { decision } = shop.at(NOON - 5n * HOUR).when(close('old', { profileId: 'ann', cartItems: cart }));
    expect(eventsOf(decision, 'ProfileActivityChanged')[0]?.activity).toMatchObject({
      lastActivity: NOON,
      closedSessions: 1n,
    });
  });
});

describe('a dry run', () => {
  it('sees the session of the payload only, gives everything as transient and needs no lock', () => {
    const { shop } = given(five).after(close('s', { cartItems: cart }));
    const { decision, rounds } = shop.try(update('s', { cartItems: [item('A', 300)] }));
    expect(sessionOf(decision)).toMatchObject({ state: 'open', updateCount: 1, total: 300n });
    expect(decision.effects).toMatchObject([{ phase: 'transient', props: { value: 300n, desiredValue: 500n } }]);
    expect(rounds).toBe(2);
  });

  it('setono 67: may name campaigns that have not begun, or are switched off', () => {
    const off = campaign(1n, [rule('true', [effect('showNotification', { title: 'off' })])], { state: 'disabled' });
    const later = campaign(3n, [rule('true', [effect('showNotification', { title: 'later' })])], {
      startTime: NOON + 1n,
    });
    const { shop } = given(off, later, campaign(2n, [rule('true', [effect('showNotification', { title: 'on' })])]));
    const titles = (ids: bigint[] | null, dry: boolean) => {
      const request = update('s', { evaluableCampaignIds: ids });
      const { decision } = dry ? shop.try(request) : shop.when(request);
      return decision.effects.map(({ props }) => props['title']);
    };
    expect(titles(null, true)).toEqual(['on']);
    expect(titles([1n, 3n], true)).toEqual(['off', 'later']);
    expect(titles([1n, 3n], false)).toEqual(['on']);
  });
});
