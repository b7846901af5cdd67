import { Rational } from '@tessera/money';
import { check } from './check';
import { compile } from './compile';
import type { Environment } from './environment';
import { CelError, describeError } from './error';
import { HistoryList } from './history';
import { string } from './std/convert';
import { intlTimeZoneOffset } from './std/time-zone';
import {
  BOOL,
  DECIMAL,
  DOUBLE,
  DYN,
  historyOf,
  INT,
  listOf,
  objectOf,
  SET,
  STRING,
  TIMESTAMP,
  type Type,
} from './type';
import { CelObject, CelSet, Timestamp, type CelValue, type Result } from './value';

/** An object that counts what is asked of it. */
class Recorded extends CelObject {
  readonly asked: string[] = [];

  constructor(private readonly fields: Readonly<Record<string, Result>>) {
    super();
  }

  get(field: string): Result | undefined {
    this.asked.push(field);
    return Object.hasOwn(this.fields, field) ? this.fields[field] : undefined;
  }
}

function decimal(text: string): Rational {
  return Rational.fromDecimalText(text) ?? Rational.ZERO;
}

const item = objectOf('cart item', {
  sku: STRING,
  price: DECIMAL,
  quantity: INT,
  weight: DOUBLE,
  offers: listOf(STRING),
});
const past = objectOf('past session', { at: TIMESTAMP, total: DECIMAL, store: STRING });
const environment: Environment = {
  variables: {
    cartItems: listOf(item, 1000),
    profile: objectOf('profile', { tier: STRING, points: DOUBLE, name: STRING }),
    coupon: objectOf('coupon', { valid: BOOL }),
    history: objectOf('history', { sessions: historyOf(past, 1000) }),
    total: DECIMAL,
    now: TIMESTAMP,
    broken: BOOL,
    anything: DYN,
    collection: SET,
  },
};

const DAY = 86_400_000n;
const NOW = Timestamp.fromMillis(1000n * DAY);

function session(daysAgo: bigint, total: string, store = 'a'): CelObject {
  return new Recorded({ at: Timestamp.fromMillis((1000n - daysAgo) * DAY), total: decimal(total), store });
}

function values(extra: Readonly<Record<string, Result>> = {}): Readonly<Record<string, Result>> {
  return {
    cartItems: [
      new Recorded({ sku: 'A', price: decimal('3.33'), quantity: 3n, offers: ['x', 'y'] }),
      new Recorded({ sku: 'B', price: decimal('10.01'), quantity: 1n, weight: 0.5, offers: [] }),
    ],
    profile: new Recorded({ points: 12.5 }),
    total: decimal('0.75'),
    now: NOW,
    history: new Recorded({
      sessions: new HistoryList(
        [session(0n, '5', 'b'), session(10n, '20'), session(30n, '40'), session(31n, '80')],
        NOW,
        false,
      ),
    }),
    broken: new CelError('expr.absent', 'broken'),
    ...extra,
  };
}

function run(source: string, extra?: Readonly<Record<string, Result>>, expected?: Type): Result {
  const result = check(source, environment, expected);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('; '));
  const held = values(extra);
  return compile(result.checked, { timeZoneOffset: intlTimeZoneOffset }).evaluate({ resolve: (name) => held[name] });
}

function shown(source: string, extra?: Readonly<Record<string, Result>>): Result {
  const result = run(source, extra);
  if (result instanceof CelError) return describeError(source, result);
  return result instanceof Rational ? string(result) : result;
}

