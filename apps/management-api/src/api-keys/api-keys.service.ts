import { Injectable } from '@nestjs/common';
import type { NewApiKey, UpdateApiKey } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { findApplication } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import { checkExpiry } from '../auth/expiry';
import { formatKey, newSecret, sha256 } from '../auth/secrets';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { ApiKeyEntity } from './api-key.entity';
import { apiKeyOf } from './api-key.wire';

/** As the gateway reads it: `pk_<keyId>_<secret>`. */
const PREFIX = 'pk';

@Injectable()
export class ApiKeys {
  constructor(private readonly catalog: CatalogWriter) {}

  /** The key with its secret, which is not kept. Throws ApiError 404, 400 key.expires. */
  create(actor: Actor, applicationId: bigint, body: NewApiKey): Promise<{ row: ApiKeyEntity; key: string }> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const application = await findApplication(manager, applicationId);
      const [id, secret] = [await transaction.nextId(), newSecret()];
      const row = await manager.save(ApiKeyEntity, {
        id,
        applicationId,
        title: body.title,
        platform: body.platform ?? null,
        scopes: body.scopes,
        hash: sha256(secret),
        createdBy: actor.userId,
        created: now,
        expires: checkExpiry(body.expires, now),
        revoked: false,
      });
      const scope = { application: applicationId, currency: application.currency };
      transaction.record({ kind: 'ApiKeySaved', entity: apiKeyOf(row) }, scope);
      return { row, key: formatKey(PREFIX, id, secret) };
    });
  }

  /** Its secret stays. The gateways go by it as soon as they have read the log. Throws ApiError 404, 400 key.expires. */
  update(actor: Actor, applicationId: bigint, id: bigint, body: UpdateApiKey): Promise<ApiKeyEntity> {
    const { title, scopes, expires } = body;
    return this.change(actor, applicationId, id, (row, now) => ({
      ...{ title: title ?? row.title, scopes: scopes ?? row.scopes },
      expires: expires === undefined ? row.expires : checkExpiry(expires, now),
    }));
  }

  /** The key is dead as soon as the gateways have read the log. Throws ApiError 404. */
  async revoke(actor: Actor, applicationId: bigint, id: bigint): Promise<void> {
    await this.change(actor, applicationId, id, () => ({ revoked: true }));
  }

  private change(
    actor: Actor,
    applicationId: bigint,
    id: bigint,
    changes: (row: ApiKeyEntity, now: Date) => Partial<ApiKeyEntity>,
  ): Promise<ApiKeyEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const application = await findApplication(manager, applicationId);
      const row = await manager.findOneBy(ApiKeyEntity, { id, applicationId, revoked: false });
      if (!row) throw ApiError.notFound('api_key.not_found', 'There is no such API key');
      const changed = await manager.save(ApiKeyEntity, { ...row, ...changes(row, now) });
      const scope = { application: applicationId, currency: application.currency };
      transaction.record({ kind: 'ApiKeySaved', entity: apiKeyOf(changed) }, scope);
      return changed;
    });
  }
}
