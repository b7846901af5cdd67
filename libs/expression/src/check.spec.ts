import { askedLast, check, conjuncts, type Checked } from './check';
import type { Environment } from './environment';
import type { ExpressionError } from './error';
import {
  BOOL,
  DECIMAL,
  DOUBLE,
  DYN,
  historyOf,
  INT,
  listOf,
  mapOf,
  objectOf,
  SET,
  STRING,
  TIMESTAMP,
  typeName,
  UINT,
  type Type,
} from './type';

const item = objectOf('cart item', {
  sku: STRING,
  category: STRING,
  price: DECIMAL,
  quantity: INT,
  attributes: objectOf('cart item attributes', { offers: listOf(STRING), weight: DOUBLE }),
});
const past = objectOf('past session', { at: TIMESTAMP, total: DECIMAL, cartItems: listOf(item, 1000) });
const environment: Environment = {
  variables: {
    session: objectOf('session', { total: DECIMAL, cartItems: listOf(item, 1000), couponCodes: listOf(STRING, 20) }),
    cartItems: listOf(item, 1000),
    profile: objectOf('profile', {
      attributes: objectOf('profile attributes', {
        tier: STRING,
        points: DOUBLE,
        birthday: TIMESTAMP,
        mailings: listOf(STRING),
      }),
    }),
    coupon: objectOf('coupon', {
      valid: BOOL,
      code: STRING,
      attributes: objectOf('coupon attributes', { offer: STRING }),
    }),
    history: objectOf('history', { sessions: historyOf(past, 1000), events: historyOf(past, 5000) }),
    now: TIMESTAMP,
    count: UINT,
    labels: mapOf(STRING, INT),
    collection: SET,
  },
};

function checked(source: string, expected?: Type): Checked {
  const result = check(source, environment, expected);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('; '));
  return result.checked;
}

function errorsOf(source: string, expected?: Type): readonly ExpressionError[] {
  const result = check(source, environment, expected);
  return result.ok ? [] : result.errors;
}

/** The source with the first error's place marked, and its message. */
function marked(source: string, expected?: Type): string {
  const [error] = errorsOf(source, expected);
  if (error === undefined) return 'no error';
  return `${source.slice(0, error.start)}»${source.slice(error.start, error.end)}«${source.slice(error.end)} | ${error.message}`;
}

describe('types', () => {
  it.each([
    ['session.total * 0.1', 'decimal'],
    ['session.total > 50', 'bool'],
    ['50 < session.total && session.total < 99.5', 'bool'],
    ['session.total / 3', 'decimal'],
    ['percent(session.total, 12.5)', 'decimal'],
    ['percent(session.total, decimal(profile.attributes.points))', 'decimal'],
    ['-session.total', 'decimal'],
    ['profile.attributes.points >= 18', 'bool'],
    ['profile.attributes.points * 2.0', 'double'],
    ['cartItems.exists(i, i.sku == "A" && i.quantity > 2)', 'bool'],
    ['cartItems.filter(i, i.category == "x").map(i, i.price)', 'list(decimal)'],
    ['cartItems.map(i, i.quantity > 1, i.sku)', 'list(string)'],
    ['cartItems.sum(i, i.price * i.quantity)', 'decimal'],
    ['cartItems.sum(i, i.quantity)', 'int'],
    ['cartItems.count()', 'int'],
    ['cartItems.distinct(i, i.category).count()', 'int'],
    ['cartItems[0].sku', 'string'],
    ['labels["a"] + labels.b', 'int'],
    ['labels.exists(k, k == "a")', 'bool'],
    ['history.sessions.within("30d").sum(s, s.total)', 'decimal'],
    ['history.sessions.count()', 'int'],
    ['history.sessions[0].total', 'decimal'],
    ['now - history.sessions[0].at < duration("24h")', 'bool'],
    ['now.getHours("Europe/Berlin") >= 17', 'bool'],
    ['has(profile.attributes.tier) ? profile.attributes.tier : "none"', 'string'],
    ['true ? session.total : 0.5', 'decimal'],
    ['true ? 1 : "a"', 'dyn'],
    ['[1, 2] + [3]', 'list(int)'],
    ['[1, "a"]', 'list(dyn)'],
    ['{"a": 1}', 'map(string, int)'],
    ['coupon.attributes.offer in cartItems[0].attributes.offers', 'bool'],
    ['profile.attributes == null', 'bool'],
    ['type(1) == int', 'bool'],
    ['matches("a", "b")', 'bool'],
  ])('%s is %s', (source, type) => {
    expect(typeName(checked(source).type)).toBe(type);
  });

  it('carries list sizes along, so that cost can count with them', () => {
    expect(checked('session.couponCodes + ["x", "y"]').type).toMatchObject({ kind: 'list', max: 22 });
    expect(checked('session.couponCodes.map(c, c)').type).toMatchObject({ max: 20 });
  });
});