describe('decimals', () => {
  it('are exact where doubles are not', () => {
    expect(shown('total * 0.3')).toBe('0.225');
    expect(shown('percent(total, 30)')).toBe('0.225');
    expect(shown('total + 0.1 + 0.2 == 1.05')).toBe(true);
    expect(shown('0.1 + 0.2 == 0.3')).toBe(false);
  });

  it('take number literals by their text and ints', () => {
    expect(shown('total + 0.10000000000000000001 == total + 0.1')).toBe(false);
    expect(shown('total * 1e2')).toBe('75');
    expect(shown('total - 1')).toBe('-0.25');
    expect(shown('2 * total')).toBe('1.5');
    expect(shown('total * - 0.1')).toBe('-0.075');
    expect(shown('total > 0x0 && total < 1 && 0.75 == total && total != 0.7500001')).toBe(true);
    expect(shown('total in [1, 2] || total * 4 in [1, 3]')).toBe(true);
    expect(shown('total in [0.25, 0.75] && !(total in [0.7500000000000000000001, 1])')).toBe(true);
    expect(shown('total / 3 * 3 == total')).toBe(true);
  });

  it('take doubles by their shortest text, when asked to', () => {
    expect(shown('decimal(profile.points) * total')).toBe('9.375');
    expect(shown('decimal(0.1) + decimal(0.2) == decimal("0.3")')).toBe(true);
    expect(shown('decimal(1.0 / 0.0)')).toBe("'Infinity' is no decimal (line 1, column 1)");
  });

  it('do not divide by zero, nor grow without bound', () => {
    expect(shown('total / (total - total)')).toBe('division by zero (line 1, column 7)');
    const squares = Array.from({ length: 14 }).reduce<string>((inner) => `(${inner}) * (${inner})`, 'total');
    expect(squares.length > 10_000).toBe(true);
    const huge = run('total * total', { total: Rational.of(2n ** 4000n) });
    expect(huge).toMatchObject({ code: 'expr.overflow' });
  });

  it('convert', () => {
    expect(shown('int(total * 10)')).toBe(7n);
    expect(shown('double(total)')).toBe(0.75);
    expect(shown('string(total / 3)')).toBe('0.25');
    expect(shown('string(total / 7)')).toBe('0.1071428571');
    expect(shown('type(total) == decimal')).toBe(true);
  });

  it('compare with dyn numbers by their value', () => {
    expect(shown('dyn(total) == 0.75 && dyn(total) < 0.76 && dyn(total) > 0u && !(dyn(total) == "a")')).toBe(true);
    expect(shown('dyn(total) < 1.0 / 0.0')).toBe(true);
    expect(shown('dyn(total) < 0.0 / 0.0 || dyn(total) >= 0.0 / 0.0')).toBe(false);
  });

  it('are what a decimal is wanted for', () => {
    for (const source of ['7', '0.1', 'true ? 1 : 0.5', 'cartItems.count()', 'dyn(3)', 'total']) {
      expect(run(source, {}, DECIMAL)).toBeInstanceOf(Rational);
    }
    expect(run('dyn("x")', {}, DECIMAL)).toBeInstanceOf(CelError);
  });
});

describe('numbers', () => {
  it('are equal by value, whatever their types', () => {
    expect(shown('cartItems.count() == 2.0 && 2.0 == cartItems.count() && cartItems.count() != 2.5')).toBe(true);
    expect(shown('cartItems.count() < 2.5 && 1.5 < cartItems.count() && cartItems.count() == 2u')).toBe(true);
    expect(shown('profile.points > 12 && profile.points <= 13')).toBe(true);
  });
});

describe('lists', () => {
  it('sum, count and list distinct values', () => {
    expect(shown('cartItems.sum(i, i.price * i.quantity)')).toBe('20');
    expect(shown('cartItems.sum(i, i.quantity)')).toBe(4n);
    expect(shown('cartItems.filter(i, false).sum(i, i.price)')).toBe('0');
    expect(shown('[].sum(x, 1.5)')).toBe(0);
    expect(shown('[1u].sum(x, x) == 1u && [duration("1s")].sum(d, d) == duration("1s")')).toBe(true);
    expect(shown('cartItems.filter(i, i.quantity > 1).count()')).toBe(1n);
    expect(shown('[3, 1, 3, 2, 1].distinct(x, x)')).toEqual([3n, 1n, 2n]);
    expect(shown('cartItems.distinct(i, i.sku)')).toEqual(['A', 'B']);
    expect(shown('[dyn(1), dyn(1.0), dyn("1"), dyn("1")].distinct(x, x).count()')).toBe(2n);
    expect(shown('[1, 2].map(x, [10, 20].map(y, x * y).sum(z, z)).sum(s, s)')).toBe(90n);
  });

  it('refuse a sum of what is no number', () => {
    expect(shown('[dyn("a"), dyn("b")].sum(x, x)')).toBe("'sum' does not take string (line 1, column 21)");
    expect(shown('[9223372036854775807, 1].sum(x, x)')).toMatch('the result is beyond int');
  });

  it('give way to what settles, over errors', () => {
    expect(shown('cartItems.exists(i, i.weight > 0.1)')).toBe(true);
    expect(shown('cartItems.all(i, i.weight > 1.0)')).toBe(false);
    expect(shown('cartItems.all(i, i.weight > 0.1)')).toBe("'weight' is not set (line 1, column 19)");
    expect(shown('cartItems.exists(i, i.weight > 1.0)')).toBe("'weight' is not set (line 1, column 22)");
    expect(shown('broken && false')).toBe(false);
    expect(shown('false && broken')).toBe(false);
    expect(shown('broken || true')).toBe(true);
    expect(shown('true && broken && true')).toBe('broken (line 1, column 9)');
    expect(shown('broken && broken && false')).toBe(false);
    expect(shown('false || broken || false')).toBe('broken (line 1, column 10)');
  });

  it('find text literals however many', () => {
    expect(shown('"b" in ["a", "b"]')).toBe(true);
    expect(shown('cartItems[0].sku in ["B", "C"]')).toBe(false);
    expect(shown('"x" in cartItems[0].offers')).toBe(true);
    expect(shown('anything in ["a", "b"]', { anything: 'b' })).toBe(true);
    expect(shown('anything in ["1", "2"]', { anything: 1n })).toBe(false);
  });

  it('nest macro variables, the inner one hiding the outer', () => {
    expect(shown('[1, 2].map(x, [3].map(x, x))')).toEqual([[3n], [3n]]);
    expect(shown('[1, 2].exists(x, [2].exists(y, y == x) && x == 2)')).toBe(true);
    expect(shown('[[1], [2, 3]].map(l, l.map(x, x + l[0]))')).toEqual([[2n], [4n, 5n]]);
  });
});

