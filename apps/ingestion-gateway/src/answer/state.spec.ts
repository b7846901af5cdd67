import { integrationState } from '@tessera/api-contracts';
import { effectId } from '@tessera/event-contracts';
import type { CartItem, Coupon, Decision, Effect, Profile, ProfileActivity, Session } from '@tessera/promotion';
import { application, FakeCatalog, NOTHING, replyTo } from '../testing/gateway.fixture';
import { renderState } from './state';

const catalog = new FakeCatalog();
catalog.apply({
  kind: 'CampaignSaved',
  entity: {
    id: 5n,
    application: 1n,
    name: 'Spring',
    description: '',
    state: 'enabled',
    startTime: null,
    endTime: null,
    tags: [],
    features: ['coupons'],
    limits: [{ action: 'setDiscount', limit: 100_000n, entities: [], period: null }],
    attributes: {},
    activeRulesetId: 6n,
    couponSettings: null,
    createdBy: 9n,
    created: 0n,
    updated: 0n,
  },
});
const shop = catalog.current.application(1n);
if (!shop) throw new Error('the fixture has no shop');
const caller = { keyId: 'shop1', scopes: ['integration'], application: shop, catalog: catalog.current };

const item: CartItem = {
  position: 0,
  name: null,
  sku: 'milk',
  quantity: 3,
  price: 1_255_000n,
  category: null,
  weight: 1000,
  height: null,
  width: null,
  length: null,
  attributes: { offers: { kind: 'list', items: ['o1'] } },
  additionalCosts: { post: 500_000n },
};

const session: Session = {
  id: 101n,
  application: 1n,
  integrationId: 's1',
  profileId: 'p1',
  state: 'closed',
  firstSession: true,
  couponCodes: ['SPRING'],
  referralCode: '',
  cartItems: [item],
  additionalCosts: {},
  identifiers: ['device'],
  attributes: { channel: 'web' },
  cartItemTotal: 377n,
  additionalCostTotal: 50n,
  cartItemAdditionalCostTotal: 50n,
  total: 427n,
  updateCount: 2,
  created: 0n,
  updated: 60_000n,
  closedAt: 60_000n,
  durable: [],
  effects: [],
  decidedAt: 7n,
  counted: [],
};

const profile: Profile = { id: 55n, integrationId: 'p1', attributes: {}, created: 0n, updated: 0n };
const activity: ProfileActivity = {
  application: 1n,
  profileId: 'p1',
  closedSessions: 1n,
  totalSales: 427n,
  lastActivity: 0n,
};

const coupon = (id: bigint, code: string): Coupon => ({
  id,
  application: 1n,
  code,
  canonical: code,
  batch: 'b',
  settings: {
    campaign: 5n,
    usageLimit: 1n,
    profileLimit: null,
    discountLimit: 1000n,
    startDate: null,
    expiryDate: 120_000n,
    attributes: {},
    recipient: null,
  },
  usageCounter: 1n,
  discountCounter: 250n,
  created: 0n,
});

const effect = (index: number, type: string, props: Effect['props'], campaign = 5n): Effect => ({
  index,
  campaign,
  ruleset: 6n,
  rulesetVersion: 2,
  ruleId: 'r',
  ruleIndex: 0,
  ruleName: 'rule',
  effectIndex: index,
  type,
  triggeredByCoupon: 31n,
  phase: 'committed',
  undoes: null,
  props,
  shares: [],
});

const decision: Decision = {
  ...NOTHING,
  events: [{ kind: 'SessionChanged', type: 'talon_session_closed', session }],
  effects: [
    effect(0, 'acceptCoupon', { value: 'SPRING' }),
    effect(1, 'setDiscount', { name: 'Spring', value: 1234n, scope: 'sessionTotal' }),
    effect(2, 'couponCreated', { value: 'NEXT', profileId: 'p1' }),
    effect(3, 'rejectCoupon', { value: 'OLD', rejectionReason: 'CouponNotFound' }, 0n),
  ],
  ruleFailures: [
    {
      campaign: 5n,
      ruleset: 6n,
      ruleId: 'r2',
      ruleIndex: 1,
      ruleName: 'other',
      coupon: null,
      couponCode: null,
      effectIndex: null,
      details: 'the condition does not hold',
      exclusion: null,
    },
  ],
};

const sent = {
  id: 'i',
  src: 'g',
  seq: 0n,
  requestId: 'r1',
  application: 1n,
  at: 60_000n,
  recordedAt: 60_000n,
  catalogVersion: 1n,
  currency: 'EUR',
  idempotency: null,
  payload: { kind: 'ProfileErasureReceived', profileId: 'p1' },
} as const;
const coupons = [coupon(31n, 'SPRING'), coupon(32n, 'NEXT')];
const record = replyTo(sent, { position: 7n, decision, session, profile, activity, coupons });

