import { eventually } from '@tessera/testing';
import { fields, text } from '@tessera/testing/log';
import { clusterOfAllFiles, START_MS } from './cluster.fixture';
import { decided, fresh, succeeded, type Answer, type Shape } from './http.fixture';
import { integrationSdk, plain } from './sdk.fixture';
import {
  acceptedCoupon,
  couponEffect,
  discounted,
  itemOf,
  NOTHING_CREATED,
  profileOf,
  sessionOf,
  shopCouponOf,
} from './sdk/shapes.fixture';
import { someText } from './sdk/world.fixture';
import { catalogKnown, newShop, TENTH_OFF, timelineOf, type Shop } from './shop.fixture';

const TIMEOUT_MS = START_MS;
const cluster = clusterOfAllFiles();

let shop: Shop;
let code: string;
let eventType: string;

/** Answers every custom event of the type with a notification. */
const greeting = (type: string) => ({
  title: 'a greeting',
  condition: ['cel', `event.type == "${type}"`],
  effects: [['showNotification', { notificationType: 'Info', title: 'Hello', body: 'for {{ event.type }}' }]],
});

beforeAll(async () => {
  eventType = 'door_opened';
  const event = { name: eventType, title: 'Door opened' };
  await succeeded(cluster().manage('POST', '/v1/event_types', { body: event }));
  const seat = { entity: 'CustomerProfile', name: 'seat', type: 'string', title: 'Seat', personal: true };
  await succeeded(cluster().manage('POST', '/v1/attributes', { body: seat }));
  shop = await newShop(cluster(), { rules: [TENTH_OFF, greeting(eventType)] });
  code = shop.codes[0] ?? '';
}, TIMEOUT_MS);

const CART = [
  { sku: 'tea', name: 'Tea', quantity: 2, price: 5.25, category: 'drinks' },
  { sku: 'cup', quantity: 1, price: 9.5 },
];
const SHOWN_CART = CART.map((item, position) => itemOf(4, { name: item.sku, ...item }, position));

const pathOf = (session: string) => `/v2/customer_sessions/${session}`;
const update = (session: string, customerSession: Shape, key?: string): Promise<Answer<Shape>> =>
  decided(shop.integrate, 'PUT', pathOf(session), { customerSession }, key);
const read = (session: string) => shop.integrate('GET', pathOf(session));
const readFresh = (session: string) => fresh(() => read(session));

const shownSession = (integrationId: string, state: string) =>
  sessionOf(shop, 4, {
    ...{ integrationId, profileId: `${integrationId}-buyer`, state, couponCodes: [code], cartItems: SHOWN_CART },
  });

test(
  'the SDK opens, closes and cancels a session, and every field is as it should be',
  async () => {
    const sdk = integrationSdk(cluster(), shop.key);
    const session = 'sdk-session';
    const customerSession = { profileId: `${session}-buyer`, couponCodes: [code], cartItems: CART };
    const responseContent = ['customerSession', 'customerProfile', 'coupons'];
    const opened = await plain(sdk.updateCustomerSessionV2(session, { customerSession, responseContent }));
    const given = [acceptedCoupon(shop, code), discounted(shop, 2)];
    expect(opened).toEqual({
      customerSession: shownSession(session, 'open'),
      customerProfile: profileOf(4, { integrationId: `${session}-buyer` }),
      coupons: [shopCouponOf(shop, 4, { value: code })],
      ...{ effects: given, ...NOTHING_CREATED },
    });

    const closed = await plain(
      sdk.updateCustomerSessionV2(session, {
        customerSession: { state: 'closed' },
        responseContent: ['customerSession'],
      }),
    );
    expect(closed).toEqual({
      ...{ customerSession: shownSession(session, 'closed'), effects: given, ...NOTHING_CREATED },
    });

    const cancelled = await plain(sdk.updateCustomerSessionV2(session, { customerSession: { state: 'cancelled' } }));
    expect(cancelled).toEqual({
      effects: [
        couponEffect(shop, 'rollbackCoupon', { value: code }),
        couponEffect(shop, 'rollbackDiscount', { name: 'tenth', value: 2, scope: 'sessionTotal' }),
      ],
      ...NOTHING_CREATED,
    });
  },
  TIMEOUT_MS,
);

