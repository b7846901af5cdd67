import type { CartItem, Coupon, Decision, Effect, Profile, ProfileActivity, Session } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { FakeCatalog, NOTHING, replyTo } from './gateway.fixture';

export const catalog = new FakeCatalog();
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
    referralSettings: null,
    createdBy: 9n,
    created: 0n,
    updated: 0n,
    rollbackCouponsOnCancel: true,
    reevaluateOnReturn: false,
    couponAttributes: {},
  },
});
const shop = catalog.current.application(1n);
if (!shop) throw new Error('the fixture has no shop');
export const caller: Caller = {
  keyId: 'shop1',
  scopes: ['integration'],
  application: shop,
  catalog: catalog.current,
  readToken: undefined,
};

const item: CartItem = {
  position: 0,
  returnedQuantity: 0,
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

export const session: Session = {
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
  returns: [],
  keptOnCancel: [],
  deductions: [],
  idleAt: null,
};

export const profile: Profile = {
  id: 55n,
  integrationId: 'p1',
  attributes: {},
  created: 0n,
  updated: 0n,
  audiences: [],
};
const activity: ProfileActivity = {
  application: 1n,
  profileId: 'p1',
  closedSessions: 1n,
  totalSales: 427n,
  lastActivity: 0n,
};

export const coupon = (id: bigint, code: string): Coupon => ({
  id,
  application: 1n,
  code,
  canonical: code,
  batch: 'b',
  settings: {
    campaign: 5n,
    usageLimit: 1n,
    profileLimit: null,
    ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false, advocate: null },
    discountLimit: 1000n,
    startDate: null,
    expiryDate: 120_000n,
    attributes: {},
    recipient: null,
  },
  usageCounter: 1n,
  discountCounter: 250n,
  reservationCounter: 0n,
  created: 0n,
});

export const effect = (index: number, type: string, props: Effect['props'], campaign = 5n): Effect => ({
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

export const decision: Decision = {
  ...NOTHING,
  events: [{ kind: 'SessionChanged', type: 'talon_session_closed', session }],
  effects: [
    effect(0, 'acceptCoupon', { value: 'SPRING' }),
    effect(1, 'setDiscount', { name: 'Spring', value: 1234n, scope: 'sessionTotal' }),
    effect(2, 'couponCreated', { value: 'NEXT', profileId: 'p1' }),
    effect(3, 'rejectCoupon', { value: 'OLD', rejectionReason: 'CouponNotFound' }, 0n),
  ],
  evaluationPlaces: [{ campaign: 5n, group: 8n, mode: 'highestDiscount' }],
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
      ...{
        conditionIndex: 1,
        referral: null,
        referralCode: null,
        evaluationGroup: 8n,
        evaluationMode: 'highestDiscount',
      },
    },
    {
      ...{ campaign: 5n, ruleset: 6n, ruleId: '', ruleIndex: 0, ruleName: '', coupon: null, couponCode: null },
      ...{ effectIndex: null, details: 'the campaign lost', conditionIndex: null, referral: null, referralCode: null },
      ...{ evaluationGroup: 8n, evaluationMode: 'highestDiscount' },
      exclusion: { group: 8n, mode: 'highestDiscount', reason: 'CampaignGaveLowerDiscount' },
    },
  ],
};

export const sent = {
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
export const record = replyTo(sent, { position: 7n, decision, session, profile, activity, coupons });