describe('history', () => {
  it('is read within (at - window, at]', () => {
    expect(shown(`history.sessions.within('30d').sum(s, s.total)`)).toBe('25');
    expect(shown(`history.sessions.within('31d').sum(s, s.total)`)).toBe('65');
    expect(shown(`history.sessions.within('241h').count()`)).toBe(2n);
    expect(shown(`history.sessions.within('1m').count()`)).toBe(1n);
    expect(shown('history.sessions.sum(s, s.total)')).toBe('145');
    expect(shown(`history.sessions.within('20d').distinct(s, s.store)`)).toEqual(['b', 'a']);
    expect(shown('history.sessions[0].total')).toBe('5');
  });

  it('leaves out what lies after the time of the evaluation', () => {
    const sessions = new HistoryList([session(-1n, '7'), session(1n, '8')], NOW, false);
    expect(shown(`history.sessions.within('2d').sum(s, s.total)`, { history: new Recorded({ sessions }) })).toBe('8');
  });

  it('is never counted wrong: a window that may reach what was cut off fails', () => {
    const sessions = new HistoryList([session(1n, '7'), session(10n, '8')], NOW, true);
    const extra = { history: new Recorded({ sessions }) };
    expect(shown(`history.sessions.within('10d').count()`, extra)).toBe(1n);
    expect(run(`history.sessions.within('11d').count()`, extra)).toMatchObject({
      code: 'history.truncated',
      span: { start: 16 },
    });
    expect(run('history.sessions.count() > 1', extra)).toMatchObject({ code: 'history.truncated' });
    const empty = { history: new Recorded({ sessions: new HistoryList([], NOW, true) }) };
    expect(run(`history.sessions.within('1d').count()`, empty)).toMatchObject({ code: 'history.truncated' });
  });

  it('stops at the first item that is too old', () => {
    const old = new Recorded({ at: Timestamp.fromMillis(0n) });
    const sessions = new HistoryList([session(1n, '7'), session(50n, '8'), old], NOW, false);
    expect(shown(`history.sessions.within('30d').count()`, { history: new Recorded({ sessions }) })).toBe(1n);
    expect(old.asked).toEqual([]);
  });
});

