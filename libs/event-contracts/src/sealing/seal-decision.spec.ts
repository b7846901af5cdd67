import {
  type AttributeEntity,
  type Coupon,
  type CustomEventReceived,
  type Decision,
  type DomainEvent,
  type Effect,
  isSealed,
  type ProfileUpdateReceived,
  type Request,
  type RuleFailure,
  type Session,
  type Value,
} from '@tessera/promotion';
import { cartItem, decisionRecord, effect, session, sessionUpdate } from '../samples.fixture';
import type { Personal } from './personal';
import { personalSubjects, sealDecision } from './seal-decision';
import { seal, unseal } from './seal-value';
import { newSubjectKey, type SubjectKey } from './subject-key';

const APPLICATION = 3n;
const PERSONAL: Partial<Record<string, readonly string[]>> = {
  CustomerSession: ['email'],
  CartItem: ['engraving'],
  CustomerProfile: ['email', 'birthday'],
  Coupon: ['holder'],
  'Event/signed': ['email'],
};

const personal: Personal = {
  names: (entity: AttributeEntity, type?: string) =>
    new Set(PERSONAL[type === undefined ? entity : `${entity}/${type}`] ?? []),
  prop: (given: Effect, name: string) => given.type === 'showNotification' && name === 'body',
  failure: ({ ruleId }: RuleFailure) => ruleId === 'quotes',
  written: true,
};

const keys = new Map<string, SubjectKey>();
const keyFor = (subject: string): SubjectKey => {
  const key = keys.get(subject) ?? newSubjectKey(subject);
  keys.set(subject, key);
  return key;
};

const none: Decision = { ...decisionRecord.payload, request: null, events: [], effects: [] };
const sealed = (decision: Partial<Decision>): Decision =>
  sealDecision(APPLICATION, { ...none, ...decision }, personal, keyFor);

/** Whose key opens the value. */
function ownerOf(value: Value | undefined, path: string): string | undefined {
  const owner = [...keys.values()].find(({ keyId }) => value && isSealed(value) && value.keyId === keyId);
  expect(value && isSealed(value) && unseal(value, () => owner?.key, path)).toBe('SECRET');
  return owner?.subject;
}

const attributes = { email: 'SECRET', channel: 'web' };
const held: Session = {
  ...session,
  attributes,
  cartItems: [{ ...cartItem, position: 0, returnedQuantity: 0, attributes: { engraving: 'SECRET', colour: 'red' } }],
};

const failure: RuleFailure = {
  ...{ campaign: 1n, ruleset: 1n, ruleId: '', ruleIndex: 0, ruleName: '', effectIndex: null, conditionIndex: null },
  ...{ coupon: null, couponCode: null, referral: null, referralCode: null, details: 'SECRET', exclusion: null },
  ...{ evaluationGroup: null, evaluationMode: null },
};

const notification: Effect = { ...effect, type: 'showNotification', props: { body: 'SECRET', title: 'Hello' } };
const changed = (state: Session): DomainEvent => ({
  kind: 'SessionChanged',
  type: 'talon_session_updated',
  session: state,
});

const coupon: Coupon = {
  ...{
    id: 77n,
    application: APPLICATION,
    code: 'A',
    canonical: 'A',
    batch: 'b',
    usageCounter: 0n,
    discountCounter: 0n,
    reservationCounter: 0n,
  },
  settings: {
    ...{ campaign: 1n, usageLimit: 1n, profileLimit: null, discountLimit: null, startDate: null, expiryDate: null },
    ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false, advocate: null },
    attributes: { holder: 'SECRET', kind: 'x' },
    recipient: 'anna',
  },
  created: 0n,
};

/** Any text of the decision, however deep. */
const texts = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [value];

