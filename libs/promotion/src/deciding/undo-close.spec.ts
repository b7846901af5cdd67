import type { Campaign } from '../catalog-event';
import {
  attribute,
  campaign,
  cancel,
  close,
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
  type Shop,
} from '../testing';

const cart = [item('A', 1000, 3)];
const off = effect('setDiscount', { name: 'off', value: '6' });
const LIMITS = [{ action: 'redeemCoupon', limit: 1n, entities: ['Profile'], period: null }];

function withCode(changes: Partial<Campaign> = {}) {
  return campaign(1n, [rule('coupon.valid', [off])], { limits: LIMITS, ...changes });
}

/** A shop with a coupon of one use, which the session `s` of ann has redeemed. */
function redeemed(changes: Partial<Campaign> = {}): Shop {
  const { shop } = given(withCode(changes)).after(coupons(1n, ['ONCE'], { usageLimit: 1n }), buy('s'));
  return shop;
}

const buy = (session: string) => close(session, { profileId: 'ann', cartItems: cart, couponCodes: ['ONCE'] });

/** Whether a code that was redeemed can be redeemed again. */
const again = (shop: Shop) => told(shop.when(buy('next')).decision);

const last = (shop: Shop) => shop.log.at(-1)!.decision;

describe('reopening', () => {
  it('undoes what the close committed, and the session can be updated and closed again', () => {
    const shop = redeemed();
    const closing = shop.log.at(-1);
    const { decision } = shop.when(reopen('s'));
    expect(eventsOf(decision, 'SessionChanged')).toMatchObject([
      { type: 'talon_session_reopened', session: { state: 'open', closedAt: null, updateCount: 2, effects: [] } },
    ]);
    expect(decision.effects).toMatchObject([
      { type: 'rollbackCoupon', phase: 'rolledBack', undoes: { position: closing?.position, index: 0 } },
      { type: 'rollbackDiscount', phase: 'rolledBack', undoes: { position: closing?.position, index: 1 } },
    ]);
    expect(eventsOf(decision, 'ProfileActivityChanged')[0]?.activity).toMatchObject({
      closedSessions: 0n,
      totalSales: 0n,
    });
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toMatchObject([{ delta: -1n, usageCounter: 0n }]);
    expect(eventsOf(decision, 'CounterChanged')).toMatchObject([{ delta: -1n, value: 0n }]);

    expect(told(shop.when(update('s', { cartItems: [item('A', 500)] })).decision)).toEqual([
      'acceptCoupon ONCE',
      'setDiscount 500',
    ]);
    const closed = shop.when(close('s')).decision;
    expect(sessionOf(closed)).toMatchObject({ state: 'closed', firstSession: true, total: 500n, updateCount: 4 });
    expect(told(closed)).toEqual(['acceptCoupon ONCE', 'setDiscount 500']);
    expect(eventsOf(closed, 'ProfileActivityChanged')[0]?.activity).toMatchObject({
      closedSessions: 1n,
      totalSales: 500n,
    });
    expect(again(shop)).toEqual(['rejectCoupon CouponLimitReached']);
  });

  it('leaves the past of the profile, until the session is closed again', () => {
    const loyal = campaign(2n, [
      rule('history.sessions.count() > 0', [effect('showNotification', { title: 'loyal' })]),
    ]);
    const { shop } = given(loyal).after(close('s', { profileId: 'ann', cartItems: cart }));
    const greeted = () => told(shop.when(update('t', { profileId: 'ann' })).decision);
    expect(greeted()).toEqual(['showNotification']);
    shop.when(reopen('s'));
    expect(greeted()).toEqual([]);
    shop.when(close('s'));
    expect(greeted()).toEqual(['showNotification']);
  });

  it('keeps what survives: created coupons, written attributes, custom effects and notifications', () => {
    const rules = [
      rule('true', [
        off,
        effect('couponCreated', { pattern: 'NEXT-####' }),
        effect('updateAttribute', { path: 'Session.attributes.gift', value: 'mug' }),
        effect('customEffect', { name: 'pack' }),
        effect('showNotification', { title: 'thanks' }),
      ]),
    ];
    const { shop } = given(attribute('CustomerSession', 'gift', 'string'), campaign(1n, rules, CODES));
    shop.when(close('s', { cartItems: cart }));
    const { decision } = shop.when(reopen('s'));
    expect(told(decision)).toEqual(['rollbackDiscount 600']);
    const session = sessionOf(decision);
    expect(session.attributes).toEqual({ gift: 'mug' });
    expect(session.effects.map(({ type }) => type)).toEqual([
      'couponCreated',
      'updateAttribute',
      'customEffect',
      'showNotification',
    ]);
    // Durable effects are given once per session, whatever becomes of it.
    expect(effectsOf(shop.when(close('s')).decision, 'couponCreated')).toEqual([]);
  });

  it('gives a coupon back whatever its campaign says of cancelling, or it could not be redeemed again', () => {
    const shop = redeemed({ rollbackCouponsOnCancel: false });
    expect(told(shop.when(reopen('s')).decision)).toEqual(['rollbackCoupon ONCE', 'rollbackDiscount 600']);
    expect(told(shop.when(close('s')).decision)).toEqual(['acceptCoupon ONCE', 'setDiscount 600']);
  });

  it('gives nothing back twice: a session that was reopened is open', () => {
    const shop = redeemed();
    shop.when(reopen('s'));
    expect(shop.when(reopen('s')).decision.outcome).toBe('refused');
    expect(told(shop.when(cancel('s')).decision)).toEqual([]);
    expect(eventsOf(last(shop), 'SessionChanged')[0]?.type).toBe('talon_session_cancelled');
    expect(again(shop)).toEqual(['acceptCoupon ONCE', 'setDiscount 600']);
  });

  it('never goes back in time', () => {
    const shop = redeemed();
    expect(shop.at(NOON - 1n).when(reopen('s')).at).toBe(NOON);
  });
});

