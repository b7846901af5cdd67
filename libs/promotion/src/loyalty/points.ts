import { Rational } from '@tessera/money';

/** Points have two decimals, whatever a currency has. */
export const POINT_DECIMALS = 2;

const HUNDRED = Rational.of(100n);

/** Whole hundredths of an exact number of points: multiplied first, cut off last. */
export function toHundredths(points: Rational): bigint {
  return points.mul(HUNDRED).truncated();
}

export function fromHundredths(points: bigint): Rational {
  return Rational.fromMinor(points, POINT_DECIMALS);
}
