import { eventually } from '@tessera/testing';
import { fresh, succeeded, type Shape } from '../http.fixture';
import { withCsv } from './csv.fixture';
import { type Check, type Checks, entryOf, type Listed, newName, someId, someTime, type World } from './world.fixture';

const ITEMS = 'item\ntea\ncup\n';

async function made({ cluster }: World, path: string, body: Shape): Promise<number> {
  return (await succeeded(cluster.manage<{ id: number }>('POST', path, { body }))).body.id;
}

const statusOf = async ({ cluster }: World, path: string) => (await cluster.manage('GET', path)).status;

async function newAudience({ shop }: World, name = newName()): Promise<number> {
  return (await succeeded(shop.integrate<{ id: number }>('POST', '/v2/audiences', { body: { name } }))).body.id;
}

async function withMember(world: World): Promise<{ audience: number; name: string; member: string }> {
  const [name, member] = [newName(), newName()];
  const audience = await newAudience(world, name);
  const data = [{ action: 'add', profileIntegrationId: member, audienceId: audience }];
  await succeeded(world.shop.integrate('POST', '/v2/customer_audiences', { body: { data } }));
  return { audience, name, member };
}

async function profileOf({ shop }: World, profile: string): Promise<Shape> {
  const path = `/v1/customer_profiles/${profile}/inventory?profile=true`;
  return (await fresh(() => shop.integrate<{ profile: Shape }>('GET', path))).body.profile;
}

/** Where collections live, and what the SDK wants of it before the rest. */
interface Place {
  readonly path: string;
  readonly args: readonly number[];
  readonly shown: Shape;
}

const ofAccount = (): Place => ({ path: '/v1/collections', args: [], shown: { subscribedApplicationsIds: [] } });

const ofCampaign = ({ shop }: World): Place => ({
  path: `${shop.path}/campaigns/${shop.campaign}/collections`,
  args: [shop.application, shop.campaign],
  shown: { applicationId: shop.application, campaignId: shop.campaign },
});

interface CollectionOperations {
  readonly create: string;
  readonly list: string;
  readonly get: string;
  readonly update: string;
  readonly delete: string;
  readonly export: string;
  readonly import: string;
}

function collectionChecks(operations: CollectionOperations, placeOf: (world: World) => Place): Checks {
  const withNew =
    (check: (args: { world: World; place: Place; id: number; name: string }, call: Parameters<Check>[0]) => unknown) =>
    async (call: Parameters<Check>[0], world: World) => {
      const [place, name] = [placeOf(world), newName()];
      await check({ world, place, name, id: await made(world, place.path, { name, description: 'Ours' }) }, call);
    };
  const shown = (name: string, { shown: more }: Place) => ({ id: someId, created: someTime, name, ...more });
  return {
    [operations.create]: async (call, world) => {
      const [place, name] = [placeOf(world), newName()];
      const answer = await call(operations.create, ...place.args, { name, description: 'Mine' });
      expect(answer).toMatchObject({ ...shown(name, place), description: 'Mine' });
    },
    [operations.list]: withNew(async ({ place, id, name }, call) => {
      const list = await call(operations.list, ...place.args, { name, withTotalResultSize: true });
      expect(list).toMatchObject({ totalResultSize: 1, data: [{ ...shown(name, place), id }] });
    }),
    [operations.get]: withNew(async ({ place, id, name }, call) => {
      const answer = await call(operations.get, ...place.args, id);
      expect(answer).toMatchObject({ ...shown(name, place), id, description: 'Ours' });
    }),
    [operations.update]: withNew(async ({ place, id, name }, call) => {
      const answer = await call(operations.update, ...place.args, id, { description: 'Theirs' });
      expect(answer).toMatchObject({ ...shown(name, place), id, description: 'Theirs' });
    }),
    [operations.delete]: withNew(async ({ world, place, id }, call) => {
      await call(operations.delete, ...place.args, id);
      expect(await statusOf(world, `${place.path}/${id}`)).toBe(404);
    }),
    [operations.import]: withNew(async ({ place, id }, call) => {
      const answer = await withCsv(ITEMS, (file) => call(operations.import, ...place.args, id, file));
      expect(answer).toMatchObject({ id: someId, created: someTime, userId: someId, entity: 'Collection', amount: 2 });
    }),
    [operations.export]: withNew(async ({ place, id }, call) => {
      await withCsv(ITEMS, (file) => call(operations.import, ...place.args, id, file));
      expect(await call(operations.export, ...place.args, id)).toBe(ITEMS);
    }),
  };
}