const ALL = [
  'customerSession',
  'customerProfile',
  'coupons',
  'triggeredCampaigns',
  'event',
  'loyalty',
  'ruleFailureReasons',
];

describe('an answer', () => {
  it('has lists always, and nothing that was not asked for', () => {
    const bare = renderState(replyTo(sent), [], caller);
    expect(bare).toEqual({ requestId: 'r1', effects: [], createdCoupons: [], createdReferrals: [] });
  });

  it('shows effects as the reference does, amounts in major units', () => {
    expect(renderState(record, [], caller)['effects']).toMatchObject([
      {
        id: effectId(7n, 0),
        campaignId: 5,
        rulesetId: 6,
        ruleIndex: 0,
        ruleName: 'rule',
        effectType: 'acceptCoupon',
        triggeredByCoupon: 31,
        props: { value: 'SPRING' },
      },
      { effectType: 'setDiscount', props: { name: 'Spring', value: 12.34, scope: 'sessionTotal' } },
      { effectType: 'couponCreated', props: { value: 'NEXT', profileId: 'p1' } },
      { effectType: 'rejectCoupon', campaignId: 0, props: { rejectionReason: 'CouponNotFound' } },
    ]);
  });

  it('of a repeated request names the effects as they were published first', () => {
    const repeated = replyTo(sent, { position: 90n, decision: { ...decision, outcome: 'repeated', repeats: 7n } });
    expect(renderState(repeated, [], caller)['effects']).toMatchObject([{ id: effectId(7n, 0) }, {}, {}, {}]);
  });

  it('holds what was asked for, in the shape that it promises', () => {
    const state = renderState(record, ALL, caller);
    expect(integrationState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      customerSession: {
        integrationId: 's1',
        applicationId: 1,
        profileId: 'p1',
        state: 'closed',
        firstSession: true,
        couponCodes: ['SPRING'],
        referralCode: '',
        identifiers: ['device'],
        created: '1970-01-01T00:00:00.000Z',
        total: 4.27,
        cartItemTotal: 3.77,
        additionalCostTotal: 0.5,
        attributes: { channel: 'web' },
        cartItems: [
          { sku: 'milk', name: 'milk', quantity: 3, price: 1.255, position: 0, attributes: { offers: ['o1'] } },
        ],
      },
      customerProfile: { integrationId: 'p1', accountId: 1, closedSessions: 1, totalSales: 4.27 },
      coupons: [{ id: 31, value: 'SPRING', usageLimit: 1, usageCounter: 1, discountLimit: 10, discountRemainder: 7.5 }],
      createdCoupons: [{ id: 32, value: 'NEXT' }],
      createdReferrals: [],
      triggeredCampaigns: [{ id: 5, name: 'Spring', limits: [{ action: 'setDiscount', limit: 1000 }] }],
      event: {
        id: 7,
        type: 'talon_session_closed',
        sessionId: 's1',
        profileId: 'p1',
        applicationId: 1,
        created: '1970-01-01T00:01:00.000Z',
      },
      loyalty: null,
      ruleFailureReasons: [
        { campaignID: 5, campaignName: 'Spring', ruleName: 'other', details: 'the condition does not hold' },
      ],
    });
  });

  it('of a custom event shows that event', () => {
    const own = {
      kind: 'CustomEventRecorded',
      id: 12n,
      type: 'rated',
      profileId: 'p1',
      attributes: { stars: 5 },
    } as const;
    const changed = { kind: 'ProfileChanged', type: 'talon_profile_created', profile } as const;
    const reply = replyTo(sent, { decision: { ...NOTHING, events: [changed, own] } });
    expect(renderState(reply, ['event'], caller)['event']).toMatchObject({
      id: 12,
      type: 'rated',
      attributes: { stars: 5 },
    });
  });

  it('leaves out what there is not', () => {
    const state = renderState(replyTo(sent), [...ALL, 'horoscope'], caller);
    expect(Object.keys(state).sort()).toEqual([
      'coupons',
      'createdCoupons',
      'createdReferrals',
      'effects',
      'loyalty',
      'requestId',
      'ruleFailureReasons',
      'triggeredCampaigns',
    ]);
  });

  it('names no campaign of another shop', () => {
    catalog.apply(application(4n));
    const other = { ...record, application: 4n };
    expect(renderState(other, ['triggeredCampaigns'], caller)['triggeredCampaigns']).toEqual([]);
  });
});
