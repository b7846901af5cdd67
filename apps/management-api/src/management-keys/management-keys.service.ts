import { Injectable } from '@nestjs/common';
import type { ManagementKey, NewManagementKey } from '@tessera/api-contracts';
import { ApiError, Clock } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor';
import { MANAGEMENT_KEY_PREFIX } from '../auth/credentials';
import { checkExpiry } from '../auth/expiry';
import { formatKey, newSecret, sha256 } from '../auth/secrets';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { noteChange } from '../changes/note-change';
import { ManagementKeyEntity } from './management-key.entity';

@Injectable()
export class ManagementKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The key with its secret, which is not kept. Throws ApiError 400 `key.expires`. */
  async create(
    actor: Actor,
    { name, role, expires }: NewManagementKey,
  ): Promise<{ row: ManagementKeyEntity; key: string }> {
    const created = new Date(Number(this.clock.now()));
    const end = checkExpiry(expires, created);
    return this.dataSource.transaction(async (manager) => {
      const [id, secret] = [await nextCatalogId(manager), newSecret()];
      const fields = { id, name, role, hash: sha256(secret), createdBy: actor.userId, created, expires: end };
      const row = await manager.save(ManagementKeyEntity, { ...fields, revoked: false });
      await noteChange(manager, actor, { at: created, entity: pathOf(id), new: showManagementKey(row) });
      return { row, key: formatKey(MANAGEMENT_KEY_PREFIX, id, secret) };
    });
  }

  /** Throws ApiError 404 `management_key.not_found`. */
  async revoke(actor: Actor, id: bigint): Promise<void> {
    const at = new Date(Number(this.clock.now()));
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(ManagementKeyEntity, { id, revoked: false }, { revoked: true });
      if (!affected) throw ApiError.notFound('management_key.not_found', 'There is no such management key');
      const old = showManagementKey(await manager.findOneByOrFail(ManagementKeyEntity, { id }));
      await noteChange(manager, actor, { at, entity: pathOf(id), old });
    });
  }
}

const pathOf = (id: bigint): string => `/management_keys/${id}`;

export function showManagementKey(row: ManagementKeyEntity): ManagementKey {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    createdBy: Number(row.createdBy),
    name: row.name,
    role: row.role,
    expires: row.expires.toISOString(),
  };
}