const AUDIENCE_CHECKS: Checks = {
  createAudienceV2: async (call) => {
    const name = newName();
    expect(await call('createAudienceV2', { name })).toMatchObject({ id: someId, created: someTime, name });
  },
  updateAudienceV2: async (call, world) => {
    const [id, name] = [await newAudience(world), newName()];
    expect(await call('updateAudienceV2', id, { name })).toMatchObject({ id, created: someTime, name });
  },
  deleteAudienceV2: async (call, world) => {
    const id = await newAudience(world);
    await call('deleteAudienceV2', id);
    const list = await world.cluster.manage('GET', '/v1/audiences?pageSize=1000&sort=-id');
    expect(entryOf(list.body, id)).toBeUndefined();
  },
  deleteAudienceMembershipsV2: async (call, world) => {
    const { audience, member } = await withMember(world);
    // Members are those that the read model knows, which may be a moment behind.
    await eventually(async () => {
      await call('deleteAudienceMembershipsV2', audience);
      expect(await profileOf(world, member)).toMatchObject({ audienceMemberships: [] });
      return true;
    });
  },
  updateCustomerProfileAudiences: async (call, world) => {
    const [name, member] = [newName(), newName()];
    const audienceId = await newAudience(world, name);
    const data = [{ action: 'add', profileIntegrationId: member, audienceId }];
    await call('updateCustomerProfileAudiences', { data });
    expect(await profileOf(world, member)).toMatchObject({ audienceMemberships: [{ id: audienceId, name }] });
  },
  updateAudienceCustomersAttributes: async (call, world) => {
    const { audience, member } = await withMember(world);
    await eventually(async () => {
      await call('updateAudienceCustomersAttributes', audience, { attributes: { [world.attribute]: true } });
      expect(await profileOf(world, member)).toMatchObject({ attributes: { [world.attribute]: true } });
      return true;
    });
  },
  getAudiences: async (call, world) => {
    const name = newName();
    const id = await newAudience(world, name);
    const list = await call('getAudiences', { sort: '-id', pageSize: 1000, withTotalResultSize: true });
    expect(entryOf(list, id)).toMatchObject({ id, name, created: someTime });
    expect((list as Listed).totalResultSize).toBeGreaterThan(0);
  },
};

const GIVEAWAY_CHECKS: Checks = {
  importPoolGiveaways: async (call, world) => {
    const pool = await made(world, '/v1/giveaways/pools', { name: newName() });
    const answer = await withCsv(`code\n${newName()}\n${newName()}\n`, (file) =>
      call('importPoolGiveaways', pool, file),
    );
    expect(answer).toMatchObject({ id: someId, created: someTime, userId: someId, entity: 'Giveaway', amount: 2 });
  },
  exportPoolGiveaways: async (call, world) => {
    const [pool, code] = [await made(world, '/v1/giveaways/pools', { name: newName() }), newName()];
    await withCsv(`code\n${code}\n`, (file) => call('importPoolGiveaways', pool, file));
    await eventually(async () => {
      expect(String(await call('exportPoolGiveaways', pool))).toContain(code);
      return true;
    });
  },
};

/** What customers keep, and the lists that rules ask: audiences, collections and giveaways. */
export const KEEPSAKE_CHECKS: Checks = {
  ...AUDIENCE_CHECKS,
  ...GIVEAWAY_CHECKS,
  ...collectionChecks(
    {
      ...{ create: 'createAccountCollection', list: 'listAccountCollections', get: 'getAccountCollection' },
      ...{ update: 'updateAccountCollection', delete: 'deleteAccountCollection' },
      ...{ export: 'exportAccountCollectionItems', import: 'importAccountCollection' },
    },
    ofAccount,
  ),
  ...collectionChecks(
    {
      ...{ create: 'createCollection', list: 'listCollections', get: 'getCollection' },
      ...{ update: 'updateCollection', delete: 'deleteCollection' },
      ...{ export: 'exportCollectionItems', import: 'importCollection' },
    },
    ofCampaign,
  ),
  /** Those of the account that it may use. */
  listCollectionsInApplication: async (call, world) => {
    const [name, subscribedApplicationsIds] = [newName(), [world.shop.application]];
    const id = await made(world, '/v1/collections', { name, subscribedApplicationsIds });
    const list = await call('listCollectionsInApplication', world.shop.application, { name });
    expect(list).toMatchObject({ data: [{ id, name, subscribedApplicationsIds }] });
  },
  getCollectionItems: async (call, world) => {
    const id = await made(world, '/v1/collections', { name: newName() });
    await withCsv(ITEMS, (file) => call('importAccountCollection', id, file));
    expect(await call('getCollectionItems', id, {})).toMatchObject({ data: [{ item: 'tea' }, { item: 'cup' }] });
  },
};
