import { parseDuration } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { IANAZone } from 'luxon';
import type { LoyaltyProgramEntity } from './loyalty-program.entity';

type Program = Omit<LoyaltyProgramEntity, 'id' | 'created' | 'modified'>;

/** Throws ApiError 400 loyalty.timezone, loyalty.duration, loyalty.tiers. */
export function checkProgram(program: Program): void {
  if (!IANAZone.isValidZone(program.timezone)) {
    throw ApiError.invalid('loyalty.timezone', 'The time zone must be a name of the IANA database', '/timezone');
  }
  checkDuration(program.defaultValidity, ['unlimited'], '/defaultValidity');
  checkDuration(program.defaultPending, ['immediate', 'on_action'], '/defaultPending');
  checkTiers(program);
  checkExpiry(program);
}

function checkDuration(text: string, words: readonly string[], pointer: string): void {
  if (words.includes(text) || parseDuration(text) !== undefined) return;
  throw ApiError.invalid('loyalty.duration', `A duration like 30D or 1M_U, or ${words.join(', ')}`, pointer);
}

function checkTiers({ tiers }: Program): void {
  const names = new Set(tiers.map(({ name }) => name));
  const bounds = new Set(tiers.map(({ minPoints }) => minPoints));
  if (names.size === tiers.length && bounds.size === tiers.length) return;
  throw ApiError.invalid('loyalty.tiers', 'Tiers have different names and different points', '/tiers');
}

/** Periods of days or more: tiers are no game of minutes. */
function checkExpiry({ tiersExpirationPolicy: policy, tiersExpireIn, tierCycleStartDate }: Program): void {
  if (policy === null || policy === 'customer_attribute') return;
  const period = parseDuration(tiersExpireIn ?? '');
  if (period === undefined || !['D', 'W', 'M', 'Y'].includes(period.unit)) {
    throw ApiError.invalid('loyalty.duration', 'Tiers expire after days, weeks, months or years', '/tiersExpireIn');
  }
  if (policy !== 'absolute_expiration' || tierCycleStartDate !== null) return;
  throw ApiError.invalid('loyalty.tiers', 'absolute_expiration needs a start', '/tierCycleStartDate');
}
