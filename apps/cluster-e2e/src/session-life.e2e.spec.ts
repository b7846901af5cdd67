import { eventually } from '@tessera/testing';
import { long } from '@tessera/testing/log';
import { randomUUID } from 'node:crypto';
import { contiguous, effectsMatch, withinLimits } from './checker/invariants';
import type { Seen } from './checker/seen';
import { clusterOfAllFiles } from './cluster.fixture';
import { decided, fresh, succeeded, type Answer, type Shape } from './http.fixture';
import { nextIntegrationSdk, plain } from './sdk.fixture';
import {
  acceptedCoupon,
  couponEffect,
  discounted,
  itemOf,
  NOTHING_CREATED,
  profileOf,
  sessionOf,
  sessionReturnOf,
} from './sdk/shapes.fixture';
import { newShop, type Shop } from './shop.fixture';

const TIMEOUT_MS = 180_000;
const cluster = clusterOfAllFiles();

let shop: Shop;
let code: string;

beforeAll(async () => {
  shop = await newShop(cluster());
  code = shop.codes[0] ?? '';
}, TIMEOUT_MS);

/** A tenth of 20 is 2: of it 1.05 on the tea, 0.53 and 0.52 on its units, and 0.95 on the cup. */
const CART = [
  { sku: 'tea', name: 'Tea', quantity: 2, price: 5.25 },
  { sku: 'cup', name: 'Cup', quantity: 1, price: 9.5 },
];

const pathOf = (session: string, action = '') => `/v2/customer_sessions/${session}${action}`;
const update = (session: string, customerSession: Shape): Promise<Answer<Shape>> =>
  decided(shop.integrate, 'PUT', pathOf(session), { customerSession, responseContent: ['customerProfile'] });
const closeWith = (session: string, more: Shape = {}) =>
  succeeded(
    update(session, { profileId: `${session}-buyer`, couponCodes: [code], cartItems: CART, state: 'closed', ...more }),
  );
const returnOf = (session: string, items: readonly Shape[], key?: string, query = '') =>
  decided(
    shop.integrate,
    'POST',
    pathOf(session, `/returns${query}`),
    {
      return: { returnedCartItems: items },
      responseContent: ['customerSession', 'customerProfile', 'previousReturns'],
    },
    key,
  );
const reopenOf = (session: string, key?: string) =>
  decided(shop.integrate, 'PUT', pathOf(session, '/reopen'), undefined, key);

const effectsOf = ({ body }: Answer<Shape>) =>
  (body['effects'] as Shape[]).map(({ effectType, props }) => [effectType, (props as Shape)['value']]);

/** What a read that is fresh shows of a session's effects. */
const standingOf = (session: string) =>
  eventually(async () => {
    const answer = await shop.integrate<Shape>('GET', pathOf(session));
    return answer.headers.get('x-tessera-stale') === 'true' ? undefined : effectsOf(answer);
  }, 60_000);

const returnedDiscount = (value: number, cartItemPosition: number, cartItemSubPosition: number, units: number) =>
  couponEffect(shop, 'rollbackDiscount', {
    ...{ name: 'tenth', value, scope: 'sessionTotal', cartItemPosition, cartItemSubPosition, units },
  });

test(
  'the next SDK returns units of a closed session, and every field is as it should be',
  async () => {
    const sdk = nextIntegrationSdk(cluster(), shop.key);
    const session = 'returned-session';
    await closeWith(session);
    const returned = (position: number, quantity: number) => ({ position, quantity });
    const profileId = `${session}-buyer`;
    const shownReturn = (items: readonly Shape[]) => sessionReturnOf(shop, session, profileId, items);
    const cartItems = CART.map((item, position) => itemOf(5, item, position, position === 0 ? 1 : 0));
    const own = { integrationId: session, profileId, state: 'partially_returned', couponCodes: [code], cartItems };

    const first = await plain(
      sdk.returnCartItems(session, {
        return: { returnedCartItems: [returned(0, 1)] },
        responseContent: ['customerSession', 'customerProfile', 'previousReturns'],
      }),
    );
    expect(first).toEqual({
      ...{ effects: [returnedDiscount(0.52, 0, 1, 1)], ...NOTHING_CREATED },
      ...{ return: shownReturn([returned(0, 1)]), previousReturns: [] },
      customerSession: sessionOf(shop, 5, own),
      customerProfile: profileOf(5, { integrationId: profileId, closedSessions: 1, totalSales: 14.75 }),
    });

    const read = await eventually(async () => {
      const shown = (await plain(sdk.getCustomerSession(session))) as Shape;
      return (shown['customerSession'] as Shape)['state'] === 'partially_returned' ? shown : undefined;
    }, 60_000);
    expect(read).toEqual({
      customerSession: sessionOf(shop, 5, own),
      effects: [acceptedCoupon(shop, code), discounted(shop, 1.48)],
    });

    const second = (await plain(
      sdk.returnCartItems(session, {
        return: { returnedCartItems: [{ position: 0 }, { position: 1 }] },
        responseContent: ['previousReturns', 'customerProfile'],
      }),
    )) as Shape;
    expect(second['effects']).toEqual([returnedDiscount(0.53, 0, 0, 1), returnedDiscount(0.95, 1, 0, 1)]);
    expect(second['return']).toEqual(shownReturn([returned(0, 1), returned(1, 1)]));
    expect(second['previousReturns']).toEqual([shownReturn([returned(0, 1)])]);
    expect(second['customerProfile']).toMatchObject({ closedSessions: 1, totalSales: 0 });

    const cancelled = await succeeded(update(session, { state: 'cancelled' }));
    expect(effectsOf(cancelled)).toEqual([['rollbackCoupon', code]]);
    expect(cancelled.body['customerProfile']).toMatchObject({ closedSessions: 0, totalSales: 0 });
  },
  TIMEOUT_MS,
);

