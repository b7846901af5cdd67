import { PRICE_DECIMALS } from './amount';
import { roundHalfUp, tenTo } from './rational';

const BASIS_POINTS = 10_000n;

/**
 * What a line costs, in minor units: the unit price (ten-thousandths of a minor unit) times the quantity, rounded once,
 * half up. The quantity is a whole number.
 */
export function lineTotal(price: bigint, quantity: number): bigint {
  return roundHalfUp(price * BigInt(quantity), tenTo(PRICE_DECIMALS));
}

/** The share of an amount in minor units, rounded once, half up: 1000 basis points are 10 %. */
export function percentOf(amount: bigint, basisPoints: bigint): bigint {
  return roundHalfUp(amount * basisPoints, BASIS_POINTS);
}

/** What a discount may be: the wish, but not below 0 and never above what is left. */
export function withinRemaining(wish: bigint, remaining: bigint): bigint {
  if (wish <= 0n || remaining <= 0n) return 0n;
  return wish < remaining ? wish : remaining;
}
