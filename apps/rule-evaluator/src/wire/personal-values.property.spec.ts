import fc from 'fast-check';
import { decisions, effects } from '@tessera/event-contracts';
import {
  instantValue,
  isTagged,
  mapValue,
  type Catalog,
  type CustomEventReceived,
  type Request,
  type Rule,
} from '@tessera/promotion';
import {
  application,
  attribute,
  campaign,
  cancel,
  coupons,
  type Decided,
  effect,
  eventsOf,
  eventType,
  item,
  loyaltyProgram,
  profileUpdate,
  reopen,
  returned,
  rule,
  SHOP,
  Shop,
  update,
  webhook,
} from '@tessera/promotion/testing';
import { AvroWire } from './avro-wire';
import type { Answered } from './wire';

// Whatever customers do and rules make of it, what is personal of them is in no byte of a topic that lasts.

/** It is its own canonical form, so that it is not missed in a code either. */
const TEXT = 'ANNA-XYLANDER-1987';
const BORN = 545_454_545_454n;
const LATITUDE = 52.123456789;
const HOME = { kind: 'location', latitude: LATITUDE, longitude: 13.5 } as const;

/** What must not be found: the text, a time as text and as Avro has it, and a place. */
const MARKS: readonly Buffer[] = [Buffer.from(TEXT), Buffer.from(String(BORN)), zigzag(BORN), doubleOf(LATITUDE)];

