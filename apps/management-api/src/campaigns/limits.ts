import type { LimitConfig as LimitJson } from '@tessera/api-contracts';
import type { LimitConfig } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';

/** What the engine enforces. A limit that nobody enforces would be worse than none, so others are refused. */
const ENFORCED: Readonly<Record<string, readonly string[]>> = {
  redeemCoupon: ['', 'Coupon', 'Profile', 'Coupon,Profile'],
};

/** A campaign's limits as the log has them. Throws ApiError 400 limit.unsupported, limit.range, limit.twice. */
export function limitsOf(limits: readonly LimitJson[]): LimitConfig[] {
  const seen = new Set<string>();
  return limits.map((limit, index) => {
    const pointer = `/limits/${index}`;
    const name = [limit.action, [...limit.entities].sort().join(','), limit.period ?? ''].join('|');
    if (seen.has(name)) throw ApiError.invalid('limit.twice', 'There are two limits of this kind', pointer);
    seen.add(name);
    return limitOf(limit, pointer);
  });
}

function limitOf({ action, limit, entities, period }: LimitJson, pointer: string): LimitConfig {
  const sorted = [...entities].sort();
  if (!ENFORCED[action]?.includes(sorted.join(','))) {
    throw ApiError.invalid('limit.unsupported', 'Only redeemCoupon is limited, per Coupon and Profile', pointer);
  }
  if (!Number.isSafeInteger(limit)) throw ApiError.invalid('limit.range', 'A count must be whole', `${pointer}/limit`);
  return { action, limit: BigInt(limit), entities: sorted, period: period ?? null };
}
