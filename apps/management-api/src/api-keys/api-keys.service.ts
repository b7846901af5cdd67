import { Injectable } from '@nestjs/common';
import type { NewApiKey } from '@tessera/api-contracts';
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

  /** The key is dead as soon as the gateways have read the log. Throws ApiError 404. */
  revoke(actor: Actor, applicationId: bigint, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const application = await findApplication(manager, applicationId);
      const row = await manager.findOneBy(ApiKeyEntity, { id, applicationId, revoked: false });
      if (!row) throw ApiError.notFound('api_key.not_found', 'There is no such API key');
      const revoked = await manager.save(ApiKeyEntity, { ...row, revoked: true });
      const scope = { application: applicationId, currency: application.currency };
      transaction.record({ kind: 'ApiKeySaved', entity: apiKeyOf(revoked) }, scope);
    });
  }
}