test(
  'who writes a session reads it at once, in every state',
  async () => {
    const session = 'read-session';
    for (const [state, types] of [
      ['open', ['acceptCoupon', 'setDiscount']],
      ['closed', ['acceptCoupon', 'setDiscount']],
      ['cancelled', []],
    ] as const) {
      await succeeded(update(session, { profileId: 'reader', couponCodes: [code], cartItems: CART, state }));
      const { body } = await succeeded(readFresh(session));
      const shown = { integrationId: session, state, total: 20, cartItems: SHOWN_CART };
      expect(body['customerSession']).toMatchObject(shown);
      expect((body['effects'] as Shape[]).map(({ effectType }) => effectType)).toEqual(types);
    }
    expect(await timelineOf(cluster(), shop, session)).toEqual([
      ['talon_session_created', 'acceptCoupon', 'setDiscount'],
      ['talon_session_closed', 'acceptCoupon', 'setDiscount'],
      ['talon_session_revoked', 'rollbackCoupon', 'rollbackDiscount'],
    ]);
  },
  TIMEOUT_MS,
);

test(
  'the same close again answers with the first one, and nothing is redeemed twice',
  async () => {
    const closing = { profileId: 'repeater', couponCodes: [code], cartItems: CART, state: 'closed' };
    const first = await succeeded(update('repeated', closing));
    const second = await succeeded(update('repeated', { state: 'closed' }));
    expect(second.body['effects']).toEqual(first.body['effects']);
    const reopened = await update('repeated', { state: 'open' });
    expect(reopened).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'session.state', source: { pointer: '/customerSession/state' } }] },
    });
  },
  TIMEOUT_MS,
);

test(
  'a request with the same Idempotency-Key is answered as the first, and with another body refused',
  async () => {
    const body = { profileId: 'keyholder', couponCodes: [code], cartItems: CART };
    const first = await succeeded(update('keyed', body, 'key-1'));
    const second = await succeeded(update('keyed', body, 'key-1'));
    expect(second.body).toEqual(first.body);
    expect(await update('keyed', { ...body, state: 'closed' }, 'key-1')).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'idempotency.mismatch' }] },
    });
    const { body: stored } = await succeeded(readFresh('keyed'));
    expect(stored['customerSession']).toMatchObject({ state: 'open', updateCount: 1 });
  },
  TIMEOUT_MS,
);

test(
  'a custom event is evaluated and recorded',
  async () => {
    const body = { type: eventType, profileId: 'visitor', responseContent: ['event'] };
    const answer = await succeeded(
      decided<{ event: { id: number } }>(shop.integrate, 'POST', '/v2/events?silent=no', body),
    );
    expect(answer.body).toMatchObject({
      effects: [{ effectType: 'showNotification', props: { title: 'Hello', body: `for ${eventType}` } }],
      event: { type: eventType, profileId: 'visitor', applicationId: shop.application },
    });
    const explanation = `${shop.path}/events/${answer.body.event.id}/explanation`;
    const explained = await eventually(async () => {
      const found = await cluster().manage('GET', explanation);
      return found.status === 200 ? found.body : undefined;
    }, 60_000);
    expect(explained).toMatchObject({ exact: true });
    const unknown = { ...body, type: 'never_declared' };
    expect(await decided(shop.integrate, 'POST', '/v2/events', unknown)).toMatchObject({ status: 400 });
  },
  TIMEOUT_MS,
);

test(
  'an event with an id of its sender is recorded once, about a closed session, and found by the id',
  async () => {
    const bought = { customerSession: { profileId: 'receiver', cartItems: CART, state: 'closed' } };
    await succeeded(decided(shop.integrate, 'PUT', pathOf('parcel'), bought));
    const body = { type: eventType, profileId: 'receiver', integrationId: 'parcel/1', connectedSessionId: 'parcel' };
    const first = await succeeded(decided(shop.integrate, 'POST', '/v3/events', body, 'parcel-1'));
    expect(first.body['effects']).toMatchObject([{ effectType: 'showNotification' }]);
    const found = await fresh(() => shop.integrate('GET', '/v3/events/parcel%2F1'));
    expect(found).toMatchObject({
      status: 200,
      body: { ...body, applicationId: shop.application, attributes: {}, effects: first.body['effects'] },
    });
    const again = await decided(shop.integrate, 'POST', '/v3/events', body);
    expect(again).toMatchObject({ status: 409, body: { errors: [{ code: 'event.exists' }] } });
    const open = { ...body, integrationId: 'parcel/2', connectedSessionId: 'keyed' };
    expect(await decided(shop.integrate, 'POST', '/v3/events', open)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'session.state', source: { pointer: '/connectedSessionId' } }] },
    });
    expect(await shop.integrate('GET', '/v3/events/parcel%2F2')).toMatchObject({ status: 404 });
  },
  TIMEOUT_MS,
);

