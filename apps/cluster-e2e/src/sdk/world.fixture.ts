import { eventually, uniqueName } from '@tessera/testing';
import type { TestCluster } from '../cluster.fixture';
import { decided, fresh, succeeded, type Shape } from '../http.fixture';
import { integrationSdk, managementSdk, nextIntegrationSdk, nextManagementSdk, plain } from '../sdk.fixture';
import { newShop, TENTH_OFF, type Shop } from '../shop.fixture';

/** Calls an operation by its name in the SDK, and gives what its models know of the answer, as plain JSON. */
export type Caller = (operation: string, ...args: readonly unknown[]) => Promise<unknown>;

/** Calls an operation and compares what it gives with what was set up. */
export type Check = (call: Caller, world: World, version: Version) => Promise<void>;
export type Checks = Readonly<Record<string, Check>>;

export type Version = 4 | 5;

/** Fields that the models of version 5 know, and those of version 4 do not. */
export const sinceFive = (version: Version, fields: Shape): Shape => (version === 5 ? fields : {});

type Sdk = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

/** Fields that models require and answers lack, as docs/sdk-operations.md says. */
const LACKS: Readonly<Record<string, readonly string[]>> = {
  updateCustomerProfile: ['/session'],
};

/** The methods of an SDK by name. A call whose outcome nobody knows is made again, as the API promises that it may be. */
export function callerOf(api: object): Caller {
  const call: Caller = async (operation, ...args) => {
    try {
      const answer = (api as Sdk)[operation]?.(...args) ?? Promise.reject(new Error(`no ${operation}`));
      return await plain(answer, LACKS[operation]);
    } catch (error) {
      if (error instanceof Error && /^50[34] /.test(error.message)) return call(operation, ...args);
      throw error;
    }
  };
  return call;
}

/** An application with a customer who bought something, and what the account has beside it. */
export interface World {
  readonly cluster: TestCluster;
  readonly shop: Shop;
  /** A customer with two closed sessions, the first with the shop's code: 20.00 each, 2.00 off once. */
  readonly customer: string;
  readonly sessions: readonly [withCode: string, plain: string];
  readonly webhook: number;
  /** An attribute of profiles that the customer has: true. */
  readonly attribute: string;
  readonly eventType: string;
  readonly cost: { readonly id: number; readonly name: string };
  readonly began: string;
}

/** All of a list, for one that is looked through. */
export const LIST = { sort: 'id', pageSize: 1000 };

export const CART = [{ sku: 'tea', name: 'Tea', quantity: 4, price: 5 }];
export const someId: unknown = expect.any(Number);
export const someTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const someText: unknown = expect.stringMatching(/./);

export const integrationCaller = (world: World, version: Version): Caller =>
  callerOf(
    version === 4 ? integrationSdk(world.cluster, world.shop.key) : nextIntegrationSdk(world.cluster, world.shop.key),
  );

/** @param token of another user than the first admin */
export function managementCaller({ cluster }: World, version: Version, token = cluster.adminToken): Caller {
  const signedIn = { ...cluster, adminToken: token };
  return callerOf(version === 4 ? managementSdk(signedIn) : nextManagementSdk(signedIn));
}

/** For what version 4 signs by keys of long ago: it sends the admin's token with every call. */
export function signedCaller({ cluster }: World): Caller {
  const sdk = managementSdk(cluster);
  const { defaultHeaders } = sdk.apiClient as unknown as { defaultHeaders: Record<string, string> };
  defaultHeaders['Authorization'] = `Bearer ${cluster.adminToken}`;
  return callerOf(sdk);
}

/** Lowercase letters and digits, as names of attributes and events have them. */
export const newName = (): string => `x${uniqueName().replace(/\W/g, '').toLowerCase()}`;

/** Creates something by the Management API. @returns its id */
export async function made({ manage }: Pick<TestCluster, 'manage'>, path: string, body: Shape): Promise<number> {
  return (await succeeded(manage<{ id: number }>('POST', path, { body }))).body.id;
}

/** Sets up all that operations are compared with. */
export async function newWorld(cluster: TestCluster): Promise<World> {
  const began = new Date(Date.now() - 60_000).toISOString();
  const [attribute, eventType, name] = [newName(), newName(), newName()];
  await made(cluster, '/v1/attributes', { entity: 'CustomerProfile', name: attribute, type: 'boolean', title: 'VIP' });
  await made(cluster, '/v1/event_types', { name: eventType, title: 'Visited' });
  const cost = { id: await made(cluster, '/v1/additional_costs', { name, title: 'Shipping' }), name };
  const hook = { title: 'CRM', verb: 'POST', url: 'https://example.invalid/', headers: ['X-Key: hush'] };
  const webhook = await made(cluster, '/v1/webhooks', { ...hook, applicationIds: [], params: [], enabled: true });
  const called = { title: 'tell', condition: ['cel', 'true'], effects: [['triggerWebhook', { webhookId: webhook }]] };
  const shop = await newShop(cluster, { rules: [TENTH_OFF, called], coupons: 3 });
  const world = { cluster, shop, webhook, attribute, eventType, cost, began };
  const customer = newName();
  const sessions = [newName(), newName()] as const;
  await buy(shop, customer, sessions, attribute);
  return { ...world, customer, sessions };
}

async function buy(shop: Shop, customer: string, sessions: World['sessions'], attribute: string): Promise<void> {
  const put = (path: string, body: Shape) => succeeded(decided(shop.integrate, 'PUT', path, body));
  await put(`/v2/customer_profiles/${customer}`, { attributes: { [attribute]: true } });
  const session = { profileId: customer, state: 'closed', cartItems: CART };
  const [withCode, without] = sessions;
  await put(`/v2/customer_sessions/${withCode}`, { customerSession: { ...session, couponCodes: [shop.codes[0]] } });
  await put(`/v2/customer_sessions/${without}`, { customerSession: session });
  await fresh(() => shop.integrate('GET', `/v2/customer_sessions/${without}`));
}

/** Compares what is read with all that is expected, once a read model has come as far. */
export async function comesTo(read: () => Promise<unknown>, expected: unknown): Promise<void> {
  await eventually(async () => {
    expect(await read()).toEqual(expected);
    return true;
  });
}

export interface Listed {
  readonly totalResultSize?: number;
  readonly hasMore?: boolean;
  readonly data: readonly Shape[];
}

/** The one entry of a list with this id. */
export const entryOf = (list: unknown, id: unknown): Shape | undefined =>
  (list as Listed).data.find((entry) => entry['id'] === id);
