import type { CartItemInput, Effect, Session, SessionUpdateReceived, Value } from '@tessera/promotion';
import type {
  CatalogRecord,
  DeadLetterRecord,
  DecisionRecord,
  EffectRecord,
  InboxRecord,
  ReplyRecord,
  SubjectKeyRecord,
} from './generated/records.generated';

/** One value of each type. */
export const everyValue: Readonly<Record<string, Value>> = {
  nothing: null,
  text: 'Käse 🧀',
  yes: true,
  long: 4503599627370497n,
  double: 1.5,
  decimal: { kind: 'decimal', unscaled: -12345678901234567890n, scale: 4 },
  instant: { kind: 'instant', at: 1502582400000n },
  location: { kind: 'location', latitude: 52.52, longitude: 13.405 },
  list: { kind: 'list', items: ['a', { kind: 'list', items: [1n] }] },
  map: { kind: 'map', entries: { inner: { kind: 'map', entries: {} } } },
  sealed: { kind: 'sealed', keyId: 'k', nonce: Uint8Array.of(1, 2), bytes: Uint8Array.of(3) },
};

export const envelope = {
  id: '42',
  src: 'gateway-1',
  seq: 7n,
  requestId: 'req-1',
  application: 3n,
  at: 1502582400000n,
  recordedAt: 1502582400500n,
  catalogVersion: 12n,
  currency: 'EUR',
};

export const cartItem: CartItemInput = {
  name: 'Milk',
  sku: 'sku-1',
  quantity: 2,
  price: 1990000n,
  category: null,
  weight: null,
  height: 0.25,
  width: null,
  length: null,
  attributes: everyValue,
  additionalCosts: { deposit: 250000n },
};

export const sessionUpdate: SessionUpdateReceived = {
  kind: 'SessionUpdateReceived',
  sessionId: 'cart-1',
  profileId: 'anna',
  state: 'open',
  cartItems: [cartItem],
  couponCodes: ['WELCOME'],
  referralCode: null,
  additionalCosts: null,
  identifiers: null,
  attributes: { channel: 'web' },
  evaluableCampaignIds: null,
};

export const effect: Effect = {
  index: 0,
  campaign: 5n,
  ruleset: 6n,
  rulesetVersion: 1,
  ruleId: 'rule-1',
  ruleIndex: 0,
  ruleName: 'Ten off',
  effectIndex: 0,
  type: 'setDiscount',
  triggeredByCoupon: 9n,
  phase: 'committed',
  undoes: { position: 41n, index: 2 },
  props: { name: 'Ten off', value: 398n },
  shares: [{ position: 0, subPosition: 0, units: 2, amount: 199n }],
};

export const session: Session = {
  id: 40n,
  application: 3n,
  integrationId: 'cart-1',
  profileId: 'anna',
  state: 'open',
  firstSession: true,
  couponCodes: ['WELCOME'],
  referralCode: '',
  cartItems: [{ ...cartItem, position: 0, returnedQuantity: 0 }],
  additionalCosts: {},
  identifiers: [],
  attributes: { channel: 'web' },
  cartItemTotal: 398n,
  additionalCostTotal: 0n,
  cartItemAdditionalCostTotal: 50n,
  total: 448n,
  updateCount: 1,
  created: 1502582400000n,
  updated: 1502582400000n,
  closedAt: null,
  durable: [{ ruleId: 'rule-1', effectIndex: 0, value: '' }],
  counted: [{ counter: '5:redeemCoupon', delta: 1n }],
  effects: [effect],
  decidedAt: 42n,
  returns: [],
  keptOnCancel: [],
  deductions: [],
  idleAt: null,
};

export const inboxRecord: InboxRecord = {
  ...envelope,
  at: null,
  idempotency: { hash: Uint8Array.of(0xde, 0xad), keySent: true },
  payload: sessionUpdate,
};

export const decisionRecord: DecisionRecord = {
  ...envelope,
  source: { topic: 'integration.events.v1', partition: 2, offset: 1234n },
  payload: {
    outcome: 'accepted',
    request: { kind: 'CouponDeletionReceived', couponId: 77n },
    repeats: null,
    engineVersion: '1',
    entropy: Uint8Array.of(0, 255),
    reads: [{ row: 'coupon', key: '3/WELCOME', version: null }],
    events: [
      { kind: 'SessionChanged', type: 'talon_session_created', session },
      { kind: 'CounterChanged', counter: '5:redeemCoupon', delta: -1n, value: 0n },
    ],
    effects: [effect],
    refusals: [{ code: 'session.closed', title: 'Closed', details: '', pointer: '/customerSession', status: 400 }],
    ruleFailures: [],
    evaluationPlaces: [],
  },
};

export const replyRecord: ReplyRecord = {
  ...envelope,
  payload: {
    kind: 'Reply',
    status: 200,
    position: 42n,
    partition: 2,
    decisionSeq: 7n,
    decision: { ...decisionRecord.payload, events: [] },
    session,
    profile: null,
    activity: null,
    coupons: [],
    idempotencyMismatch: false,
    ledgers: [],
  },
};

export const effectRecord: EffectRecord = {
  ...envelope,
  payload: { kind: 'EffectGiven', position: 42n, index: 0, count: 1, session: 'cart-1', profile: 'anna', effect },
};

export const catalogRecord: CatalogRecord = {
  ...envelope,
  actor: { userId: 1n, requestId: 'req-9' },
  payload: { kind: 'CampaignDeleted', application: 3n, id: 5n },
};

export const subjectKeyRecord: SubjectKeyRecord = {
  ...envelope,
  payload: {
    kind: 'SubjectKeyGiven',
    keyId: '8f14e45f-ceea-467f-a0e6-d4f1b1b7c0de',
    subject: 'p:anna',
    position: 42n,
    wrapped: Uint8Array.of(2),
  },
};

export const deadLetterRecord: DeadLetterRecord = {
  ...envelope,
  payload: {
    kind: 'DeadLetter',
    topic: 'integration.events.v1',
    partition: 0,
    offset: 5n,
    reason: 'avro.decode',
    details: 'the end within a value',
    key: Uint8Array.of(0x31),
    bytes: null,
    size: 70000,
  },
};