test(
  'a dry run gives the effects and leaves nothing behind',
  async () => {
    const customerSession = { profileId: 'dry-buyer', couponCodes: [code], cartItems: CART, state: 'closed' };
    const answer = await succeeded(
      shop.integrate('PUT', `${pathOf('dry-session')}?dry=true`, { body: { customerSession } }),
    );
    expect(answer.body['effects']).toMatchObject([acceptedCoupon(shop, code), discounted(shop, 2)]);
    expect(await read('dry-session')).toMatchObject({ status: 404, body: { errors: [{ code: 'session.not_found' }] } });
    const { body } = await cluster().manage('GET', `${shop.path}/customers?integrationId=dry-buyer`);
    expect(body['data']).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'who prefers not to wait gets a token, and a read with it sees the write',
  async () => {
    const body = { customerSession: { profileId: 'hasty', cartItems: CART } };
    const headers = { prefer: 'respond-async' };
    const answer = await shop.integrate<{ token: string }>('PUT', pathOf('async-session'), { body, headers });
    expect(answer).toMatchObject({ status: 202, body: { requestId: someText, token: someText } });
    const seen = await eventually(async () => {
      const { status, body: stored } = await shop.integrate('GET', pathOf('async-session'), {
        headers: { 'x-tessera-token': answer.body.token },
      });
      return status === 200 ? stored : undefined;
    });
    expect(seen['customerSession']).toMatchObject({ integrationId: 'async-session', state: 'open', total: 20 });
  },
  TIMEOUT_MS,
);

test(
  'who updates many profiles and prefers not to wait gets a token for each, and a read with it sees the write',
  async () => {
    const body = { customerProfiles: ['hurried-1', 'hurried-2'].map((integrationId) => ({ integrationId })) };
    const headers = { prefer: 'respond-async' };
    const answer = await shop.integrate<{ tokens: string[] }>('PUT', '/v2/customer_profiles', { body, headers });
    expect(answer).toMatchObject({ status: 202, body: { requestId: someText, tokens: [someText, someText] } });
    const token = answer.body.tokens[1] ?? '';
    const path = '/v1/customer_profiles/hurried-2/inventory?profile=true';
    const read = await shop.integrate('GET', path, { headers: { 'x-tessera-token': token } });
    expect(read).toMatchObject({ status: 200, body: { profile: { integrationId: 'hurried-2' } } });
  },
  TIMEOUT_MS,
);

test(
  'an erased profile has no personal attribute left, in the read model or in the topic',
  async () => {
    const body = { attributes: { seat: 'SECRET-SEAT' }, responseContent: ['customerProfile'] };
    const path = '/v2/customer_profiles/forgotten';
    const written = await succeeded(decided(shop.integrate, 'PUT', path, body));
    expect(written.body['customerProfile']).toMatchObject({ attributes: { seat: 'SECRET-SEAT' } });
    const erased = await decided(shop.integrate, 'DELETE', '/v1/customer_data/forgotten', undefined);
    expect(erased.status).toBe(204);
    await eventually(async () => {
      const { body: list } = await cluster().manage('GET', `${shop.path}/customers?integrationId=forgotten`);
      expect(JSON.stringify(list)).not.toContain('SECRET-SEAT');
      return true;
    });
    const decisions = await eventually(async () => {
      const found = await cluster().read('decisions.v1');
      const own = found.filter(({ key }) => key.endsWith(':p:forgotten'));
      expect(own.map(({ value }) => text(fields(value['payload'])['outcome']))).toEqual(['accepted', 'accepted']);
      return found;
    });
    expect(shownBytes(decisions)).not.toContain('SECRET-SEAT');
  },
  TIMEOUT_MS,
);

const shownBytes = (decisions: unknown): string =>
  JSON.stringify(decisions, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

test(
  'rules saved later hold from the catalog version that their answer names',
  async () => {
    const { manage } = cluster();
    const path = `${shop.path}/campaigns/${shop.campaign}`;
    const half = { ...TENTH_OFF, effects: [['setDiscount', { name: 'half', value: 'percent(session.total, 50)' }]] };
    const body = { rules: [half], bindings: [], activate: true };
    const { headers } = await succeeded(manage('POST', `${path}/rulesets`, { body }));
    await catalogKnown(shop.integrate, headers.get('x-tessera-catalog') ?? '');
    const after = await succeeded(update('later', { couponCodes: [code], cartItems: CART }));
    expect(after.body['effects']).toMatchObject([
      { effectType: 'acceptCoupon' },
      { effectType: 'setDiscount', props: { name: 'half', value: 10 } },
    ]);
  },
  TIMEOUT_MS,
);
