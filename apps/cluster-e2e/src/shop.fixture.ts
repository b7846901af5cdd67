import { eventually, uniqueName } from '@tessera/testing';
import { succeeded, type Call, type Shape } from './http.fixture';
import type { TestCluster } from './cluster.fixture';

/** Gives a tenth off to whoever brings a coupon that holds. */
export const TENTH_OFF = {
  title: 'a tenth off',
  condition: ['cel', 'coupon.valid'],
  effects: [['setDiscount', { name: 'tenth', value: 'percent(session.total, 10)' }]],
};

export interface ShopWishes {
  /** How often each code may be redeemed; 0: as often as one likes. */
  readonly usageLimit?: number;
  readonly coupons?: number;
  readonly limits?: readonly Shape[];
  readonly rules?: readonly unknown[];
  readonly scopes?: readonly string[];
  /** More of the campaign's body. */
  readonly campaign?: Shape;
}

/** An application with everything that a customer needs to redeem a coupon. */
export interface Shop {
  readonly application: number;
  readonly key: string;
  readonly campaign: number;
  readonly codes: readonly string[];
  /** Below `/v1/applications/<id>` of the Management API. */
  readonly path: string;
  /** The Integration API with the shop's key. */
  readonly integrate: Call;
}

async function newApplication({ manage }: TestCluster): Promise<number> {
  const body = { name: uniqueName(), currency: 'USD', timezone: 'UTC' };
  return (await succeeded(manage<{ id: number }>('POST', '/v1/applications', { body }))).body.id;
}

async function newCampaign({ manage }: TestCluster, path: string, wishes: ShopWishes): Promise<number> {
  const body = {
    name: uniqueName(),
    state: 'disabled',
    tags: [],
    features: ['coupons'],
    limits: wishes.limits ?? [],
    ...wishes.campaign,
  };
  const { id } = (await succeeded(manage<{ id: number }>('POST', `${path}/campaigns`, { body }))).body;
  const rules = wishes.rules ?? [TENTH_OFF];
  const ruleset = { rules, bindings: [], activate: true };
  await succeeded(manage('POST', `${path}/campaigns/${id}/rulesets`, { body: ruleset }));
  const { body: current } = await succeeded(manage('GET', `${path}/campaigns/${id}`));
  await succeeded(manage('PUT', `${path}/campaigns/${id}`, { body: { ...current, state: 'enabled' } }));
  return id;
}

async function newCodes({ manage }: TestCluster, campaign: string, wishes: ShopWishes): Promise<readonly string[]> {
  const body = {
    usageLimit: wishes.usageLimit ?? 0,
    numberOfCoupons: wishes.coupons ?? 1,
    couponPattern: 'SHOP-########',
  };
  const answer = await succeeded(
    manage<{ data: readonly { value: string }[] }>('POST', `${campaign}/coupons`, { body }),
  );
  return answer.body.data.map(({ value }) => value);
}

async function newKey({ manage }: TestCluster, path: string, scopes: readonly string[]) {
  const body = { title: 'e2e', scopes, expires: '2099-01-01T00:00:00Z' };
  const { body: key, headers } = await succeeded(manage<{ key: string }>('POST', `${path}/api_keys`, { body }));
  return { key: key.key, catalog: headers.get('x-tessera-catalog') ?? '' };
}

/** Waits until the gateway has heard of all that was written to the catalog up to this version. */
export async function catalogKnown(integrate: Call, version: string): Promise<void> {
  const headers = { 'x-tessera-min-catalog': version };
  const known = async () => {
    const { status } = await integrate('GET', '/v2/customer_sessions/none', { headers });
    return status === 404 ? true : undefined;
  };
  await eventually(known, 60_000);
}

/** Creates an application, a running campaign with its rules and codes, and a key; the gateway knows them all. */
export async function newShop(cluster: TestCluster, wishes: ShopWishes = {}): Promise<Shop> {
  const application = await newApplication(cluster);
  const path = `/v1/applications/${application}`;
  const campaign = await newCampaign(cluster, path, wishes);
  const codes = await newCodes(cluster, `${path}/campaigns/${campaign}`, wishes);
  const { key, catalog } = await newKey(cluster, path, wishes.scopes ?? ['integration', 'import', 'read']);
  const integrate = cluster.integrate(key);
  await catalogKnown(integrate, catalog);
  return { application, key, campaign, codes, path, integrate };
}

interface Entry {
  readonly type: string;
  readonly effects: readonly { readonly effectType: string }[];
}

/** Each decision about the session, with the types of its effects. */
export async function timelineOf({ manage }: TestCluster, { path }: Shop, session: string): Promise<string[][]> {
  const { body } = await succeeded(manage<{ data: Entry[] }>('GET', `${path}/sessions/${session}/timeline`));
  return body.data.map(({ type, effects }) => [type, ...effects.map(({ effectType }) => effectType)]);
}
