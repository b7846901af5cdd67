import { eventually } from '@tessera/testing';
import { clusterOfAllFiles, START_MS } from './cluster.fixture';
import { decided, fresh, succeeded, type Shape } from './http.fixture';
import { newShop, TENTH_OFF, type Shop } from './shop.fixture';

const TIMEOUT_MS = START_MS;
const cluster = clusterOfAllFiles();

/** Greets who never closed a session here. */
const WELCOME = {
  title: 'welcome',
  condition: ['cel', "history.sessions.within('30d').count() == 0"],
  effects: [['showNotification', { notificationType: 'Info', title: 'Welcome', body: 'for the first time' }]],
};

let bakery: Shop;
let grocer: Shop;

beforeAll(async () => {
  bakery = await newShop(cluster(), { rules: [TENTH_OFF, WELCOME] });
  grocer = await newShop(cluster(), { rules: [TENTH_OFF, WELCOME] });
}, TIMEOUT_MS);

interface State {
  readonly effects: readonly { readonly effectType: string; readonly props: Shape }[];
}

async function close(shop: Shop, session: string, customerSession: Shape): Promise<State> {
  const body = {
    customerSession: { ...customerSession, state: 'closed', cartItems: [{ sku: 'a', quantity: 1, price: 8 }] },
  };
  return (await succeeded(decided<State>(shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, body))).body;
}

const read = ({ integrate }: Shop, session: string) =>
  fresh(() => integrate('GET', `/v2/customer_sessions/${session}`));

const typesOf = ({ effects }: State) => effects.map(({ effectType }) => effectType);

test(
  'a session of one application is not there for the key of another',
  async () => {
    await close(bakery, 'only-bakery', { profileId: 'walker' });
    expect((await read(bakery, 'only-bakery')).status).toBe(200);
    expect(await grocer.integrate('GET', '/v2/customer_sessions/only-bakery')).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'session.not_found' }] },
    });
  },
  TIMEOUT_MS,
);

test(
  'one session id in two applications is two sessions',
  async () => {
    await close(bakery, 'same-id', { profileId: 'bakery-guest' });
    await close(grocer, 'same-id', { profileId: 'grocer-guest' });
    for (const [shop, profileId] of [
      [bakery, 'bakery-guest'],
      [grocer, 'grocer-guest'],
    ] as const) {
      const { body } = await succeeded(read(shop, 'same-id'));
      expect(body['customerSession']).toMatchObject({ applicationId: shop.application, profileId, updateCount: 1 });
    }
  },
  TIMEOUT_MS,
);

test(
  "another application's coupon is not found, and stays unused",
  async () => {
    const [code = ''] = bakery.codes;
    const foreign = await close(grocer, 'foreign-code', { profileId: 'thief', couponCodes: [code] });
    expect(foreign.effects).toContainEqual(
      expect.objectContaining({
        effectType: 'rejectCoupon',
        props: { value: code, rejectionReason: 'CouponNotFound' },
      }),
    );
    const own = await close(bakery, 'own-code', { profileId: 'owner', couponCodes: [code] });
    expect(typesOf(own)).toContain('acceptCoupon');
    await eventually(async () => {
      const { body } = await cluster().manage('GET', `${bakery.path}/campaigns/${bakery.campaign}/coupons`);
      expect(body['data']).toMatchObject([{ value: code, usageCounter: 1 }]);
      return true;
    });
  },
  TIMEOUT_MS,
);

test(
  'what a profile did in one application is no history in another',
  async () => {
    expect(typesOf(await close(bakery, 'history-1', { profileId: 'regular' }))).toContain('showNotification');
    expect(typesOf(await close(bakery, 'history-2', { profileId: 'regular' }))).not.toContain('showNotification');
    expect(typesOf(await close(grocer, 'history-3', { profileId: 'regular' }))).toContain('showNotification');
  },
  TIMEOUT_MS,
);

test(
  'lists and counters hold what belongs to the application, and nothing else',
  async () => {
    await close(bakery, 'listed-bakery', { profileId: 'lister' });
    await close(grocer, 'listed-grocer', { profileId: 'lister' });
    await eventually(async () => {
      for (const shop of [bakery, grocer]) {
        const { body } = await cluster().manage<{ data: Shape[] }>('GET', `${shop.path}/sessions?profile=lister`);
        const ids = body.data.map(({ integrationId }) => integrationId);
        expect(ids).toEqual([shop === bakery ? 'listed-bakery' : 'listed-grocer']);
        const customers = await cluster().manage('GET', `${shop.path}/customers?integrationId=lister`);
        expect(customers.body['data']).toMatchObject([{ closedSessions: 1, totalSales: 8 }]);
      }
      return true;
    });
  },
  TIMEOUT_MS,
);

test(
  "below one application's address, what belongs to another is not there",
  async () => {
    await close(grocer, 'at-grocer', { profileId: 'walker' });
    const { campaign } = grocer;
    const key = await succeeded(cluster().manage<{ data: { id: number }[] }>('GET', `${grocer.path}/api_keys`));
    const calls = [
      ['GET', '/sessions/at-grocer'],
      ['GET', '/sessions/at-grocer/timeline'],
      ['GET', `/campaigns/${campaign}`],
      ['GET', `/campaigns/${campaign}/rulesets`],
      ['GET', `/campaigns/${campaign}/coupons`],
      ['GET', `/campaigns/${campaign}/coupons/no_total`],
      ['DELETE', `/campaigns/${campaign}`],
      ['DELETE', `/api_keys/${key.body.data[0]?.id}`],
    ] as const;
    for (const [method, path] of calls) {
      const { status } = await cluster().manage(method, bakery.path + path);
      expect([method, path, status]).toEqual([method, path, 404]);
    }
    const wish = { body: { usageLimit: 1, numberOfCoupons: 1, couponPattern: 'TAKEN-##' } };
    expect((await cluster().manage('POST', `${bakery.path}/campaigns/${campaign}/coupons`, wish)).status).toBe(404);
    expect((await read(grocer, 'at-grocer')).status).toBe(200);
  },
  TIMEOUT_MS,
);
