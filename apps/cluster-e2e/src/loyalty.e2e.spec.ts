import { eventually } from '@tessera/testing';
import { clusterOfAllFiles } from './cluster.fixture';
import { decided, fresh, succeeded, type Shape } from './http.fixture';
import { catalogKnown, newShop, type Shop } from './shop.fixture';
import { upload } from './upload.fixture';

// Goal: points go the whole way: a program and its tier, earned by a session, waiting until the shop activates them, spent by
// another, and given back with it.

const TIMEOUT_MS = 180_000;
const cluster = clusterOfAllFiles();

let shop: Shop;
let program: number;

const close = (session: string, customerSession: Shape) =>
  decided<{ effects: Shape[] }>(shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, {
    customerSession: { state: 'closed', profileId: 'anna', ...customerSession },
  });

const told = (effects: readonly Shape[]) => effects.map(({ effectType }) => effectType);

async function balance(profile = 'anna'): Promise<Shape> {
  const path = `/v1/loyalty_programs/${program}/profile/${profile}/balances?includeTiers=true`;
  return (await fresh(() => shop.integrate<{ balance: Shape }>('GET', path))).body.balance;
}

beforeAll(async () => {
  const { manage } = cluster();
  shop = await newShop(cluster());
  const body = {
    ...{ name: 'stars', title: 'Stars', timezone: 'UTC', subscribedApplications: [shop.application] },
    ...{ defaultPending: 'on_action', tiers: [{ name: 'gold', minPoints: 100 }] },
  };
  program = (await succeeded(manage<{ id: number }>('POST', '/v1/loyalty_programs', { body }))).body.id;
  const rules = [
    {
      title: 'earn',
      condition: ['cel', 'session.identifiers.size() == 0'],
      effects: [['addLoyaltyPoints', { name: 'tea', programId: program, value: 'session.total' }]],
    },
    {
      title: 'pay',
      condition: ['cel', 'session.identifiers.size() > 0'],
      effects: [['deductLoyaltyPoints', { name: 'paid', programId: program, value: '40' }]],
    },
  ];
  const ruleset = { body: { rules, bindings: [], activate: true } };
  const { headers } = await succeeded(manage('POST', `${shop.path}/campaigns/${shop.campaign}/rulesets`, ruleset));
  await catalogKnown(shop.integrate, headers.get('x-tessera-catalog') ?? '0');
}, 2 * TIMEOUT_MS);

it(
  'points that a session earned wait until they are activated, and then make a tier',
  async () => {
    const first = await close('first', { cartItems: [{ sku: 'tea', name: 'Tea', quantity: 2, price: 60 }] });
    expect(first.body.effects).toMatchObject([
      { effectType: 'addLoyaltyPoints', props: { value: 120, awaitsActivation: true, programId: program } },
    ]);
    expect(await balance()).toMatchObject({ activePoints: 0, pendingPoints: 120 });
    const path = `/v1/loyalty_programs/${program}/activate_points`;
    const { body } = await succeeded(
      shop.integrate<{ ledgerEntries: Shape[] }>('POST', path, { body: { sessionId: 'first' } }),
    );
    expect(body.ledgerEntries).toMatchObject([{ profileIntegrationId: 'anna', amount: 120 }]);
    expect(await balance()).toMatchObject({ activePoints: 120, pendingPoints: 0, currentTier: { name: 'gold' } });
    const again = await shop.integrate('POST', path, { body: { sessionId: 'first' } });
    expect(again.status).toBe(404);
  },
  TIMEOUT_MS,
);

it(
  'points are spent once, and come back with their session',
  async () => {
    const paying = { identifiers: ['till'], cartItems: [] };
    const paid = await close('second', paying);
    expect(told(paid.body.effects)).toEqual(['deductLoyaltyPoints']);
    expect(await balance()).toMatchObject({ activePoints: 80, spentPoints: 40 });
    const undone = await decided<{ effects: Shape[] }>(shop.integrate, 'PUT', '/v2/customer_sessions/second', {
      customerSession: { state: 'cancelled' },
    });
    expect(told(undone.body.effects)).toEqual(['rollbackDeductedLoyaltyPoints']);
    expect(await balance()).toMatchObject({ activePoints: 120, spentPoints: 0 });
  },
  TIMEOUT_MS,
);

it(
  'points that were earned elsewhere are moved in, however often, and spent as others are',
  async () => {
    await succeeded(decided(shop.integrate, 'PUT', '/v2/customer_profiles/mia', {}));
    const csv =
      'customerprofileid,subledgerid,amount,startdate,expirydate,spent,expired,negative\n' +
      'mia,,150,,2090-01-01T00:00:00Z,25,5,\nmia,,10,2089-01-01T00:00:00Z,,,,\n';
    const path = `/v1/loyalty_programs/${program}/import_ledger_openings`;
    const moved = { entity: 'LedgerOpening', amount: 2, skipped: 0 };
    expect(await upload(cluster(), path, csv)).toMatchObject({ ...moved, changed: 1 });
    const opened = { activePoints: 150, pendingPoints: 10, spentPoints: 25, expiredPoints: 5 };
    await eventually(async () => {
      expect(await balance('mia')).toMatchObject({ ...opened, currentTier: { name: 'gold' } });
      return true;
    });
    expect(await upload(cluster(), path, csv)).toMatchObject({ ...moved, changed: 0 });
    const paid = await close('third', { profileId: 'mia', identifiers: ['till'], cartItems: [] });
    expect(told(paid.body.effects)).toEqual(['deductLoyaltyPoints']);
    expect(await balance('mia')).toMatchObject({ ...opened, activePoints: 110, spentPoints: 65 });
  },
  TIMEOUT_MS,
);
