import { ApiClient, IntegrationApi, ManagementApi } from 'talon_one';
import type { TestCluster } from './cluster.fixture';

interface Authentication {
  apiKey: string;
  apiKeyPrefix: string;
}

function apiClient(base: string, scheme: string, authentication: Authentication): ApiClient {
  const client = new ApiClient();
  client.basePath = base;
  const authentications = client.authentications as unknown as Record<string, Authentication>;
  Object.assign(authentications[scheme] ?? {}, authentication);
  return client;
}

/** The official SDK's Integration API, unchanged but for its address. */
export function integrationSdk({ gatewayUrl }: TestCluster, key: string): IntegrationApi {
  return new IntegrationApi(apiClient(gatewayUrl, 'api_key_v1', { apiKey: key, apiKeyPrefix: 'ApiKey-v1' }));
}

/** The official SDK's Management API, signed in as the first admin. */
export function managementSdk({ managementUrl, adminToken }: TestCluster): ManagementApi {
  return new ManagementApi(apiClient(managementUrl, 'manager_auth', { apiKey: adminToken, apiKeyPrefix: 'Bearer' }));
}

/** What an SDK call gives, as plain JSON: every field that its model knows, dates as RFC 3339. */
export async function plain(call: Promise<unknown>): Promise<unknown> {
  try {
    return JSON.parse(JSON.stringify(await call));
  } catch (error) {
    throw readable(error);
  }
}

/** The SDK rejects with superagent's error, whose message hides what the service said. */
function readable(error: unknown): unknown {
  const { status, response } = error as { status?: number; response?: { text?: string } };
  return status === undefined ? error : new Error(`${status} ${response?.text ?? ''}`);
}
