import type { ApiKey as ApiKeyJson } from '@tessera/api-contracts';
import type { ApiKey } from '@tessera/promotion';
import { ACCOUNT_ID } from '../applications/application.wire';
import { instantOf } from '../catalog-log/instants';
import type { ApiKeyEntity } from './api-key.entity';

/** The key as the log has it: by its hash. */
export function apiKeyOf(row: ApiKeyEntity): ApiKey {
  const { applicationId: application, title, scopes, hash, revoked } = row;
  const times = { created: instantOf(row.created), expires: instantOf(row.expires) };
  return { id: row.id.toString(), application, title, scopes, hash, ...times, revoked };
}

export function showApiKey(row: ApiKeyEntity): ApiKeyJson {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    createdBy: Number(row.createdBy),
    accountID: ACCOUNT_ID,
    applicationID: Number(row.applicationId),
    title: row.title,
    ...(row.platform === null ? {} : { platform: row.platform }),
    scopes: row.scopes,
    expires: row.expires.toISOString(),
  };
}
