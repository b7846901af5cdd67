import { legacyState } from '@tessera/api-contracts';
import { EFFECT_TYPES } from '@tessera/promotion';
import { campaign, close, effect as given, item, loyaltyProgram, rule, Shop } from '@tessera/promotion/testing';
import { caller, decision, effect, profile, record, sent, session } from '../testing/decided.fixture';
import { NOTHING, replyTo } from '../testing/gateway.fixture';
import { legacyEffect } from './legacy-effects';
import { renderLegacyState } from './legacy-state';

describe('a legacy answer', () => {
  it('has the session with its one coupon, the profile, and the event with effects as tuples', () => {
    const discounts = [
      effect(1, 'setDiscount', { name: 'Spring', value: 1234n, scope: 'sessionTotal' }),
      effect(2, 'setDiscount', { name: 'Spring', value: 66n, scope: 'sessionTotal' }),
    ];
    const discounted = { ...record, payload: { ...record.payload, session: { ...session, effects: discounts } } };
    const state = renderLegacyState(discounted, caller);
    expect(legacyState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      requestId: 'r1',
      session: {
        integrationId: 's1',
        created: '1970-01-01T00:00:00.000Z',
        applicationId: 1,
        profileId: 'p1',
        coupon: 'SPRING',
        referral: '',
        state: 'closed',
        cartItems: [{ sku: 'milk', price: 1.255 }],
        identifiers: ['device'],
        total: 4.27,
        attributes: { channel: 'web' },
        firstSession: true,
        discounts: { Spring: 13 },
      },
      profile: { integrationId: 'p1', closedSessions: 1, totalSales: 4.27 },
      coupon: { id: 31, value: 'SPRING' },
      event: {
        id: 7,
        type: 'talon_session_closed',
        sessionId: 's1',
        profileId: 'p1',
        attributes: {},
        ledgerEntries: [],
        effects: [
          [5, 6, 0, ['acceptCoupon', 'SPRING']],
          [5, 6, 0, ['setDiscount', 'Spring', 12.34]],
          [5, 6, 0, ['couponCreated', 'NEXT', 'p1']],
          [0, 6, 0, ['rejectCoupon', 'OLD', 'CouponNotFound']],
        ],
        meta: {
          campaigns: {},
          coupons: { SPRING: {} },
          couponRejectionReason: { campaignId: 0, couponId: 31, reason: 'CouponNotFound' },
        },
      },
    });
  });

  it('counts all that stands of a discount, also what lies on additional costs', () => {
    const discounts = [
      effect(1, 'setDiscountPerItem', { name: 'Spring', value: 34n, position: 0n }),
      effect(2, 'setDiscountPerAdditionalCost', { name: 'Spring', value: 66n, additionalCost: 'post' }),
      effect(3, 'setDiscountPerAdditionalCostPerItem', { name: 'Post', value: 50n, additionalCost: 'post' }),
      effect(4, 'acceptCoupon', { name: 'Spring', value: 'SPRING' }),
    ];
    const discounted = { ...record, payload: { ...record.payload, session: { ...session, effects: discounts } } };
    expect(renderLegacyState(discounted, caller)['session']).toMatchObject({ discounts: { Spring: 1, Post: 0.5 } });
  });

  it('shows the points that moved, and what the profile has of them', () => {
    const rules = [
      rule('true', [given('addLoyaltyPoints', { name: 'tea', programId: 5n, value: '9.5', validityDuration: '1D' })]),
      rule('true', [given('deductLoyaltyPoints', { name: 'spent', programId: 5n, value: '2' })]),
    ];
    const shop = new Shop([loyaltyProgram(5n), ...campaign(7n, rules)]);
    const cart = { profileId: 'ann', cartItems: [item('tea', 450)] };
    shop.when(close('before', cart));
    const closing = shop.when(close('s', cart));
    const ledgers = closing.decision.events.flatMap((event) => (event.kind === 'LedgerChanged' ? [event.ledger] : []));
    const shown = { profile: { ...profile, integrationId: 'ann' }, decision: closing.decision, ledgers };
    const reply = replyTo({ ...sent, at: closing.at }, { ...shown, position: closing.position });
    const state = renderLegacyState(reply, { ...caller, catalog: shop.catalog });
    expect(legacyState.parse(state)).toEqual(state);
    const common = { profileId: 'ann', accountId: 1, loyaltyProgramId: 5, eventId: Number(closing.position) };
    const created = new Date(Number(closing.at)).toISOString();
    const expiryDate = new Date(Number(closing.at) + 86_400_000).toISOString();
    expect(state).toMatchObject({
      event: {
        ledgerEntries: [
          { id: 1, ...common, created, amount: -2, reason: 'spent' },
          { id: 2, ...common, created, amount: 9.5, reason: 'tea', expiryDate },
        ],
      },
      loyalty: { programs: { 5: { ledger: { currentBalance: 17 } } } },
    });
  });

  it('says null where there is no session and no profile', () => {
    const state = renderLegacyState(replyTo(sent, { decision: { ...NOTHING, effects: decision.effects } }), caller);
    expect(legacyState.parse(state)).toEqual(state);
    expect(state).toEqual({ requestId: 'r1', session: null, profile: null, event: null });
  });

  it('shows all props of an effect that it does not know, in their order', () => {
    expect(legacyEffect(effect(0, 'brandNew', { first: 'a', second: 2n }), 'EUR')).toEqual([
      5,
      6,
      0,
      ['brandNew', 'a', 2],
    ]);
  });

  it.each(EFFECT_TYPES.map(({ type }) => type))('knows %s', (type) => {
    const [, , , tuple] = legacyEffect(effect(0, type, { surplus: 'x' }), 'EUR');
    expect(tuple).not.toContain('x');
  });
});
