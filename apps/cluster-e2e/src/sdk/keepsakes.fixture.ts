import { eventually } from '@tessera/testing';
import { fresh, succeeded, type Shape } from '../http.fixture';
import { withCsv } from './csv.fixture';
import {
  type Check,
  type Checks,
  comesTo,
  entryOf,
  type Listed,
  made,
  newName,
  sinceFive,
  someId,
  someTime,
  type Version,
  type World,
} from './world.fixture';

const ITEMS = 'item\ntea\ncup\n';

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

const shownCollection = (name: string, more: Shape): Shape => ({
  ...{ id: someId, created: someTime, modified: someTime, accountId: 1, createdBy: 1, modifiedBy: 1, name },
  ...more,
});

const shownImport = (entity: string): Shape => ({
  ...{ id: someId, created: someTime, accountId: 1, userId: 1, entity, amount: 2 },
});

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
      await check(
        { world, place, name, id: await made(world.cluster, place.path, { name, description: 'Ours' }) },
        call,
      );
    };
  return {
    [operations.create]: async (call, world) => {
      const [place, name] = [placeOf(world), newName()];
      const answer = await call(operations.create, ...place.args, { name, description: 'Mine' });
      expect(answer).toEqual(shownCollection(name, { ...place.shown, description: 'Mine' }));
    },
    [operations.list]: withNew(async ({ place, id, name }, call) => {
      const list = await call(operations.list, ...place.args, { name, withTotalResultSize: true });
      const data = [shownCollection(name, { ...place.shown, id, description: 'Ours' })];
      expect(list).toEqual({ totalResultSize: 1, hasMore: false, data });
    }),
    [operations.get]: withNew(async ({ place, id, name }, call) => {
      const answer = await call(operations.get, ...place.args, id);
      expect(answer).toEqual(shownCollection(name, { ...place.shown, id, description: 'Ours' }));
    }),
    [operations.update]: withNew(async ({ place, id, name }, call) => {
      const answer = await call(operations.update, ...place.args, id, { description: 'Theirs' });
      expect(answer).toEqual(shownCollection(name, { ...place.shown, id, description: 'Theirs' }));
    }),
    [operations.delete]: withNew(async ({ world, place, id }, call) => {
      await call(operations.delete, ...place.args, id);
      expect(await statusOf(world, `${place.path}/${id}`)).toBe(404);
    }),
    [operations.import]: withNew(async ({ place, id }, call) => {
      const answer = await withCsv(ITEMS, (file) => call(operations.import, ...place.args, id, file));
      expect(answer).toEqual(shownImport('Collection'));
    }),
    [operations.export]: withNew(async ({ place, id }, call) => {
      await withCsv(ITEMS, (file) => call(operations.import, ...place.args, id, file));
      expect(await call(operations.export, ...place.args, id)).toBe(ITEMS);
    }),
  };
}

const shownAudience = (id: unknown, name: string, version: Version): Shape => ({
  ...{ id, accountId: 1, created: someTime, name, integration: '', integrationId: '' },
  ...sinceFive(version, { sandbox: false, description: '', createdIn3rdParty: false, lastUpdate: someTime }),
});

const AUDIENCE_CHECKS: Checks = {
  createAudienceV2: async (call, _world, version) => {
    const name = newName();
    expect(await call('createAudienceV2', { name })).toEqual(shownAudience(someId, name, version));
  },
  updateAudienceV2: async (call, world, version) => {
    const [id, name] = [await newAudience(world), newName()];
    expect(await call('updateAudienceV2', id, { name })).toEqual(shownAudience(id, name, version));
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
      expect((await profileOf(world, member))['audienceMemberships']).toEqual([]);
      return true;
    });
  },
  updateCustomerProfileAudiences: async (call, world) => {
    const [name, member] = [newName(), newName()];
    const audienceId = await newAudience(world, name);
    const data = [{ action: 'add', profileIntegrationId: member, audienceId }];
    await call('updateCustomerProfileAudiences', { data });
    expect((await profileOf(world, member))['audienceMemberships']).toEqual([{ id: audienceId, name }]);
  },
  updateAudienceCustomersAttributes: async (call, world) => {
    const { audience, member } = await withMember(world);
    await eventually(async () => {
      await call('updateAudienceCustomersAttributes', audience, { attributes: { [world.attribute]: true } });
      expect((await profileOf(world, member))['attributes']).toEqual({ [world.attribute]: true });
      return true;
    });
  },
  getAudiences: async (call, world, version) => {
    const name = newName();
    const id = await newAudience(world, name);
    const list = (await call('getAudiences', { sort: '-id', pageSize: 1000, withTotalResultSize: true })) as Listed;
    expect(entryOf(list, id)).toEqual(shownAudience(id, name, version));
    expect(list.totalResultSize).toBe(list.data.length);
  },
};

const GIVEAWAYS = 'id,created,poolId,code,startDate,endDate,used,awardedAt,profileIntegrationId,sessionIntegrationId';

const GIVEAWAY_CHECKS: Checks = {
  importPoolGiveaways: async (call, world) => {
    const pool = await made(world.cluster, '/v1/giveaways/pools', { name: newName() });
    const answer = await withCsv(`code\n${newName()}\n${newName()}\n`, (file) =>
      call('importPoolGiveaways', pool, file),
    );
    expect(answer).toEqual(shownImport('Giveaway'));
  },
  exportPoolGiveaways: async (call, world) => {
    const [pool, code] = [await made(world.cluster, '/v1/giveaways/pools', { name: newName() }), newName()];
    await withCsv(`code\n${code}\n`, (file) => call('importPoolGiveaways', pool, file));
    const lines = async () => String(await call('exportPoolGiveaways', pool)).split('\n');
    await comesTo(lines, [GIVEAWAYS, expect.stringMatching(`^\\d+,[-0-9T:.]+Z,${pool},${code},,,false,,,$`), '']);
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
    const id = await made(world.cluster, '/v1/collections', { name, subscribedApplicationsIds });
    const list = await call('listCollectionsInApplication', world.shop.application, { name });
    const data = [shownCollection(name, { id, description: '', subscribedApplicationsIds })];
    expect(list).toEqual({ totalResultSize: 1, hasMore: false, data });
  },
  getCollectionItems: async (call, world) => {
    const id = await made(world.cluster, '/v1/collections', { name: newName() });
    await withCsv(ITEMS, (file) => call('importAccountCollection', id, file));
    const data = [{ item: 'tea' }, { item: 'cup' }];
    expect(await call('getCollectionItems', id, {})).toEqual({ hasMore: false, data });
  },
};
