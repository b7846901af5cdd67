import { parseAmount, PRICE_DECIMALS } from '@tessera/money';
import type { ErrorDetail } from '@tessera/service-kit';

/** Reads prices of one currency; what is none is noted, and 0n stands for it until the whole body is read. */
export class PriceReader {
  readonly problems: ErrorDetail[] = [];

  /** @param exponent decimals of the currency's minor unit */
  constructor(private readonly exponent: number) {}

  /** Ten-thousandths of a minor unit. */
  read(price: number, pointer: string): bigint {
    const amount = parseAmount(price, this.exponent, PRICE_DECIMALS);
    if (typeof amount === 'bigint') return amount;
    this.problems.push({ ...PROBLEMS[amount], source: { pointer } });
    return 0n;
  }
}

const PROBLEMS = {
  notANumber: { code: 'number.finite', title: 'A number must be finite' },
  tooPrecise: { code: 'money.scale', title: 'A price has at most four decimals more than its currency' },
  outOfRange: { code: 'money.overflow', title: 'An amount is too large' },
} as const;
