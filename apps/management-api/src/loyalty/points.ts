import { parseAmount } from '@tessera/money';
import { POINT_DECIMALS } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';

/** Hundredths of a point. Throws ApiError 400 `number.range`. */
export function hundredthsOf(points: number, pointer: string): bigint {
  const hundredths = parseAmount(points, POINT_DECIMALS);
  if (typeof hundredths === 'bigint') return hundredths;
  throw ApiError.invalid('number.range', 'Points have at most two decimals', pointer);
}
