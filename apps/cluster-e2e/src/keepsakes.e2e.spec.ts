import { eventually } from '@tessera/testing';
import { clusterOfAllFiles } from './cluster.fixture';
import { decided, fresh, succeeded, type Shape } from './http.fixture';
import { catalogKnown, newShop, type Shop } from './shop.fixture';
import { upload } from './upload.fixture';

// Goal: what customers keep goes the whole way: an audience that the integration creates, codes out of a pool, an
// achievement, and a collection that rules ask; each written over its API, decided, and read again.

const TIMEOUT_MS = 180_000;
const cluster = clusterOfAllFiles();

let shop: Shop;
let audience: number;
let pool: number;
let achievement: number;

const exported = async () => {
  const { managementUrl, adminToken } = cluster();
  const headers = { authorization: `Bearer ${adminToken}` };
  return (await fetch(`${managementUrl}/v1/giveaways/pools/${pool}/export`, { headers })).text();
};

const close = (session: string, customerSession: Shape) =>
  decided<{ effects: Shape[]; awardedGiveaways: Shape[] }>(shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, {
    customerSession: { state: 'closed', ...customerSession },
    responseContent: ['awardedGiveaways'],
  });

beforeAll(async () => {
  const { manage } = cluster();
  shop = await newShop(cluster());
  audience = (await succeeded(shop.integrate<{ id: number }>('POST', '/v2/audiences', { body: { name: 'vip' } }))).body
    .id;
  const collection = { name: 'hot' };
  const hot = (await succeeded(manage<{ id: number }>('POST', '/v1/collections', { body: collection }))).body.id;
  await upload(cluster(), `/v1/collections/${hot}/import`, 'item\ntea\ncup\n');
  pool = (await succeeded(manage<{ id: number }>('POST', '/v1/giveaways/pools', { body: { name: 'tickets' } }))).body
    .id;
  const codes = 'code,startdate,enddate\nOVER,,2020-01-01T00:00:00Z\nTICKET-1,2020-01-01T00:00:00Z,\nTICKET-2,,\n';
  await upload(cluster(), `/v1/giveaways/pools/${pool}/import`, codes);
  const campaign = `${shop.path}/campaigns/${shop.campaign}`;
  const stamps = { name: 'stamps', title: 'Two stamps', target: 2 };
  achievement = (await succeeded(manage<{ id: number }>('POST', `${campaign}/achievements`, { body: stamps }))).body.id;
  const rules = [
    {
      title: 'hot things',
      condition: ['cel', "'vip' in profile.audiences && cartItems.exists(i, i.sku in collections.hot)"],
      effects: [
        ['awardGiveaway', { poolId: pool }],
        ['increaseAchievementProgress', { achievementId: achievement }],
      ],
    },
  ];
  const ruleset = { rules, bindings: [], activate: true };
  const { headers } = await succeeded(manage('POST', `${campaign}/rulesets`, { body: ruleset }));
  await catalogKnown(shop.integrate, headers.get('x-tessera-catalog') ?? '0');
}, 2 * TIMEOUT_MS);

it(
  'a member of an audience is given codes and progress for things of a collection',
  async () => {
    const data = [{ action: 'add', profileIntegrationId: 'anna', audienceId: audience }];
    await decided(shop.integrate, 'POST', '/v2/customer_audiences', { data });
    const cart = { profileId: 'anna', cartItems: [{ sku: 'tea', name: 'Tea', quantity: 1, price: 5 }] };
    const first = await close('first', cart);
    expect(first.body.effects).toMatchObject([
      { effectType: 'awardGiveaway', props: { poolId: pool, code: 'TICKET-1', recipientIntegrationId: 'anna' } },
      {
        effectType: 'increaseAchievementProgress',
        props: { achievementId: achievement, value: 1, target: 2, isJustCompleted: false },
      },
    ]);
    expect(first.body.awardedGiveaways).toMatchObject([
      { poolId: pool, code: 'TICKET-1', startDate: '2020-01-01T00:00:00.000Z', created: expect.any(String) as string },
    ]);
    const second = await close('second', cart);
    expect(second.body.effects[1]).toMatchObject({ props: { value: 2, isJustCompleted: true } });
    const stranger = await close('third', { ...cart, profileId: 'ben' });
    expect(stranger.body.effects).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'what a profile keeps is read again: its audiences, its progress, and in the pool whose the codes are',
  async () => {
    const achievements = await fresh(() => shop.integrate('GET', '/v1/customer_profiles/anna/achievements'));
    expect(achievements.body).toMatchObject({
      data: [{ id: achievement, currentProgress: { status: 'completed', progress: 2 } }],
    });
    const profile = await decided(shop.integrate, 'PUT', '/v2/customer_profiles/anna', {
      attributes: {},
      responseContent: ['customerProfile'],
    });
    expect(profile.body).toMatchObject({ customerProfile: { audienceMemberships: [{ id: audience, name: 'vip' }] } });
    const lines = await eventually(async () => {
      const text = await exported();
      return text.split('anna').length === 3 ? text.trim().split('\n') : undefined;
    }, 60_000);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('OVER,,2020-01-01T00:00:00.000Z,false');
    const inventory = await fresh(() => shop.integrate('GET', '/v1/customer_profiles/anna/inventory?giveaways=true'));
    expect(inventory.body).toMatchObject({ giveaways: [{ code: 'TICKET-2' }, { code: 'TICKET-1', poolId: pool }] });
  },
  TIMEOUT_MS,
);

it(
  'an audience is emptied, and then gone',
  async () => {
    // Members are those that the read model knows, which may be a moment behind.
    await eventually(async () => {
      await succeeded(shop.integrate('DELETE', `/v2/audiences/${audience}/memberships`));
      const body = { responseContent: ['customerProfile'] };
      const profile = await decided(shop.integrate, 'PUT', '/v2/customer_profiles/anna', body);
      const { audienceMemberships } = (profile.body as { customerProfile: { audienceMemberships: unknown[] } })
        .customerProfile;
      return audienceMemberships.length === 0 ? true : undefined;
    }, 60_000);
    await succeeded(shop.integrate('DELETE', `/v2/audiences/${audience}`));
    expect((await shop.integrate('PUT', `/v2/audiences/${audience}`, { body: { name: 'x' } })).status).toBe(404);
  },
  TIMEOUT_MS,
);
