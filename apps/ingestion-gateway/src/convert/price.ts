import { parseAmount, PRICE_DECIMALS } from '@tessera/money';
import type { ErrorDetail } from '@tessera/service-kit';

/** Decimals of at most 15 digits and doubles are one to one, so below this a double can be scaled as it is. */
const EXACT_BELOW = 1e15;

/** Reads prices of one currency; what is none is noted, and 0n stands for it until the whole body is read. */
export class PriceReader {
  readonly problems: ErrorDetail[] = [];
  private readonly factor: number;

  /** @param exponent decimals of the currency's minor unit */
  constructor(private readonly exponent: number) {
    this.factor = 10 ** (exponent + PRICE_DECIMALS);
  }

  /** Ten-thousandths of a minor unit. */
  read(price: number, pointer: string): bigint {
    const scaled = Math.round(price * this.factor);
    // The usual case, several times faster than by the number's text; the division shows whether nothing was rounded.
    if (Math.abs(scaled) < EXACT_BELOW && scaled / this.factor === price) return BigInt(scaled);
    return this.readByText(price, pointer);
  }

  private readByText(price: number, pointer: string): bigint {
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