describe('errors', () => {
  it.each([
    ['foo > 1', "»foo« > 1 | nothing here is called 'foo'"],
    ['sesion.total > 1', "»sesion«.total > 1 | nothing here is called 'sesion'; did you mean 'session'?"],
    [
      'cartItems.exists(i, i.skuu == "A")',
      "cartItems.exists(i, i».skuu« == \"A\") | no such field 'skuu' on cart item; did you mean 'sku'?",
    ],
    ['session.constructor', "session».constructor« | no such field 'constructor' on session"],
    [
      'cartItems.price',
      'cartItems».price« | a value of type list(cart item) has no fields; ask its elements: .exists(i, i.price …)',
    ],
    ['session.total + "x"', `session.total »+« "x" | '+' does not take decimal and string; make it text: string(…)`],
    [
      'session.total * profile.attributes.points',
      "session.total »*« profile.attributes.points | '*' does not take decimal and double; make the double exact: decimal(…)",
    ],
    [
      'session.total * (0.1 + 0.2)',
      "session.total »*« (0.1 + 0.2) | '*' does not take decimal and double; make the double exact: decimal(…)",
    ],
    [
      'profile.attributes.points * 2',
      "profile.attributes.points »*« 2 | '*' does not take double and int; write the int with a point (2.0) or as double(…)",
    ],
    [
      'session.total == profile.attributes.points',
      "session.total »==« profile.attributes.points | '==' does not take decimal and double; make the double exact: decimal(…)",
    ],
    ['session.total == "50"', `session.total »==« "50" | '==' does not take decimal and string`],
    ['1 in ["a"]', `1 »in« ["a"] | 'in' does not take int and list(string)`],
    ['session.total && true', "session».total« && true | '&&' joins bools, but this is a decimal"],
    [
      'cartItems.exists(i, i.sku)',
      "cartItems.exists(i, i».sku«) | the condition of 'exists' must be a bool, but this is a string",
    ],
    [
      'cartItems.all(i.sku, true)',
      "cartItems».all«(i.sku, true) | 'all' takes a name for the element first: .all(x, condition)",
    ],
    ['cartItems.sum(i, i.sku)', "cartItems.sum(i, i».sku«) | 'sum' adds numbers or durations, but this is a string"],
    ['cartItems.sum(i.price)', "cartItems».sum«(i.price) | 'sum' takes a name for the element first: .sum(x, value)"],
    ['now.sum(i, 1)', "now».sum«(i, 1) | 'sum' goes over the elements of a list; a timestamp has none"],
    ['now.exists(i, true)', "now».exists«(i, true) | 'exists' goes over the elements of a list; a timestamp has none"],
    [
      'cartItems.within("30d")',
      `cartItems».within«("30d") | only the lists of 'history' have 'within'; this is a list(cart item)`,
    ],
    [
      'history.sessions.within("30 days")',
      `history.sessions.within(»"30 days"«) | 'within' takes a constant length of minutes, hours or days: within('30d')`,
    ],
    [
      'history.sessions.within(coupon.code)',
      "history.sessions.within(coupon».code«) | 'within' takes a constant length of minutes, hours or days: within('30d')",
    ],
    [
      'coupon.code.startWith("A")',
      `coupon.code».startWith«("A") | there is no method 'startWith'; did you mean 'startsWith'?`,
    ],
    ['strin(1)', "»strin«(1) | there is no function 'strin'; did you mean 'string'?"],
    ['has(session)', "»has«(session) | 'has' asks for a field: has(profile.attributes.tier)"],
    ['1 ? 2 : 3', "»1« ? 2 : 3 | what stands before '?' must be a bool, but this is a int"],
    ['cartItems["a"]', `cartItems»[«"a"] | '[]' does not take list(cart item) and string`],
    ['a.b.C{f: 1}', "»a«.b.C{f: 1} | there are no messages such as 'a.b.C' in this language"],
    [
      '"x".matches("a(")',
      '"x".matches(»"a("«) | not a regular expression of RE2: error parsing regexp: missing closing ): `a(`',
    ],
    ['!session.total', "»!«session.total | '!' does not take decimal"],
    ['1 == null', "1 »==« null | '==' does not take int and null"],
  ])('%s', (source, expected) => {
    expect(marked(source)).toBe(expected);
  });

  it('names the codes and counts lines and columns from 1', () => {
    expect(errorsOf('true &&\n  foo')).toEqual([
      { code: 'expr.type', message: "nothing here is called 'foo'", start: 10, end: 13, line: 2, column: 3 },
    ]);
    expect(errorsOf('"é😀" == foo')[0]).toMatchObject({ start: 9, end: 12, line: 1, column: 10 });
    expect(errorsOf('"x".matches("a(")')[0]?.code).toBe('expr.regex');
  });

  it('finds several in one expression', () => {
    expect(errorsOf('foo && bar && session.totl > 1').map((error) => error.start)).toEqual([0, 7, 21]);
  });

  it('holds a value to the type that is wanted', () => {
    expect(marked('session.total', BOOL)).toBe('session».total« | a bool is wanted here, but this is a decimal');
    expect(marked('profile.attributes.points', DECIMAL)).toBe(
      'profile.attributes».points« | a decimal is wanted here, but this is a double; make it exact: decimal(…)',
    );
    expect(marked('"5"', DECIMAL)).toBe('»"5"« | a decimal is wanted here, but this is a string');
    for (const source of ['5', '0.5', '-0.5', 'cartItems.count()', 'true ? 1 : session.total', 'dyn(1)']) {
      expect(checked(source, DECIMAL).type.kind).toBe('decimal');
    }
    expect(checked('[1]', listOf(INT)).type.kind).toBe('list');
    expect(errorsOf('["a"]', listOf(INT))).toHaveLength(1);
    expect(checked('dyn(1)', BOOL).type).toEqual(DYN);
  });
});

