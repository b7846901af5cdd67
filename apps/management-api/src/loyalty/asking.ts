import type { ReplyRecord } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { findApplication } from '../applications/find-application';
import type { CatalogView } from '../catalog-log/catalog-view';
import type { Asking } from '../coupons/evaluator';
import { findLoyaltyProgram } from './loyalty-programs.service';

/** For files: in the name of the first application that shares the program. Throws ApiError 404; 400 loyalty.unused. */
export async function askingFor(manager: EntityManager, view: CatalogView, programId: bigint): Promise<Asking> {
  const { applicationIds } = await findLoyaltyProgram(manager, programId);
  const [id] = applicationIds;
  if (id === undefined) throw ApiError.invalid('loyalty.unused', 'No application shares the program');
  const { version: catalogVersion } = await view.current(manager);
  return { lane: 'bulk', application: await findApplication(manager, id), catalogVersion };
}

/** Why a request was refused; empty: it was not. */
export function refusalReason({ payload }: ReplyRecord): string {
  return payload.decision.refusals.map(({ code, details }) => `${code}: ${details}`).join('; ');
}
