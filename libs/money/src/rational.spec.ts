import fc from 'fast-check';
import { Rational, roundHalfUp, toMinorHalfUp } from './rational';

const fraction = fc
  .record({ n: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), d: fc.bigInt({ min: 1n, max: 10n ** 12n }) })
  .map(({ n, d }) => Rational.of(n, d));

function text(value: string): Rational {
  const exact = Rational.fromDecimalText(value);
  if (exact === undefined) throw new Error(`${value} is no decimal`);
  return exact;
}

describe('Rational', () => {
  it('reads decimals as they are written', () => {
    expect(text('0.1').equals(Rational.of(1n, 10n))).toBe(true);
    expect(text('-.5').equals(Rational.of(-1n, 2n))).toBe(true);
    expect(text('1.25e2').equals(Rational.of(125n))).toBe(true);
    expect(text('125e-2').equals(Rational.of(5n, 4n))).toBe(true);
    expect(text('0.10000000000000000001').equals(text('0.1'))).toBe(false);
  });

  it.each(['', '.', '-', 'abc', '1,5', '1.2.3', '0x10', 'Infinity', 'NaN', '1e99999', '1e1001', ' 1'])(
    'is not %j',
    (value) => {
      expect(Rational.fromDecimalText(value)).toBeUndefined();
    },
  );

  it('reads doubles by their shortest text', () => {
    expect(Rational.fromNumberShortest(0.1)?.equals(Rational.of(1n, 10n))).toBe(true);
    expect(Rational.fromNumberShortest(1e21)?.equals(Rational.of(10n ** 21n))).toBe(true);
    expect(Rational.fromNumberShortest(Infinity)).toBeUndefined();
    expect(Rational.fromNumberShortest(NaN)).toBeUndefined();
  });

  it('goes to a double and back', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, (value) => {
        expect(Rational.fromNumberShortest(value)?.toNumber()).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('computes as fractions do', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(a.add(b).sub(b).equals(a)).toBe(true);
        expect(
          a
            .add(b)
            .mul(c)
            .equals(a.mul(c).add(b.mul(c))),
        ).toBe(true);
        expect(b.isZero() || a.div(b).mul(b).equals(a)).toBe(true);
        expect(Math.sign(a.compare(b))).toBe(-Math.sign(b.compare(a)) + 0 || 0);
        expect(a.negated().negated().equals(a)).toBe(true);
      }),
    );
  });

  it('orders as its difference does', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const { numerator } = a.sub(b);
        expect(a.compare(b)).toBe(numerator === 0n ? 0 : numerator < 0n ? -1 : 1);
      }),
    );
  });

  it('keeps its value and has no common divisor in lowest terms', () => {
    fc.assert(
      fc.property(fraction, (a) => {
        const { numerator, denominator } = a.reduced();
        expect(Rational.of(numerator, denominator).equals(a)).toBe(true);
        expect(denominator > 0n && (numerator !== 0n || denominator === 1n)).toBe(true);
      }),
    );
  });

  it('does not divide by zero', () => {
    expect(() => Rational.of(1n).div(Rational.ZERO)).toThrow(RangeError);
    expect(() => Rational.of(1n, 0n)).toThrow(RangeError);
  });

  it('stays small in long sums of unlike fractions', () => {
    const thirds = Array.from({ length: 300 }, () => Rational.of(1n, 3n));
    const total = thirds.reduce((sum, third) => sum.add(third).add(Rational.of(1n, 7n)), Rational.ZERO);
    expect(total.equals(Rational.of(1000n, 7n))).toBe(true);
    expect(total.denominator < 10n ** 19n).toBe(true);
  });

  it('is shown without trailing zeros', () => {
    expect(text('12.50').toDecimalText()).toBe('12.5');
    expect(text('-0.05').toDecimalText()).toBe('-0.05');
    expect(Rational.of(3n).toDecimalText()).toBe('3');
    expect(Rational.of(2n, 3n).toDecimalText()).toBe('0.6666666667');
    expect(Rational.of(2n, 3n).toDecimalText(2)).toBe('0.67');
  });
});

describe('rounding', () => {
  it('takes a half away from zero', () => {
    expect([5n, 15n, -5n, -15n, 4n, -4n, 6n].map((value) => roundHalfUp(value, 10n))).toEqual([
      1n,
      2n,
      -1n,
      -2n,
      0n,
      0n,
      1n,
    ]);
    expect(toMinorHalfUp(text('2.675'), 2)).toBe(268n);
    expect(toMinorHalfUp(text('-2.675'), 2)).toBe(-268n);
    expect(toMinorHalfUp(text('0.225'), 2)).toBe(23n);
  });

  it('is at most half a unit away, and symmetric', () => {
    fc.assert(
      fc.property(fraction, (a) => {
        const rounded = roundHalfUp(a.numerator, a.denominator);
        const double = 2n * (rounded * a.denominator - a.numerator);
        expect(double <= a.denominator && double >= -a.denominator).toBe(true);
        expect(roundHalfUp(-a.numerator, a.denominator)).toBe(-rounded);
      }),
    );
  });
});
