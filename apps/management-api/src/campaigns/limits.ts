import type { LimitConfig as LimitJson } from '@tessera/api-contracts';
import { currencyExponent, parseAmount } from '@tessera/money';
import {
  type LimitConfig,
  LIMIT_ACTIONS,
  LIMIT_ENTITIES,
  MONEY_ACTION,
  POINT_ACTIONS,
  POINT_DECIMALS,
} from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';

/**
 * The limits of a campaign, or the defaults of an application, as the log has them. A limit that nobody enforces would be
 * worse than none, so others are refused. Throws ApiError 400 limit.unsupported, limit.range, limit.twice.
 */
export function limitsOf(limits: readonly LimitJson[], currency: string): LimitConfig[] {
  const seen = new Set<string>();
  return limits.map((limit, index) => {
    const pointer = `/limits/${index}`;
    const config = limitOf(limit, currency, pointer);
    const name = [config.action, config.entities.join(','), config.period ?? ''].join('|');
    if (seen.has(name)) throw ApiError.invalid('limit.twice', 'There are two limits of this kind', pointer);
    seen.add(name);
    return config;
  });
}

function limitOf({ action, limit, entities, period }: LimitJson, currency: string, pointer: string): LimitConfig {
  if (!LIMIT_ACTIONS.includes(action)) throw unsupported(NOT_COUNTED, `${pointer}/action`);
  const unknown = entities.find((entity) => !LIMIT_ENTITIES.includes(entity));
  if (unknown !== undefined) throw unsupported(entityNotCounted(unknown), `${pointer}/entities`);
  const most = mostOf(action, limit, currency);
  if (most === undefined) throw outOfRange(action, `${pointer}/limit`);
  return { action, limit: most, entities: [...new Set(entities)].sort(), period: period ?? null };
}

function mostOf(action: string, limit: number, currency: string): bigint | undefined {
  if (action === MONEY_ACTION) return amountOf(limit, currencyExponent(currency) ?? 0);
  return POINT_ACTIONS.includes(action) ? amountOf(limit, POINT_DECIMALS) : countOf(limit);
}

function entityNotCounted(entity: string): string {
  return `limits count by ${LIMIT_ENTITIES.join(', ')}, not by ${entity}`;
}

const NOT_COUNTED = `limits are on ${LIMIT_ACTIONS.join(', ')}`;

function amountOf(limit: number, exponent: number): bigint | undefined {
  const minor = parseAmount(limit, exponent);
  return typeof minor === 'bigint' ? minor : undefined;
}

function countOf(limit: number): bigint | undefined {
  return Number.isSafeInteger(limit) ? BigInt(limit) : undefined;
}

function unsupported(details: string, pointer: string): ApiError {
  return ApiError.invalid('limit.unsupported', 'This is not limited', pointer, details);
}

function outOfRange(action: string, pointer: string): ApiError {
  return ApiError.invalid('limit.range', rangeOf(action), pointer);
}

function rangeOf(action: string): string {
  if (action === MONEY_ACTION) return 'The amount does not fit the currency';
  return POINT_ACTIONS.includes(action) ? 'Points have at most two decimals' : 'A count must be whole';
}