describe('syntax errors', () => {
  it.each([
    ['', ' | the expression is empty'],
    ['a &&', "a »&&« | something is missing after '&&'"],
    ['session.total > 5 and true', "session.total > 5 »and« true | 'and' is not an operator; write '&&'"],
    ['session.total = 5', "session.total »=« 5 | '=' is not an operator; compare with '=='"],
    ['true & false', "true »&« false | '&' is not an operator; write '&&'"],
    ['(1 + 2', "»(«1 + 2 | '(' is never closed"],
    ['1 + 2)', "1 + 2»)« | ')' closes nothing that was opened"],
    ['(1 + 2]', "(1 + 2»]« | ']' closes nothing that was opened"],
    ['"abc', `»"«abc | the text that starts here is never closed`],
    ['1 2', "1 »2« | '2' cannot stand here"],
    ['a ? b', "a »?« b | '?' cannot stand here"],
    ['session # total', "session »#« total | '#' has no meaning here"],
    ['9223372036854775808', '»9223372036854775808« | 9223372036854775808 is beyond int'],
    ['18446744073709551616u', '»18446744073709551616u« | 18446744073709551616u is beyond uint'],
  ])('%j', (source, expected) => {
    expect(marked(source).replace('»«', '')).toBe(expected);
    expect(errorsOf(source)[0]?.code).toBe('expr.syntax');
  });
});

