const DECIMAL_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Powers of ten above this are not money; they would only make numbers that nobody can store. */
const MAX_POWER = 1000;

/** Beyond this denominator a result is reduced, so that sums of thirds do not grow without need. */
const REDUCE_ABOVE = 10n ** 18n;

/**
 * An exact fraction. Not always in lowest terms (reducing costs more than it saves on amounts, whose denominators are
 * powers of ten), so compare with `compare` or `equals`, never by parts.
 */
export class Rational {
  static readonly ZERO = new Rational(0n, 1n);

  private constructor(
    readonly numerator: bigint,
    /** Always above 0. */
    readonly denominator: bigint,
  ) {}

  /** Throws RangeError when the denominator is 0. */
  static of(numerator: bigint, denominator = 1n): Rational {
    if (denominator === 0n) throw new RangeError('division by zero');
    const whole = denominator < 0n ? new Rational(-numerator, -denominator) : new Rational(numerator, denominator);
    return whole.denominator > REDUCE_ABOVE ? whole.reduced() : whole;
  }

  /** `12.5`, `-.5`, `1e3`: the number that is written, not its nearest double. Undefined: not a decimal number. */
  static fromDecimalText(text: string): Rational | undefined {
    const [, sign, whole = '', fraction = '', power = '0'] = DECIMAL_TEXT.exec(text) ?? [];
    if (sign === undefined || whole + fraction === '' || Math.abs(Number(power)) > MAX_POWER) return undefined;
    const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
    const scale = Number(power) - fraction.length;
    return scale >= 0 ? Rational.of(digits * tenTo(scale)) : Rational.of(digits, tenTo(-scale));
  }

  /** The number that the shortest text of the double names: 0.1 is a tenth. Undefined: infinite or not a number. */
  static fromNumberShortest(value: number): Rational | undefined {
    return Rational.fromDecimalText(String(value));
  }

  /** An amount of minor units in major units: (1250n, 2) is 12.5. */
  static fromMinor(amount: bigint, exponent: number): Rational {
    return new Rational(amount, tenTo(exponent));
  }

  add(other: Rational): Rational {
    if (this.denominator === other.denominator) return Rational.of(this.numerator + other.numerator, this.denominator);
    const numerator = this.numerator * other.denominator + other.numerator * this.denominator;
    return Rational.of(numerator, this.denominator * other.denominator);
  }

  sub(other: Rational): Rational {
    return this.add(other.negated());
  }

  mul(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** Throws RangeError when `other` is zero; ask `isZero` first. */
  div(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  negated(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  /** Below 0: this is the smaller one; above 0: the greater one. */
  compare(other: Rational): number {
    const same = this.denominator === other.denominator;
    const left = same ? this.numerator : this.numerator * other.denominator;
    const right = same ? other.numerator : other.numerator * this.denominator;
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  equals(other: Rational): boolean {
    return this.compare(other) === 0;
  }

  /** In lowest terms: equal numbers then have equal parts. */
  reduced(): Rational {
    const divisor = greatestCommonDivisor(this.numerator < 0n ? -this.numerator : this.numerator, this.denominator);
    return new Rational(this.numerator / divisor, this.denominator / divisor);
  }

  /** Toward zero. */
  truncated(): bigint {
    return this.numerator / this.denominator;
  }

  /** The double nearest to the first 20 digits. */
  toNumber(): number {
    const whole = digitsOf(this.numerator) - digitsOf(this.denominator);
    const decimals = Math.max(0, 21 - whole);
    return Number(`${roundHalfUp(this.numerator * tenTo(decimals), this.denominator)}e-${decimals}`);
  }

  /** Without trailing zeros; a fraction that does not end is rounded half up after `maxDecimals`. */
  toDecimalText(maxDecimals = 10): string {
    const digits = roundHalfUp(this.numerator * tenTo(maxDecimals), this.denominator);
    const text = (digits < 0n ? -digits : digits).toString().padStart(maxDecimals + 1, '0');
    const whole = text.slice(0, text.length - maxDecimals);
    const fraction = text.slice(text.length - maxDecimals).replace(/0+$/, '');
    return `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  }
}

/** Rounds once, half up (a half goes away from zero): 209.9 becomes 210n with exponent 0. */
export function toMinorHalfUp(value: Rational, exponent: number): bigint {
  return roundHalfUp(value.numerator * tenTo(exponent), value.denominator);
}

/** The whole number nearest to the fraction; a half goes away from zero. The denominator is above 0. */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  const doubled = 2n * numerator + (numerator < 0n ? -denominator : denominator);
  return doubled / (2n * denominator);
}

export function tenTo(power: number): bigint {
  return POWERS[power] ?? 10n ** BigInt(power);
}

const POWERS = Array.from({ length: 20 }, (_, power) => 10n ** BigInt(power));

function digitsOf(value: bigint): number {
  return value.toString().replace('-', '').length;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}
