import { Rational, tenTo } from './rational';

/** Ten-thousandths of a minor unit: prices may have four more decimals than amounts. */
export const PRICE_DECIMALS = 4;

/** Exclusive bound of what comes in, in minor units: as a price it still fits a long. */
const BOUND = 10n ** 14n;

/** Why a number is no amount: not a number at all, more decimals than it may have, beyond 10^14 minor units. */
export type AmountProblem = 'notANumber' | 'tooPrecise' | 'outOfRange';

/**
 * Reads an amount in major units, as JSON gives it (a number counts by its shortest text), into units of
 * 10^-(exponent + extraDecimals): minor units, or with `PRICE_DECIMALS` the ten-thousandths that prices are kept in.
 */
export function parseAmount(input: string | number, exponent: number, extraDecimals = 0): bigint | AmountProblem {
  const value = typeof input === 'number' ? Rational.fromNumberShortest(input) : Rational.fromDecimalText(input);
  if (value === undefined) return 'notANumber';
  const scaled = value.numerator * tenTo(exponent + extraDecimals);
  if (scaled % value.denominator !== 0n) return 'tooPrecise';
  const amount = scaled / value.denominator;
  const bound = BOUND * tenTo(extraDecimals);
  return amount < bound && amount > -bound ? amount : 'outOfRange';
}

/** Minor units as the JSON number in major units: (1250n, 2) is 12.5. Exact up to 2^53 minor units. */
export function formatAmount(minor: bigint, exponent: number): number {
  return Number(amountText(minor, exponent));
}

/** Minor units as text with all of the currency's decimals: (1250n, 2) is `12.50`. */
export function amountText(minor: bigint, exponent: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${minor < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
