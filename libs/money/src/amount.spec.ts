import fc from 'fast-check';
import { amountText, formatAmount, parseAmount, PRICE_DECIMALS } from './amount';
import { currencyExponent } from './currency';
import { lineTotal, percentOf, withinRemaining } from './total';

describe('parseAmount', () => {
  it('reads major units exactly', () => {
    expect(parseAmount(19.99, 2)).toBe(1999n);
    expect(parseAmount('19.99', 2)).toBe(1999n);
    expect(parseAmount(0.1, 2)).toBe(10n);
    expect(parseAmount(500, 0)).toBe(500n);
    expect(parseAmount(-3.5, 2)).toBe(-350n);
    expect(parseAmount(1e3, 3)).toBe(1_000_000n);
  });

  it('lets prices have four more decimals', () => {
    expect(parseAmount(0.1234, 2)).toBe('tooPrecise');
    expect(parseAmount(0.123456, 2, PRICE_DECIMALS)).toBe(123456n);
    expect(parseAmount(0.1234567, 2, PRICE_DECIMALS)).toBe('tooPrecise');
  });

  it('says why a number is no amount', () => {
    expect(parseAmount('12,50', 2)).toBe('notANumber');
    expect(parseAmount(NaN, 2)).toBe('notANumber');
    expect(parseAmount(JSON.parse('1e400') as number, 2)).toBe('notANumber');
    expect(parseAmount(0.001, 2)).toBe('tooPrecise');
    expect(parseAmount(1e15, 2)).toBe('outOfRange');
    expect(parseAmount(-1e12, 2)).toBe('outOfRange');
    expect(parseAmount(999_999_999_999.99, 2)).toBe(10n ** 14n - 1n);
  });

  it('keeps every price within a long', () => {
    const price = parseAmount('999999999999.999999', 2, PRICE_DECIMALS);
    expect(typeof price === 'bigint' && price < 2n ** 63n).toBe(true);
  });

  it('goes to JSON and back', () => {
    const minor = fc.bigInt({ min: -(10n ** 14n) + 1n, max: 10n ** 14n - 1n });
    fc.assert(
      fc.property(minor, fc.constantFrom(0, 2, 3, 4), (amount, exponent) => {
        expect(parseAmount(formatAmount(amount, exponent), exponent)).toBe(amount);
        expect(parseAmount(amountText(amount, exponent), exponent)).toBe(amount);
      }),
    );
  });

  it('shows all decimals in text', () => {
    expect([amountText(1250n, 2), amountText(-5n, 2), amountText(500n, 0), amountText(0n, 3)]).toEqual([
      '12.50',
      '-0.05',
      '500',
      '0.000',
    ]);
  });
});

describe('currencyExponent', () => {
  it('follows ISO 4217', () => {
    const codes = ['EUR', 'JPY', 'BHD', 'CLF', 'HUF', 'ISK'];
    expect(codes.map(currencyExponent)).toEqual([2, 0, 3, 4, 2, 0]);
    expect(currencyExponent('XAU')).toBeUndefined();
    expect(currencyExponent('eur')).toBeUndefined();
    expect(currencyExponent('')).toBeUndefined();
  });
});

describe('totals', () => {
  it('rounds a line once', () => {
    expect(lineTotal(3_330_000n, 3)).toBe(999n);
    expect(lineTotal(3333n, 3)).toBe(1n);
    expect(lineTotal(5000n, 1)).toBe(1n);
    expect(lineTotal(4999n, 1)).toBe(0n);
  });

  it('takes percentages in basis points, half up', () => {
    expect(percentOf(2099n, 1000n)).toBe(210n);
    expect(percentOf(75n, 3000n)).toBe(23n);
    expect(percentOf(-75n, 3000n)).toBe(-23n);
  });

  it('never lets a discount exceed what is left', () => {
    expect(withinRemaining(500n, 400n)).toBe(400n);
    expect(withinRemaining(300n, 400n)).toBe(300n);
    expect(withinRemaining(-1n, 400n)).toBe(0n);
    expect(withinRemaining(1n, -400n)).toBe(0n);
  });
});