describe('what an expression reads', () => {
  const source = `coupon.valid && history.sessions.within('30d').filter(s, s.total > 10).sum(s, s.total) > 100
    && history.events.exists(e, e.at < now) && cartItems.exists(i, coupon.attributes.offer in i.attributes.offers)
    && has(profile.attributes.tier) && now.getHours('Europe/Berlin') < 12`;

  it('lists variables, paths, windows and time zones', () => {
    const reads = checked(source);
    expect([...reads.variables].sort()).toEqual(['cartItems', 'coupon', 'history', 'now', 'profile']);
    expect([...reads.paths].sort()).toEqual([
      'cartItems',
      'cartItems[].attributes.offers',
      'coupon.attributes.offer',
      'coupon.valid',
      'history.events',
      'history.events[].at',
      'history.sessions',
      'history.sessions[].total',
      'now',
      'profile.attributes.tier',
    ]);
    expect(reads.windows).toEqual([
      { list: 'history.sessions', milliseconds: 30n * 86_400_000n },
      { list: 'history.events', milliseconds: null },
    ]);
    expect([...reads.timeZones]).toEqual(['Europe/Berlin']);
  });

  it('sees an element that is used as a whole, nested elements and indices', () => {
    expect([...checked('history.sessions.map(s, s)').paths]).toContain('history.sessions[]');
    expect([...checked('history.sessions.exists(s, s.cartItems.exists(i, i.sku == "A"))').paths]).toContain(
      'history.sessions[].cartItems[].sku',
    );
    expect([...checked('cartItems[0].sku == "A"').paths]).toEqual(['cartItems[].sku']);
    expect([...checked('cartItems.map(i, i.sku).exists(s, s == "A")').paths].sort()).toEqual([
      'cartItems',
      'cartItems[].sku',
    ]);
  });

  it('splits into the operands of the top-level &&', () => {
    const operands = conjuncts(checked(source));
    expect(operands).toHaveLength(6);
    expect(operands.map((operand) => [...operand.variables])).toEqual([
      ['coupon'],
      ['history'],
      ['history', 'now'],
      ['cartItems', 'coupon'],
      ['profile'],
      ['now'],
    ]);
    expect(conjuncts(checked('true || false'))).toHaveLength(1);
    expect(conjuncts(checked('(true && (false && true)) && 1 == 1'))).toHaveLength(4);
  });
});

describe('asking last', () => {
  const readsHistory = ({ variables }: Checked) => variables.has('history');

  it('moves operands of the top-level && behind the others, each kind in its order', () => {
    const source = 'history.sessions.count() > 1 && coupon.valid && history.events.count() > 1 && session.total > 1';
    const operands = conjuncts(askedLast(checked(source), readsHistory));
    expect(operands.map(({ paths }) => [...paths].join())).toEqual([
      'coupon.valid',
      'session.total',
      'history.sessions',
      'history.events',
    ]);
  });

  it('leaves other expressions as they are', () => {
    const either = checked('history.sessions.count() > 1 || coupon.valid');
    expect(askedLast(either, readsHistory)).toBe(either);
  });
});

describe('cost', () => {
  it('multiplies along nested macros and takes the dearer branch', () => {
    expect(checked('1 + 2').cost).toBeLessThan(5);
    expect(checked('cartItems.exists(i, i.quantity > 1)').cost).toBeGreaterThan(1000);
    expect(checked('cartItems.exists(i, i.quantity > 1)').cost).toBeLessThan(10_000);
    expect(checked('true ? cartItems.exists(i, true) : false').cost).toBe(
      checked('true ? false : cartItems.exists(i, true)').cost,
    );
  });

  it('lets two lists be crossed but not three', () => {
    expect(errorsOf('cartItems.exists(i, cartItems.exists(j, i.sku == j.sku))')).toEqual([]);
    const [error] = errorsOf('cartItems.all(i, cartItems.all(j, cartItems.all(k, i.sku == k.sku)))');
    expect(error?.code).toBe('expr.cost');
  });

  it('takes the rule of the demo', () => {
    expect(
      errorsOf('coupon.valid && cartItems.exists(i, coupon.attributes.offer in i.attributes.offers)', BOOL),
    ).toEqual([]);
  });
});

describe('a set', () => {
  it('is asked for membership and size, at the cost of one step whatever it holds', () => {
    const { cost } = checked('cartItems[0].sku in collection', BOOL);
    expect(cost).toBe(checked('cartItems[0].sku in labels', BOOL).cost);
    expect(checked('size(collection) > 2 && collection.size() < 9').type).toEqual(BOOL);
  });

  it.each(['collection == collection', '1 in collection', 'collection.exists(x, true)', 'collection[0] == "a"'])(
    'allows nothing else: %s',
    (source) => {
      expect(errorsOf(source)).not.toEqual([]);
    },
  );
});