function doubleOf(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

function zigzag(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value * 2n;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

const STARS = 5n;
const PERSONAL = { personal: true };
const DECLARED = [
  attribute('CustomerProfile', 'email', 'string', PERSONAL),
  attribute('CustomerProfile', 'born', 'time', PERSONAL),
  attribute('CustomerProfile', 'home', 'location', PERSONAL),
  attribute('CustomerProfile', 'seen', 'time', PERSONAL),
  attribute('CustomerProfile', 'nick', 'string', PERSONAL),
  attribute('CustomerProfile', 'plain', 'string'),
  attribute('CustomerSession', 'note', 'string', PERSONAL),
  attribute('CustomerSession', 'plain', 'string'),
  attribute('CartItem', 'engraving', 'string', PERSONAL),
  attribute('Coupon', 'holder', 'string', PERSONAL),
  attribute('Coupon', 'plain', 'string'),
  eventType('signed'),
  attribute('Event', 'signature', 'string', { ...PERSONAL, eventType: 'signed' }),
  webhook(9n),
  loyaltyProgram(STARS),
];

const EMAIL = '{{ profile.attributes.email }}';
const known = 'has(profile.attributes.email)';
const notification = (body: string) => effect('showNotification', { notificationType: 'Info', title: 'Hi', body });
const custom = (payload: Record<string, string>) => effect('customEffect', { name: 'x', payload: mapValue(payload) });

/** Every way that a rule has to pass a personal value on. */
const RULES: readonly Rule[] = [
  rule(known, [notification(`Hi ${EMAIL}`)]),
  rule(known, [custom({ to: EMAIL })]),
  rule('true', [
    effect('customEffect', {
      name: 'x',
      payload: mapValue({ text: '{{ item.attributes.engraving }}' }),
      items: 'cartItems',
    }),
  ]),
  rule(known, [effect('triggerWebhook', { webhookId: 9n, params: mapValue({ to: EMAIL }) })]),
  rule('has(profile.attributes.born)', [
    effect('updateAttribute', { path: 'Profile.attributes.seen', value: 'profile.attributes.born' }),
  ]),
  rule('true', [effect('updateAttribute', { path: 'Profile.attributes.nick', value: TEXT })]),
  rule(known, [effect('updateAttribute', { path: 'Session.attributes.note', value: `for ${EMAIL}` })]),
  rule(known, [effect('updateAttribute', { path: 'Session.attributes.plain', value: EMAIL })]),
  rule(known, [effect('updateAttribute', { path: 'Profile.attributes.plain', value: EMAIL })]),
  rule('has(session.attributes.plain)', [notification('{{ session.attributes.plain }}')]),
  rule('has(profile.attributes.plain)', [notification('{{ profile.attributes.plain }}')]),
  rule('has(session.attributes.note)', [notification('{{ session.attributes.note }}')]),
  rule('int(profile.attributes.email) > 3', [effect('setDiscount', { name: 'never', value: '1' })]),
  rule('coupon.valid && int(profile.attributes.email) > 3', [effect('setDiscount', { name: 'never', value: '1' })]),
  rule('coupon.valid', [notification('{{ coupon.attributes.holder }}')]),
  rule(known, [effect('couponCreated', { attributes: mapValue({ holder: EMAIL }) })]),
  rule(known, [effect('couponCreated', { attributes: mapValue({ plain: EMAIL }) })]),
  rule(known, [effect('couponCreated', { pattern: `${EMAIL}-####` })]),
  rule(known, [effect('couponCreated', { recipient: EMAIL })]),
  rule(known, [effect('referralCreated', { advocate: EMAIL, friend: EMAIL })]),
  rule(known, [effect('reserveCoupon', { code: 'CARD', profile: EMAIL })]),
  rule(known, [effect('reserveCoupon', { code: EMAIL })]),
  rule(known, [effect('addLoyaltyPoints', { name: 'x', programId: STARS, value: '1', recipient: EMAIL })]),
  rule(known, [effect('setDiscount', { name: `for ${EMAIL}`, value: '1' })]),
  rule(known, [effect('addFreeItem', { sku: EMAIL, name: EMAIL })]),
  rule('true', [notification('{{ [profile][0].attributes.email }}')]),
  rule('true', [notification('{{ whole[0].attributes.email }}')], {
    bindings: [{ name: 'whole', expression: '[profile]' }],
  }),
  rule('true', [notification('{{ cartItems.map(i, i)[0].attributes.engraving }}')]),
  rule('has(event.attributes.signature)', [notification('{{ event.attributes.signature }}')]),
  rule('history.events.exists(e, has(e.attributes.signature))', [
    notification('{{ history.events[0].attributes.signature }}'),
  ]),
  rule('history.sessions.exists(s, has(s.attributes.note))', [
    notification('{{ history.sessions[0].attributes.note }}'),
  ]),
];

/** A campaign for each, so that any of them may be there without the others; compiling takes longer than most runs. */
const ALL = catalogOf(RULES);

function catalogOf(rules: readonly Rule[]): Catalog {
  const campaigns = rules.flatMap((one, index) => campaign(BigInt(index) + 1n, [one]));
  return new Shop([...DECLARED, ...campaigns]).catalog;
}

const COUPON_CAMPAIGNS = RULES.flatMap(({ condition }, index) =>
  condition.startsWith('coupon') ? [BigInt(index) + 1n] : [],
);

const session = fc.constantFrom('a', 'b');
const profileId = fc.constantFrom('', 'anna', 'berta');
const marked = fc.constantFrom(TEXT, 'other');

const sessionUpdate = fc
  .record({ session, profileId, state: fc.constantFrom('open', 'open', 'closed'), text: marked })
  .map(({ session: id, state, text, ...changes }) =>
    update(id, {
      ...changes,
      state,
      couponCodes: ['CARD', 'OWN', 'NONE'],
      cartItems: [item('ring', 2_000, 2, { attributes: { engraving: text } })],
      attributes: text === TEXT ? { note: text } : null,
    }),
  );

const customEvent = fc
  .record({ session, profileId, isIn: fc.boolean(), text: marked })
  .map((one): CustomEventReceived => ({
    kind: 'CustomEventReceived',
    profileId: one.profileId,
    type: 'signed',
    attributes: { signature: one.text },
    sessionId: one.isIn ? one.session : null,
    integrationId: null,
    connectedSessionId: null,
  }));

const profile = fc
  .record({ profileId: fc.constantFrom('anna', 'berta'), text: marked, runRuleEngine: fc.boolean() })
  .map(({ profileId: id, text, runRuleEngine }) =>
    profileUpdate(id, { attributes: { email: text, born: instantValue(BORN), home: HOME }, runRuleEngine }),
  );

const other: fc.Arbitrary<Request> = session.chain((id) =>
  fc.constantFrom<Request>(cancel(id), reopen(id), returned(id, { 0: 1 })),
);

const requests = fc.array(fc.oneof(sessionUpdate, sessionUpdate, customEvent, profile, profile, other), {
  minLength: 3,
  maxLength: 12,
});

function decidedFor(all: readonly Request[]): readonly [Catalog, readonly Decided[]] {
  const shop = new Shop();
  shop.catalog = ALL;
  const [first = 1n, second = 1n] = COUPON_CAMPAIGNS;
  shop.when(coupons(first, ['CARD'], { attributes: { holder: TEXT } }));
  shop.when(coupons(second, ['OWN'], { recipient: 'anna', attributes: { holder: TEXT } }));
  all.forEach((request) => shop.when(request));
  return [shop.catalog, shop.log];
}

const RECORD = { topic: 'integration.events.v1', partition: 0, offset: 0n, key: null, value: null, headers: {} };
const NOBODY_WAITS = {
  src: '',
  requestId: '',
  catalogVersion: 0n,
  currency: '',
  hash: new Uint8Array(),
  keySent: false,
};

function answered({ decision, position, at }: Decided): Answered {
  const { request } = decision;
  if (request === null) throw new Error('a shop decides requests');
  const times = { at, recordedAt: at };
  const record = { ...RECORD, timestamp: at };
  return {
    kind: 'judged',
    inbound: { kind: 'received', record, application: SHOP, ...times, ...NOBODY_WAITS, request },
    ...{ position, at, decision, first: true, repeats: null, mismatch: false },
    shown: { session: null, profile: null, activity: null, coupons: [], ledgers: [] },
  };
}

/** The values of all records that the decisions come to. */
function written(catalog: Catalog, log: readonly Decided[]): { topic: string; value: Uint8Array }[] {
  const wire = new AvroWire(1, new Uint8Array(32).fill(7));
  const all = log.map(answered);
  const keys = new Map(wire.subjectKeys(catalog, all).map((key) => [key.subject, key]));
  const seqs = { decisions: 0n, effects: 0n, deadLetters: 0n };
  const { records } = wire.write({ partition: 0, catalog, answered: all, seqs, keys, now: 0n });
  return records.map(({ topic, value }) => ({ topic, value: value ?? new Uint8Array() }));
}

function marksIn(value: Uint8Array): string[] {
  return MARKS.flatMap((mark) => (Buffer.from(value).includes(mark) ? [mark.toString('latin1')] : []));
}

describe('personal values', () => {
  it('are in no byte of decisions and effects, whatever rules do with them', () => {
    fc.assert(
      fc.property(requests, (all) => {
        for (const { topic, value } of written(...decidedFor(all))) {
          const marks = marksIn(value);
          if (marks.length === 0) continue;
          const record = topic === decisions.name ? decisions.fromWire(value) : effects.fromWire(value);
          throw new Error(`${topic} has ${marks.join()} at ${[...placesOf(record)].join(', ')}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are sealed in a profile by whichever application they are declared', () => {
    const [other, text] = [2n, { contact: TEXT }];
    const shop = new Shop([
      { kind: 'ApplicationSaved', entity: application({ id: other }) },
      attribute('CustomerProfile', 'contact', 'string', { ...PERSONAL, subscribedApplications: [other] }),
      attribute('CustomerProfile', 'plain', 'string'),
    ]);
    shop.when(profileUpdate('anna', { attributes: text }), other);
    const { decision } = shop.when(profileUpdate('anna', { attributes: { plain: 'x' } }));
    expect(eventsOf(decision, 'ProfileChanged')[0]?.profile.attributes).toMatchObject(text);
    expect(written(shop.catalog, shop.log.slice(-1)).flatMap(({ value }) => marksIn(value))).toEqual([]);
  });

  it('are in all of these places before they are sealed, so that one which is not would be found', () => {
    const decisionsOf = (all: readonly Request[]) => decidedFor(all)[1].map(({ decision }) => decision);
    const places = fc
      .sample(requests, { seed: 1, numRuns: 60 })
      .flatMap((all) => decisionsOf(all).map((one) => placesOf(one)));
    expect(new Set(places.flatMap((each) => [...each]))).toEqual(new Set(PLACES));
  });
});

const IN_EFFECTS = [
  ...['addFreeItem props  name', 'addFreeItem props  sku', 'customEffect props  payload map entries  text'],
  ...['customEffect props  payload map entries  to', 'rejectCoupon props  details', 'setDiscount props  name'],
  ...['showNotification props  body', 'triggerWebhook props  params map entries  to', 'updateAttribute props  value'],
  'updateAttribute props  value instant at',
];

const PLACES = [
  ...IN_EFFECTS.map((place) => `effects ${place}`),
  ...IN_EFFECTS.map((place) => `events SessionChanged session  effects ${place}`),
  'effects rollbackDiscount props  name',
  'events CouponsCreated settings  attributes  holder',
  'events CustomEventRecorded attributes  signature',
  'events ProfileChanged profile  attributes  born instant at',
  'events ProfileChanged profile  attributes  email',
  'events ProfileChanged profile  attributes  home location latitude',
  'events ProfileChanged profile  attributes  nick',
  'events ProfileChanged profile  attributes  seen instant at',
  'events SessionChanged session  attributes  note',
  'events SessionChanged session  cartItems  attributes  engraving',
  'events SessionChanged session  durable  value',
  'request CouponChunkReceived settings  attributes  holder',
  'request CustomEventReceived attributes  signature',
  'request ProfileUpdateReceived attributes  born instant at',
  'request ProfileUpdateReceived attributes  email',
  'request ProfileUpdateReceived attributes  home location latitude',
  'request SessionUpdateReceived attributes  note',
  'request SessionUpdateReceived cartItems  attributes  engraving',
  'ruleFailures  details',
];

/** Where a decision has marks: the names on the way to them, of effects with their type. */
function placesOf(value: unknown, at = ''): Set<string> {
  if (isMark(value)) return new Set([at]);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return new Set();
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...placesOf(each, at)]));
  return new Set(
    Object.entries(value).flatMap(([name, each]) => [...placesOf(each, [at, nameOf(value), name].join(' ').trim())]),
  );
}

function nameOf(value: object): string {
  if ('type' in value && 'props' in value) return String(value.type);
  return isTagged(value) ? value.kind : '';
}

function isMark(value: unknown): boolean {
  return typeof value === 'string' ? value.includes(TEXT) : value === BORN || value === LATITUDE;
}
