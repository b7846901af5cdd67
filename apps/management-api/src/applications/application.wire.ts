import type { Application as ApplicationJson } from '@tessera/api-contracts';
import type { Application, Attributes } from '@tessera/promotion';
import { limitsOf } from '../campaigns/limits';
import { instantOf } from '../catalog-log/instants';
import { baseGroupOf } from '../evaluation/base-group';
import type { LoyaltyProgramEntity } from '../loyalty/loyalty-program.entity';
import { showLoyaltyProgram } from '../loyalty/loyalty-program.wire';
import type { ApplicationEntity } from './application.entity';

/** One installation is one account. */
export const ACCOUNT_ID = 1;

/** The application as the log has it; its attributes by their declared types. */
export function applicationOf(row: ApplicationEntity, attributes: Attributes): Application {
  const { id, name, description, currency, timezone, partialRewards, sessionIdleAfter } = row;
  const times = { created: instantOf(row.created), modified: instantOf(row.modified) };
  const limits = limitsOf(row.limits, currency);
  const own = { id, name, description, currency, timezone, attributes, ...times };
  return { ...own, limits, partialRewards, sessionIdleAfter };
}

/** @param programs that it shares */
export function showApplication(row: ApplicationEntity, programs: readonly LoyaltyProgramEntity[]): ApplicationJson {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
    accountId: ACCOUNT_ID,
    name: row.name,
    description: row.description,
    timezone: row.timezone,
    currency: row.currency,
    attributes: row.attributes,
    caseSensitivity: 'insensitive-uppercase',
    limits: row.limits,
    enablePartialDiscounts: row.partialRewards,
    sessionIdleAfter: row.sessionIdleAfter,
    defaultEvaluationGroupId: Number(baseGroupOf(row.id)),
    loyaltyPrograms: programs.map(showLoyaltyProgram),
  };
}