const CODES = { couponSettings: { validCharacters: ['A', 'B'], couponPattern: '####' } };

describe('giving coupons back on cancel', () => {
  it('is the rule', () => {
    const shop = redeemed();
    expect(told(shop.when(cancel('s')).decision)).toEqual(['rollbackCoupon ONCE', 'rollbackDiscount 600']);
    expect(again(shop)).toEqual(['acceptCoupon ONCE', 'setDiscount 600']);
  });

  it('is switched off by the campaign: the coupon and its limits stay used, its discount and value go back', () => {
    const shop = redeemed({ rollbackCouponsOnCancel: false });
    const { decision } = shop.when(cancel('s'));
    expect(told(decision)).toEqual(['rollbackDiscount 600']);
    expect(eventsOf(decision, 'CouponRedemptionChanged')).toMatchObject([
      { delta: 0n, usageCounter: 1n, discountDelta: -600n, discountCounter: 0n },
    ]);
    expect(eventsOf(decision, 'CounterChanged')).toEqual([]);
    expect(sessionOf(decision).effects.map(({ type }) => type)).toEqual(['acceptCoupon']);
    expect(again(shop)).toEqual(['rejectCoupon CouponLimitReached']);
  });

  it.each([true, false])('goes by how the switch stood at the close: %s', (rollbackCouponsOnCancel) => {
    const shop = redeemed({ rollbackCouponsOnCancel });
    shop.save(withCode({ rollbackCouponsOnCancel: !rollbackCouponsOnCancel }));
    shop.when(returned('s', { 0: 1 }));
    shop.when(cancel('s'));
    expect(effectsOf(last(shop), 'rollbackCoupon')).toHaveLength(rollbackCouponsOnCancel ? 1 : 0);
    const expected = rollbackCouponsOnCancel ? 'acceptCoupon ONCE' : 'rejectCoupon CouponLimitReached';
    expect(again(shop)[0]).toBe(expected);
  });

  it('is the business of each campaign: counters of one whose name begins alike go back', () => {
    const limits = [{ action: 'redeemCoupon', limit: 5n, entities: [], period: null }];
    const shops = [1n, 11n].map((id) =>
      campaign(id, [rule('coupon.valid', [off])], { limits, rollbackCouponsOnCancel: id !== 1n }),
    );
    const { shop } = given(...shops).after(coupons(1n, ['ONE']), { ...coupons(11n, ['ELEVEN']), batch: 'other' });
    shop.when(close('s', { cartItems: cart, couponCodes: ['ONE', 'ELEVEN'] }));
    const { decision } = shop.when(cancel('s'));
    expect(effectsOf(decision, 'rollbackCoupon').map(({ props }) => props['value'])).toEqual(['ELEVEN']);
    expect(eventsOf(decision, 'CounterChanged')).toMatchObject([{ counter: 'redeemCoupon|11|||', value: 0n }]);
  });
});