test(
  'the next SDK reopens a closed session, which is updated and closed again',
  async () => {
    const sdk = nextIntegrationSdk(cluster(), shop.key);
    const session = 'reopened-session';
    const closed = await closeWith(session);
    expect(closed.body['customerProfile']).toMatchObject({ closedSessions: 1, totalSales: 20 });
    expect(await plain(sdk.reopenCustomerSession(session))).toEqual({
      effects: [
        couponEffect(shop, 'rollbackCoupon', { value: code }),
        couponEffect(shop, 'rollbackDiscount', { name: 'tenth', value: 2, scope: 'sessionTotal' }),
      ],
    });
    expect(await standingOf(session)).toEqual([]);
    const updated = await succeeded(update(session, { cartItems: [CART[0]] }));
    expect(updated.body['customerProfile']).toMatchObject({ closedSessions: 0, totalSales: 0 });
    const again = await succeeded(update(session, { state: 'closed' }));
    expect(effectsOf(again)).toEqual([
      ['acceptCoupon', code],
      ['setDiscount', 1.05],
    ]);
    expect(again.body['customerProfile']).toMatchObject({ closedSessions: 1, totalSales: 10.5 });
    expect(await standingOf(session)).toEqual(effectsOf(again));
  },
  TIMEOUT_MS,
);

test(
  'what a state does not allow is 400 with the state and what is allowed, and an unknown session is 404',
  async () => {
    const session = 'stateful-session';
    const refusal = (state: string, allowed: string) => ({
      status: 400,
      body: { errors: [{ code: 'session.state', details: `the session is ${state}; allowed are ${allowed}` }] },
    });
    await succeeded(update(session, { cartItems: CART }));
    expect(await returnOf(session, [{ position: 0 }])).toMatchObject(refusal('open', 'open, closed, cancelled'));
    expect(await reopenOf(session)).toMatchObject(refusal('open', 'open, closed, cancelled'));
    await succeeded(update(session, { state: 'closed' }));
    expect(await update(session, { state: 'open' })).toMatchObject(refusal('closed', 'cancelled, returns, reopen'));
    expect(await returnOf(session, [{ position: 0, quantity: 3 }])).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'return.quantity', source: { pointer: '/return/returnedCartItems/0/quantity' } }] },
    });
    await succeeded(returnOf(session, [{ position: 0 }]));
    expect(await reopenOf(session)).toMatchObject(refusal('partially_returned', 'cancelled, returns'));
    expect(await returnOf('nobody', [{ position: 0 }])).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'session.not_found' }] },
    });
    expect(await reopenOf('nobody')).toMatchObject({ status: 404 });
  },
  TIMEOUT_MS,
);

test(
  'the same return and the same reopening with the same key are answered as the first, and done once',
  async () => {
    const session = 'keyed-session';
    await closeWith(session);
    const first = await succeeded(returnOf(session, [{ position: 0, quantity: 1 }], 'return-key'));
    const second = await succeeded(returnOf(session, [{ position: 0, quantity: 1 }], 'return-key'));
    expect(second.body).toEqual(first.body);
    expect(await standingOf(session)).toEqual([
      ['acceptCoupon', code],
      ['setDiscount', 1.48],
    ]);
    expect(await returnOf(session, [{ position: 1 }], 'return-key')).toMatchObject({ status: 422 });

    await closeWith('keyed-reopened');
    const opened = await succeeded(reopenOf('keyed-reopened', 'reopen-key'));
    expect((await succeeded(reopenOf('keyed-reopened', 'reopen-key'))).body).toEqual(opened.body);
    expect(effectsOf(opened)).toHaveLength(2);
  },
  TIMEOUT_MS,
);

test(
  'a dry return shows what would be rolled back, and changes nothing',
  async () => {
    const session = 'dry-session';
    await closeWith(session);
    const answer = await succeeded(returnOf(session, [{ position: 1 }], undefined, '?dry=true'));
    expect(effectsOf(answer)).toEqual([['rollbackDiscount', 0.95]]);
    expect(answer.body['customerSession']).toMatchObject({ state: 'partially_returned' });
    expect(await standingOf(session)).toEqual([
      ['acceptCoupon', code],
      ['setDiscount', 2],
    ]);
  },
  TIMEOUT_MS,
);