describe('objects', () => {
  it('have fields that may be absent', () => {
    expect(shown('has(profile.tier)')).toBe(false);
    expect(shown('has(profile.points)')).toBe(true);
    expect(shown('profile.tier == "gold"')).toBe("'tier' is not set (line 1, column 8)");
    expect(shown('has(profile.tier) && profile.tier == "gold"')).toBe(false);
    expect(shown('has(profile.tier) ? profile.tier : "none"')).toBe('none');
  });

  it('may be absent themselves', () => {
    expect(shown('coupon.valid')).toBe("'coupon' has no value here (line 1, column 1)");
    expect(run('coupon.valid')).toMatchObject({ code: 'expr.unknown' });
    expect(run('has(coupon.valid)')).toBeInstanceOf(CelError);
  });

  it('are asked for what is read and nothing else', () => {
    const profile = new Recorded({ points: 1, name: 'Ada' });
    expect(run('profile.points > 0.5', { profile })).toBe(true);
    expect(profile.asked).toEqual(['points']);
  });

  it('may answer with an error, which keeps its code and gets its place', () => {
    const profile = new Recorded({ name: new CelError('history.truncated', 'sealed') });
    expect(run('"x" + profile.name', { profile })).toMatchObject({
      code: 'history.truncated',
      span: { start: 13, end: 18 },
    });
    expect(run('has(profile.name)', { profile })).toBeInstanceOf(CelError);
  });
});

describe('time', () => {
  it('is told in a zone', () => {
    const at = 'timestamp("2026-10-25T00:30:00Z")';
    expect(shown(`${at}.getHours("Europe/Berlin")`)).toBe(2n);
    expect(shown(`(${at} + duration("1h")).getHours("Europe/Berlin")`)).toBe(2n);
    expect(shown(`(${at} + duration("2h")).getHours("Europe/Berlin")`)).toBe(3n);
    expect(shown(`${at}.getHours("-02:30")`)).toBe(22n);
    expect(shown(`${at}.getDayOfWeek()`)).toBe(0n);
    expect(run(`${at}.getHours("Mars/Olympus")`)).toMatchObject({ code: 'expr.conversion' });
  });

  it('needs the port for named zones only', () => {
    const result = check('now.getHours("Europe/Berlin") + now.getHours("UTC") + now.getHours("+01:00")', environment);
    if (!result.ok) throw new Error('unsound');
    const asked: string[] = [];
    const port = { timeZoneOffset: (zone: string) => (asked.push(zone), 3600) };
    expect(compile(result.checked, port).evaluate({ resolve: () => NOW })).toBe(2n);
    expect(asked).toEqual(['Europe/Berlin']);
    expect(compile(result.checked).evaluate({ resolve: () => NOW })).toMatchObject({ code: 'expr.conversion' });
  });
});

describe('dyn values of the wrong type', () => {
  it.each([
    'anything + 1',
    'anything < 1',
    '-anything',
    '!anything',
    'anything.foo',
    'anything[0]',
    '1 in anything',
    'anything ? 1 : 2',
    'anything && true',
    'anything.exists(x, x)',
    'size(anything)',
    'anything.startsWith("a")',
    'anything.matches("a")',
    'anything.getHours()',
    'anything.sum(x, x)',
    'string(anything)',
    'int(anything)',
  ])('%s', (source) => {
    expect(run(source, { anything: null })).toMatchObject({ code: 'expr.overload', span: expect.anything() as object });
  });
});

it('evaluates bindings that read other programs in between', () => {
  const inner = check('[1, 2].map(x, x * 10).sum(y, y)', environment);
  const outer = check('[1, 2].map(x, x + anything)', environment);
  if (!inner.ok || !outer.ok) throw new Error('unsound');
  const binding = compile(inner.checked);
  const value: CelValue = [31n, 32n];
  expect(compile(outer.checked).evaluate({ resolve: () => binding.evaluate({ resolve: () => undefined }) })).toEqual(
    value,
  );
});

describe('a set of the host', () => {
  /** Fails where somebody goes through it. */
  class Asked extends Set<string> {
    lookUps = 0;

    override has(text: string): boolean {
      this.lookUps += 1;
      return super.has(text);
    }

    override [Symbol.iterator](): never {
      throw new Error('nobody needs to see all of it');
    }
  }

  it('is asked by one look-up', () => {
    const texts = new Asked(['tea', 'cup']);
    const resolve = (name: string) => (name === 'collection' ? new CelSet(texts) : undefined);
    const run = (source: string) => {
      const result = check(source, environment);
      if (!result.ok) throw new Error(source);
      return compile(result.checked, { timeZoneOffset: intlTimeZoneOffset }).evaluate({ resolve });
    };
    expect([run("'tea' in collection"), run("'mug' in collection"), run('size(collection)')]).toEqual([
      true,
      false,
      2n,
    ]);
    expect(texts.lookUps).toBe(2);
    expect(run('dyn(1) in collection')).toBe(false);
  });
});
