import { eventually } from '@tessera/testing';
import { clusterOfAllFiles, START_MS } from './cluster.fixture';
import { succeeded, type Shape } from './http.fixture';
import { integrationSdk, managementSdk, nextIntegrationSdk, plain } from './sdk.fixture';
import { withoutCounters } from './sdk/campaigns.fixture';
import { couponOf, eventOf, NOTHING_CREATED, profileOf, unmodelled } from './sdk/shapes.fixture';
import { someId, someText, someTime } from './sdk/world.fixture';
import { newShop, TENTH_OFF, type Shop } from './shop.fixture';

// Every field that the SDK's models know is compared, so that one too many is found as well as one that is wrong.

const TIMEOUT_MS = START_MS;
const cluster = clusterOfAllFiles();

let shop: Shop;

/** Answers every custom event of the type with a notification. */
const GREETING = {
  title: 'a greeting',
  condition: ['cel', 'event.type == "bell_rung"'],
  effects: [['showNotification', { notificationType: 'Info', title: 'Hello', body: 'for {{ event.type }}' }]],
};

beforeAll(async () => {
  const { manage } = cluster();
  await succeeded(manage('POST', '/v1/event_types', { body: { name: 'bell_rung', title: 'Bell rung' } }));
  const table = { entity: 'CustomerProfile', name: 'table', type: 'string', title: 'Table', personal: true };
  await succeeded(manage('POST', '/v1/attributes', { body: table }));
  shop = await newShop(cluster(), { rules: [TENTH_OFF, GREETING] });
}, TIMEOUT_MS);

/** The SDK's types want all of a list's choices. */
const LISTED = { sort: 'id', valid: 'validNow', usable: 'true' };

test(
  'the SDK updates one profile and many',
  async () => {
    const sdk = integrationSdk(cluster(), shop.key);
    const body = { attributes: { table: '12A' }, responseContent: ['customerProfile'] };
    expect(await plain(sdk.updateCustomerProfileV2('sitter', body))).toEqual({
      ...{ customerProfile: profileOf(4, { integrationId: 'sitter', attributes: { table: '12A' } }), effects: [] },
      ...NOTHING_CREATED,
    });
    const customerProfiles = ['first', 'second'].map((integrationId) => ({
      integrationId,
      attributes: { table: '1' },
    }));
    expect(await plain(sdk.updateCustomerProfilesV2({ customerProfiles }, { silent: 'no' }))).toEqual({
      integrationStates: ['first', 'second'].map((id) => ({
        ...{ customerProfile: profileOf(4, { integrationId: id, attributes: { table: '1' } }), effects: [] },
        ...NOTHING_CREATED,
      })),
    });
    await eventually(async () => {
      const { body: found } = await cluster().manage('GET', `${shop.path}/customers?integrationId=second`);
      expect(found['data']).toMatchObject([{ integrationId: 'second', attributes: { table: '1' } }]);
      return true;
    });
  },
  TIMEOUT_MS,
);

test(
  'the SDK tracks an event',
  async () => {
    const sdk = nextIntegrationSdk(cluster(), shop.key);
    const body = {
      ...{ type: 'bell_rung', profileId: 'visitor', attributes: {} },
      responseContent: ['event', 'customerProfile'],
    };
    const greeted = {
      ...{ campaignId: shop.campaign, rulesetId: someId, ruleIndex: 1, ruleName: GREETING.title },
      ...{
        effectType: 'showNotification',
        props: { notificationType: 'Info', title: 'Hello', body: 'for bell_rung' },
      },
    };
    expect(await plain(sdk.trackEventV2(body, { silent: 'no' }))).toEqual({
      event: eventOf(shop, {
        ...{ profileId: 'visitor', type: 'bell_rung', effects: [unmodelled(greeted, 'committed')] },
      }),
      customerProfile: profileOf(5, { integrationId: 'visitor' }),
      effects: [greeted],
      ...NOTHING_CREATED,
    });
  },
  TIMEOUT_MS,
);

test(
  'the SDK creates an attribute, a campaign, its rules and its coupons, and lists them',
  async () => {
    const sdk = managementSdk(cluster());
    const attribute = {
      ...{ entity: 'Coupon', name: 'mailing', title: 'Mailing', type: 'string', editable: true },
      ...{ description: 'The mailing it came with', suggestions: [] },
    };
    expect(await plain(sdk.createAttribute(attribute))).toEqual({
      ...attribute,
      ...{ id: someId, created: someTime, accountId: 1, subscribedApplicationsIds: [] },
    });

    const wanted = { name: 'Autumn', state: 'disabled', tags: ['leaves'], features: ['coupons'], limits: [] };
    const campaign = (await plain(sdk.createCampaign(shop.application, wanted))) as { id: number };
    expect(withoutCounters(campaign)).toEqual({
      ...wanted,
      ...{ id: someId, created: someTime, applicationId: shop.application, userId: someId, description: '' },
      ...{ attributes: {}, campaignGroups: [], updated: someTime, createdBy: someText, updatedBy: someText },
    });

    const rules = { rules: [TENTH_OFF], bindings: [], activate: true };
    expect(await plain(sdk.createRuleset(shop.application, campaign.id, rules))).toEqual({
      ...{ rules: [{ ...TENTH_OFF, description: '', bindings: [] }], bindings: [], activate: true, rbVersion: 'cel' },
      ...{ id: someId, created: someTime, userId: someId, campaignId: campaign.id, activatedAt: someTime },
    });

    const wish = { usageLimit: 3, numberOfCoupons: 2, couponPattern: 'LEAF-####', attributes: { mailing: 'A' } };
    const created = (await plain(sdk.createCoupons(shop.application, campaign.id, wish))) as { data: Shape[] };
    const value: unknown = expect.stringMatching(/^LEAF-/);
    const leaf = couponOf(4, { campaignId: campaign.id, value, usageLimit: 3, attributes: { mailing: 'A' } });
    expect(created).toEqual({ totalResultSize: 2, data: [leaf, leaf] });
    await eventually(async () => {
      const listed = await plain(sdk.getCouponsWithoutTotalCount(shop.application, campaign.id, LISTED));
      expect(listed).toEqual({ hasMore: false, data: created.data });
      return true;
    });
  },
  TIMEOUT_MS,
);
