import { ApiClient, IntegrationApi, ManagementApi } from 'talon_one';
import {
  ApiClient as NextApiClient,
  IntegrationApi as NextIntegrationApi,
  ManagementApi as NextManagementApi,
} from 'talon_one_5';
import type { TestCluster } from './cluster.fixture';

interface Authentication {
  apiKey: string;
  apiKeyPrefix: string;
}

/** A client of either SDK, with its address and its key. */
function directed<Client extends ApiClient | NextApiClient>(
  client: Client,
  base: string,
  scheme: string,
  authentication: Authentication,
): Client {
  client.basePath = base;
  const authentications = client.authentications as unknown as Record<string, Authentication>;
  Object.assign(authentications[scheme] ?? {}, authentication);
  return client;
}

const keyOf = (key: string): Authentication => ({ apiKey: key, apiKeyPrefix: 'ApiKey-v1' });

/** The official SDK's Integration API, unchanged but for its address. */
export function integrationSdk({ gatewayUrl }: TestCluster, key: string): IntegrationApi {
  return new IntegrationApi(directed(new ApiClient(), gatewayUrl, 'api_key_v1', keyOf(key)));
}

/** The next major version of the SDK, which has the calls that came later. */
export function nextIntegrationSdk({ gatewayUrl }: TestCluster, key: string): NextIntegrationApi {
  return new NextIntegrationApi(directed(new NextApiClient(), gatewayUrl, 'api_key_v1', keyOf(key)));
}

/** The official SDK's Management API, signed in as the first admin. */
export function managementSdk({ managementUrl, adminToken }: TestCluster): ManagementApi {
  const bearer = { apiKey: adminToken, apiKeyPrefix: 'Bearer' };
  return new ManagementApi(directed(new ApiClient(), managementUrl, 'manager_auth', bearer));
}

/** The same of the next major version. */
export function nextManagementSdk({ managementUrl, adminToken }: TestCluster): NextManagementApi {
  const bearer = { apiKey: adminToken, apiKeyPrefix: 'Bearer' };
  return new NextManagementApi(directed(new NextApiClient(), managementUrl, 'manager_auth', bearer));
}

/**
 * What an SDK call gives, as plain JSON: every field that its model knows, dates as RFC 3339.
 * @param lacks paths of fields that the model requires, and docs/sdk-operations.md says are not there
 */
export async function plain(call: Promise<unknown>, lacks: readonly string[] = []): Promise<unknown> {
  const answer = await call.catch((error: unknown) => {
    throw readable(error);
  });
  expect(misfits(answer).filter((path) => !lacks.includes(path))).toEqual([]);
  return JSON.parse(JSON.stringify(answer));
}

/**
 * Where an answer does not fit the SDK's model. A model's constructor sets each field that it requires, so one that the answer
 * lacks is there and undefined; what is no time or number becomes an invalid Date or NaN.
 * @returns paths of fields
 */
function misfits(value: unknown, path = ''): readonly string[] {
  if (value === undefined || Number.isNaN(value)) return [path];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [path] : [];
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => misfits(field, `${path}/${name}`));
}

/** The SDK rejects with superagent's error, whose message hides what the service said. */
function readable(error: unknown): unknown {
  const { status, response } = error as { status?: number; response?: { text?: string; body?: unknown } };
  // Of what it takes for a file, the SDK keeps the bytes.
  const { text, body } = response ?? {};
  return status === undefined
    ? error
    : new Error(`${status} ${text ?? (Buffer.isBuffer(body) ? body.toString() : '')}`);
}
