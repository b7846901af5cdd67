import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { ApplicationEntity } from './application.entity';

/** Throws ApiError 404 `application.not_found`. */
export async function findApplication(manager: EntityManager, id: bigint): Promise<ApplicationEntity> {
  const application = await manager.findOneBy(ApplicationEntity, { id });
  if (!application) throw ApiError.notFound('application.not_found', 'There is no such application');
  return application;
}

/** Throws ApiError 400 `application.unknown` where one of the ids names no application. */
export async function requireApplications(
  manager: EntityManager,
  ids: readonly bigint[],
  pointer: string,
): Promise<void> {
  for (const [index, id] of ids.entries()) {
    if (await manager.existsBy(ApplicationEntity, { id })) continue;
    throw ApiError.invalid('application.unknown', 'There is no such application', `${pointer}/${index}`);
  }
}