test(
  'a campaign that keeps coupons on cancel has them stay used; reopening gives them back all the same',
  async () => {
    const keeping = await newShop(cluster(), { usageLimit: 1, campaign: { rollbackCouponsOnCancel: false } });
    const { body: campaign } = await succeeded(
      cluster().manage<Shape>('GET', `${keeping.path}/campaigns/${keeping.campaign}`),
    );
    expect(campaign['rollbackCouponsOnCancel']).toBe(false);
    const close = (session: string) =>
      succeeded(
        decided(keeping.integrate, 'PUT', pathOf(session), {
          customerSession: { couponCodes: keeping.codes, cartItems: CART, state: 'closed' },
        }),
      );
    await close('kept');
    const opened = await succeeded(decided(keeping.integrate, 'PUT', pathOf('kept', '/reopen'), undefined));
    expect(effectsOf(opened).map(([type]) => type)).toEqual(['rollbackCoupon', 'rollbackDiscount']);
    expect(effectsOf(await close('kept')).map(([type]) => type)).toEqual(['acceptCoupon', 'setDiscount']);
    const cancelled = await succeeded(
      decided(keeping.integrate, 'PUT', pathOf('kept'), { customerSession: { state: 'cancelled' } }),
    );
    expect(effectsOf(cancelled).map(([type]) => type)).toEqual(['rollbackDiscount']);
    expect(effectsOf(await close('late'))).toEqual([['rejectCoupon', keeping.codes[0]]]);
    await eventually(async () => {
      const { body } = await cluster().manage('GET', `${keeping.path}/campaigns/${keeping.campaign}/coupons`);
      expect(body['data']).toMatchObject([{ usageCounter: 1, discountCounter: 0 }]);
      return true;
    }, 60_000);
  },
  TIMEOUT_MS,
);

/** What the topic holds of the shop; other specs write to it at the same time. */
async function readOwn(topic: string): Promise<readonly Seen[]> {
  const all = await cluster().read(topic);
  expect(contiguous(all)).toEqual([]);
  return all.filter(({ value }) => long(value['application']) === BigInt(shop.application));
}

test(
  'after all this the topics hold what was decided, and the read models follow',
  async () => {
    const decisions = await readOwn('decisions.v1');
    const effects = await readOwn('effects.v1');
    expect(effectsMatch(decisions, effects)).toEqual([]);
    expect(withinLimits(decisions, new Map())).toEqual([]);
    await eventually(async () => {
      const { body } = await cluster().manage('GET', `${shop.path}/customers?integrationId=returned-session-buyer`);
      expect(body['data']).toMatchObject([{ closedSessions: 0, totalSales: 0 }]);
      const { body: reopened } = await cluster().manage(
        'GET',
        `${shop.path}/customers?integrationId=reopened-session-buyer`,
      );
      expect(reopened['data']).toMatchObject([{ closedSessions: 1, totalSales: 10.5 }]);
      return true;
    }, 60_000);
  },
  TIMEOUT_MS,
);

/** How often the customer has redeemed the session's coupon, as the answer says; a call that is sent again says the same. */
async function redeemedBy(profileId: string, session: string, state: string, key = randomUUID(), query = '') {
  const customerSession = { profileId, couponCodes: [code], cartItems: CART, state };
  const body = { customerSession, responseContent: ['coupons'] };
  const answer = await succeeded(fresh(() => decided(shop.integrate, 'PUT', `${pathOf(session)}${query}`, body, key)));
  return (answer.body['coupons'] as Shape[]).map(({ profileRedemptionCount }) => profileRedemptionCount);
}

test(
  'an answer says how often the customer has redeemed each coupon of the session, by whatever call that came',
  async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    expect(await redeemedBy('regular', 'visit-1', 'open')).toEqual([0]);
    expect(await redeemedBy('regular', 'visit-1', 'closed', first)).toEqual([1]);
    expect(await redeemedBy('regular', 'visit-2', 'open')).toEqual([1]);
    expect(await redeemedBy('regular', 'visit-2', 'closed', second)).toEqual([2]);
    expect(await redeemedBy('another', 'visit-3', 'open')).toEqual([0]);
    expect(await redeemedBy('', 'visit-4', 'closed')).toEqual([0]);
    expect(await redeemedBy('regular', 'visit-5', 'closed', undefined, '?dry=true')).toEqual([3]);
    expect(await redeemedBy('regular', 'visit-1', 'cancelled')).toEqual([1]);
    expect(await redeemedBy('regular', 'visit-1', 'closed', first)).toEqual([1]);
    expect(await redeemedBy('regular', 'visit-2', 'closed', second)).toEqual([2]);
    expect(await redeemedBy('regular', 'visit-2', 'closed')).toEqual([1]);
  },
  TIMEOUT_MS,
);