describe('sealing a decision', () => {
  it('seals the request and the state of a session, with its items, under the profile', () => {
    const items = [{ ...cartItem, attributes: { engraving: 'SECRET' } }];
    const { request, events } = sealed({
      request: { ...sessionUpdate, profileId: null, attributes, cartItems: items },
      events: [changed(held)],
    });
    const update = request as typeof sessionUpdate;
    const [event] = events as [Extract<DomainEvent, { kind: 'SessionChanged' }>];
    expect(ownerOf(update.attributes?.['email'], 'email')).toBe('p:anna');
    expect(ownerOf(update.cartItems?.[0]?.attributes['engraving'], 'engraving')).toBe('p:anna');
    expect(ownerOf(event.session.attributes['email'], 'email')).toBe('p:anna');
    expect(ownerOf(event.session.cartItems[0]?.attributes['engraving'], 'engraving')).toBe('p:anna');
    expect(event.session.attributes['channel']).toBe('web');
  });

  it('seals a session without a profile under a key of its own', () => {
    const { events } = sealed({ events: [changed({ ...held, profileId: '' })] });
    const [event] = events as [Extract<DomainEvent, { kind: 'SessionChanged' }>];
    expect(ownerOf(event.session.attributes['email'], 'email')).toBe('3:s:cart-1');
  });

  it('seals a refused request without a state under the profile that it names', () => {
    const { request } = sealed({ request: { ...sessionUpdate, attributes } });
    expect(ownerOf((request as typeof sessionUpdate).attributes?.['email'], 'email')).toBe('p:anna');
  });

  it('seals profiles', () => {
    const profile = { id: 1n, integrationId: 'berta', attributes, created: 0n, updated: 0n, audiences: [] };
    const { request, events } = sealed({
      request: {
        kind: 'ProfileUpdateReceived',
        profileId: 'berta',
        attributes,
        runRuleEngine: false,
        joins: [],
        leaves: [],
        ends: [],
      },
      events: [{ kind: 'ProfileChanged', type: 'talon_profile_updated', profile }],
    });
    expect(ownerOf((request as ProfileUpdateReceived).attributes?.['email'], 'email')).toBe('p:berta');
    const [event] = events as [Extract<DomainEvent, { kind: 'ProfileChanged' }>];
    expect(ownerOf(event.profile.attributes['email'], 'email')).toBe('p:berta');
  });

  it('seals custom events by their type', () => {
    const { request, events } = sealed({
      request: {
        kind: 'CustomEventReceived',
        profileId: 'berta',
        type: 'signed',
        attributes,
        sessionId: null,
        integrationId: null,
        connectedSessionId: null,
      },
      events: [
        {
          kind: 'CustomEventRecorded',
          id: 1n,
          type: 'signed',
          profileId: 'berta',
          attributes,
          sessionId: null,
          integrationId: null,
          connectedSessionId: null,
        },
        {
          kind: 'CustomEventRecorded',
          id: 2n,
          type: 'viewed',
          profileId: 'berta',
          attributes,
          sessionId: null,
          integrationId: null,
          connectedSessionId: null,
        },
      ],
    });
    const [signed, viewed] = events as Extract<DomainEvent, { kind: 'CustomEventRecorded' }>[];
    expect(ownerOf((request as CustomEventReceived).attributes['email'], 'email')).toBe('p:berta');
    expect(ownerOf(signed?.attributes['email'], 'email')).toBe('p:berta');
    expect(viewed?.attributes).toBe(attributes);
  });

  it.each<[string, Request, DomainEvent]>([
    [
      'changed',
      { kind: 'CouponChangeReceived', couponId: 77n, settings: coupon.settings },
      { kind: 'CouponChanged', coupon },
    ],
    [
      'created',
      {
        ...{ kind: 'CouponChunkReceived', batch: 'b', chunk: 0, chunks: 1, settings: coupon.settings },
        ...{ codes: ['A'], pattern: '', characters: [], count: 1, recipients: [] },
      },
      { kind: 'CouponsCreated', batch: 'b', chunk: 0, chunks: 1, settings: coupon.settings, coupons: [], skipped: [] },
    ],
  ])('seals coupons that are %s under their recipient', (_, request, event) => {
    const decision = sealed({ request, events: [event] });
    const states = [decision.request, decision.events[0]].map((part) =>
      JSON.stringify(texts(part), (_, v: unknown) => String(v)),
    );
    expect(states.join()).not.toContain('SECRET');
    expect(personalSubjects(APPLICATION, { ...none, request, events: [event] }, personal)).toEqual(new Set(['p:anna']));
  });

  it('seals coupons for nobody in particular under a key of the batch or coupon', () => {
    const settings = { ...coupon.settings, recipient: null };
    const request: Request = { kind: 'CouponChangeReceived', couponId: 77n, settings };
    const events: DomainEvent[] = [{ kind: 'CouponChanged', coupon: { ...coupon, settings } }];
    expect(personalSubjects(APPLICATION, { ...none, request, events }, personal)).toEqual(new Set(['3:k:77']));
  });

  it('seals the props that the evaluator names, in the effects and in the state', () => {
    const { effects, events } = sealed({
      request: sessionUpdate,
      effects: [notification, effect],
      events: [changed({ ...held, effects: [notification] })],
    });
    const [event] = events as [Extract<DomainEvent, { kind: 'SessionChanged' }>];
    expect(ownerOf(effects[0]?.props['body'], 'body')).toBe('p:anna');
    expect(ownerOf(event.session.effects[0]?.props['body'], 'body')).toBe('p:anna');
    expect(effects[0]?.props['title']).toBe('Hello');
    expect(effects[1]).toBe(effect);
  });

  it('seals what a session remembers that a rule wrote', () => {
    const durable = [
      { ruleId: 'writes', effectIndex: 0, value: 'SECRET' },
      { ruleId: 'creates', effectIndex: 0, value: '' },
    ];
    const { events } = sealed({ events: [changed({ ...held, durable })] });
    const [event] = events as [Extract<DomainEvent, { kind: 'SessionChanged' }>];
    expect(ownerOf(event.session.durable[0]?.value, 'value')).toBe('p:anna');
    expect(event.session.durable[1]).toBe(durable[1]);
  });

  it('seals why a rule gave nothing where that may quote a value', () => {
    const ruleFailures = ['quotes', 'other'].map((ruleId) => ({ ...failure, ruleId }));
    const decision = sealed({ request: sessionUpdate, ruleFailures });
    expect(ownerOf(decision.ruleFailures[0]?.details, 'details')).toBe('p:anna');
    expect(decision.ruleFailures[1]).toBe(ruleFailures[1]);
  });

  it('leaves null and what is sealed already as it is', () => {
    const before = seal('SECRET', keyFor('p:anna'), 'email');
    const profile = {
      id: 1n,
      integrationId: 'anna',
      attributes: { email: before, birthday: null },
      created: 0n,
      updated: 0n,
      audiences: [],
    };
    const decision = sealed({
      request: { kind: 'ProfileErasureReceived', profileId: 'anna' },
      events: [{ kind: 'ProfileChanged', type: 'talon_profile_updated', profile }],
    });
    expect(decision.events[0]).toMatchObject({ profile: { attributes: { email: before, birthday: null } } });
  });

  it('names the subjects whose keys it asks for, and only those', () => {
    const decision = { ...none, request: sessionUpdate, events: [changed(held)], effects: [notification] };
    const asked = new Set<string>();
    sealDecision(APPLICATION, decision, personal, (subject) => keyFor((asked.add(subject), subject)));
    expect(personalSubjects(APPLICATION, decision, personal)).toEqual(asked);
    expect(asked).toEqual(new Set(['p:anna']));
  });

  it('asks for no key where nothing is personal', () => {
    const nothing: Personal = { names: () => new Set(), prop: () => false, failure: () => false, written: false };
    const decision = { ...none, request: sessionUpdate, events: [changed(held)], effects: [notification] };
    expect(personalSubjects(APPLICATION, decision, nothing).size).toBe(0);
    expect(sealDecision(APPLICATION, decision, nothing, (subject) => keyFor(`unasked ${subject}`))).toEqual(decision);
  });
});
