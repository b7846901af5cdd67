import { Rational } from '@tessera/money';
import fc from 'fast-check';
import { check, type Checked } from './check';
import { compile } from './compile';
import { constraintsOf, equivalentOf, type Constraint } from './constraints';
import type { Environment } from './environment';
import type { Activation } from './frame';
import { readKeys } from './path';
import { BOOL, DECIMAL, DOUBLE, DYN, historyOf, INT, listOf, objectOf, STRING, TIMESTAMP } from './type';
import { CelObject, Timestamp, type CelValue, type Result } from './value';

const item = objectOf('cart item', {
  sku: STRING,
  category: STRING,
  price: DECIMAL,
  quantity: INT,
  tags: listOf(STRING),
});
const past = objectOf('past session', { at: TIMESTAMP, total: DECIMAL });
const environment: Environment = {
  variables: {
    total: DECIMAL,
    items: listOf(item, 1000),
    profile: objectOf('profile', {
      country: STRING,
      points: DOUBLE,
      visits: INT,
      member: BOOL,
      audiences: listOf(STRING),
      anything: DYN,
    }),
    history: objectOf('history', { sessions: historyOf(past, 1000) }),
    now: TIMESTAMP,
  },
};

function checked(source: string): Checked {
  const result = check(source, environment, BOOL);
  if (!result.ok) throw new Error(`${source}: ${result.errors.map((error) => error.message).join('; ')}`);
  return result.checked;
}

function shown(constraint: Constraint): string {
  const { kind, path } = constraint;
  return kind === 'oneOf' ? `${path.name} in ${constraint.keys.join('|')}` : `${path.name} ${kind} ${constraint.bound}`;
}

const found = (source: string): string[] => constraintsOf(checked(source)).map(shown);

describe('what a condition needs', () => {
  it.each([
    ['profile.country == "DE"', ['profile.country in DE']],
    ['"DE" == profile.country', ['profile.country in DE']],
    ['profile.country in ["DE", "AT"]', ['profile.country in DE|AT']],
    ['profile.country == "DE" || profile.country == "AT"', ['profile.country in DE|AT']],
    ['profile.country == "DE" && profile.visits == 3', ['profile.country in DE', 'profile.visits in 3']],
    ['profile.member', ['profile.member in true']],
    ['!profile.member', ['profile.member in false']],
    ['profile.visits in [1, 2]', ['profile.visits in 1|2']],
    ['profile.points == 2', ['profile.points in 2']],
    ['"vip" in profile.audiences', ['profile.audiences[] in vip']],
    ['profile.audiences.exists(a, a == "vip")', ['profile.audiences[] in vip']],
    [
      'items.exists(i, i.category == "tea" && i.quantity > 1)',
      ['items[].category in tea', 'items[].quantity atLeast 1'],
    ],
    ['items.exists_one(i, i.sku == "A")', ['items[].sku in A']],
    ['items.exists(i, "new" in i.tags)', ['items[].tags[] in new']],
    ['items.exists(i, i.tags.exists(t, t in ["a", "b"]))', ['items[].tags[] in a|b']],
    ['items.exists(i, i.sku == "A" && profile.member)', ['items[].sku in A', 'profile.member in true']],
    [
      'items.filter(i, i.category == "tea").exists(j, j.quantity > 1)',
      ['items[].category in tea', 'items[].quantity atLeast 1'],
    ],
    ['"tea" in items.map(i, i.category)', ['items[].category in tea']],
    ['"tea" in items.filter(i, i.sku == "A").distinct(i, i.category)', ['items[].sku in A', 'items[].category in tea']],
    ['items.map(i, i.category).exists(c, c == "tea")', ['items[].category in tea']],
  ])('equality: %s', (source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it.each([
    ['items.filter(i, i.category == "tea").sum(i, i.quantity) >= 2', ['items[].category in tea']],
    ['items.filter(i, i.category == "tea").sum(i, i.quantity) > 0', ['items[].category in tea']],
    ['2 <= items.filter(i, i.category == "tea").sum(i, i.quantity)', ['items[].category in tea']],
    ['items.filter(i, i.category == "tea").sum(i, i.price) >= 9.5', ['items[].category in tea']],
    ['items.filter(i, i.category == "tea").count() == 1', ['items[].category in tea']],
    ['items.filter(i, i.category == "tea").count() != 0', ['items[].category in tea']],
    ['size(items.filter(i, i.category == "tea")) > 0', ['items[].category in tea']],
    ['items.map(i, i.category == "tea", i.quantity).sum(q, q) >= 2', ['items[].category in tea']],
    ['items.filter(i, i.category == "tea").map(i, i.price).sum(p, p) >= 2', ['items[].category in tea']],
    [
      'items.filter(i, i.category == "tea").filter(i, i.sku == "A").count() > 1',
      ['items[].category in tea', 'items[].sku in A'],
    ],
    ['items.filter(i, i.category == "tea").count() < 0', ['items[].category in tea']],
  ])('a sum or a count that is not 0: %s', (source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it.each([
    ['total >= 50', ['total atLeast 50']],
    ['total > 0.1', ['total atLeast 0.1']],
    ['50 > total', ['total atMost 50']],
    ['total >= 50 && total < 99.5', ['total atLeast 50', 'total atMost 99.5']],
    ['decimal(profile.points) <= 1.5', ['profile.points atMost 1.5']],
    ['profile.visits < total', []],
    ['total >= 50 || total >= 20', ['total atLeast 20']],
    ['now < timestamp("1970-01-01T00:00:01Z")', ['now atMost 1000000000']],
    ['items.exists(i, i.price >= 10)', ['items[].price atLeast 10']],
  ])('a range: %s', (source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it.each([
    'true',
    'profile.country != "DE"',
    'profile.country > "DE"',
    'profile.country == "DE" || profile.member',
    'profile.anything == "DE"',
    'has(profile.country)',
    '!(profile.country == "DE")',
    'profile.country.startsWith("D")',
    'profile.member ? profile.visits == 1 : profile.visits == 2',
    'items.all(i, i.category == "tea")',
    'items.filter(i, i.category == "tea").count() >= 0',
    'items.filter(i, i.category == "tea").sum(i, i.quantity) < 3',
    'items.filter(i, i.category == "tea").sum(i, i.quantity) == 0',
    'items.filter(i, i.category == "tea").sum(i, i.quantity) + 1 > 0',
    'items.sum(i, i.quantity) >= 3',
    'total + 1 >= 50',
    'history.sessions.exists(s, s.total > 5)',
    'profile.points == double("NaN")',
    'profile.points >= 0.0 / 0.0',
  ])('nothing: %s', (source) => {
    expect(found(source)).toEqual([]);
  });
});

describe('a constraint that says the same', () => {
  it.each([
    'profile.country == "DE"',
    '"DE" == profile.country',
    'profile.country in ["DE", "AT"]',
    'profile.country == "DE" || profile.country in ["AT", "CH"]',
    'profile.member',
    '!profile.member',
    '"vip" in profile.audiences',
    'profile.audiences.exists(a, a == "vip")',
    'items.exists(i, i.sku == "A" || i.sku == "B")',
    'items.exists(i, "new" in i.tags)',
    'items.exists(i, i.tags.exists(t, t == "new"))',
  ])('is there for %s', (source) => {
    expect(equivalentOf(checked(source))).toBeDefined();
  });

  it.each([
    'profile.visits == 3',
    'total == 1.5',
    'profile.country == "DE" || profile.member',
    'profile.member && profile.country == "DE"',
    'items.exists(i, profile.member)',
    'items.exists(i, i.sku == "A" && i.quantity > 1)',
    'items.exists(i, i.sku == "A" || profile.member)',
    'items.exists_one(i, i.sku == "A")',
    'items.filter(i, i.quantity > 1).exists(i, i.sku == "A")',
    '"A" in items.map(i, i.sku)',
    'items.filter(i, i.sku == "A").count() > 0',
    'profile.country == "D" + profile.country',
  ])('is not there for %s', (source) => {
    expect(equivalentOf(checked(source))).toBeUndefined();
  });
});

class Fields extends CelObject {
  constructor(private readonly fields: Readonly<Record<string, CelValue | undefined>>) {
    super();
  }

  get(field: string): Result | undefined {
    return this.fields[field];
  }
}

const word = fc.constantFrom('a', 'b', 'c');
const whole = fc.integer({ min: -1, max: 2 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 4 });
/** Also fractions that no double holds. */
const amount = fc
  .tuple(fc.integer({ min: -100, max: 200 }), fc.constantFrom(1n, 100n, 2n ** 70n), fc.constantFrom(0n, 1n))
  .map(([n, by, more]) => Rational.of(BigInt(n) * by + more, 100n * by));

const someItem = fc.record({
  sku: maybe(word),
  category: maybe(word),
  price: amount,
  quantity: whole.map(BigInt),
  tags: fc.array(word, { maxLength: 2 }),
});
const someProfile = fc.record({
  country: maybe(word),
  points: maybe(fc.constantFrom(-1, 0, 0.5, 1, NaN)),
  visits: maybe(whole.map(BigInt)),
  member: maybe(fc.boolean()),
  audiences: maybe(fc.array(word, { maxLength: 3 })),
});
const facts = fc
  .record({
    total: amount,
    items: fc.array(someItem, { maxLength: 3 }),
    profile: maybe(someProfile),
    now: fc.bigInt({ min: 0n, max: 3n }),
  })
  .map(({ total, items, profile, now }): Activation => {
    const values: Record<string, Result | undefined> = {
      total,
      items: items.map((each) => new Fields(each)),
      profile: profile && new Fields(profile),
      now: new Timestamp(now * 1_000_000_000n),
    };
    return { resolve: (name) => values[name] };
  });

const text = (strings: TemplateStringsArray, ...parts: fc.Arbitrary<string | number>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((values) => strings.map((each, index) => `${each}${values[index] ?? ''}`).join(''));
const quoted = word.map((each) => `"${each}"`);
const order = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
const bound = fc.constantFrom('-0.5', '0', '0.25', '1', '1.5');
const list = fc.constantFrom(
  'items',
  'items.filter(f, f.category == "a")',
  'items.filter(f, f.category in ["b", "c"]).filter(g, g.quantity > 0)',
);

const about = fc.oneof(
  text`i.category == ${quoted}`,
  text`i.sku in [${quoted}, ${quoted}]`,
  text`${quoted} in i.tags`,
  text`i.quantity ${order} ${whole}`,
  text`i.price ${order} ${bound}`,
  text`(i.category == ${quoted} && i.quantity ${order} ${whole})`,
  text`(i.category == ${quoted} || profile.member)`,
);
const atom = fc.oneof(
  text`${list}.exists(i, ${fc.oneof(text`i.sku == ${quoted}`, text`${quoted} in i.tags`, fc.constant('profile.member'))})`,
  text`(profile.country == ${quoted} || profile.country == ${quoted})`,
  text`profile.country == ${quoted}`,
  text`profile.country in [${quoted}, ${quoted}]`,
  text`${quoted} in profile.audiences`,
  fc.constantFrom(
    'profile.member',
    '!profile.member',
    '1 / profile.visits > 0',
    'now < timestamp(2)',
    'timestamp(1) <= now',
  ),
  text`profile.visits ${order} ${whole}`,
  text`${whole} ${order} profile.visits`,
  text`profile.points ${order} ${fc.constantFrom('0.0', '0.5', '1')}`,
  text`decimal(profile.points) ${order} ${bound}`,
  text`total ${order} ${bound}`,
  text`(total ${order} ${bound} || total ${order} ${bound})`,
  text`${list}.${fc.constantFrom('exists', 'exists_one', 'all')}(i, ${about})`,
  text`${list}.sum(i, i.quantity) ${order} ${whole}`,
  text`${list}.sum(i, i.price * i.quantity) ${order} ${bound}`,
  text`${list}.map(i, ${about}, i.quantity).sum(q, q) ${order} ${whole}`,
  text`${whole} ${order} ${list}.filter(i, ${about}).count()`,
  text`${quoted} in ${list}.map(i, i.category)`,
);
const condition = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    atom,
    text`(${tie('any')} && ${atom})`,
    text`(${tie('any')} || ${tie('any')})`,
    text`!(${tie('any')})`,
    text`(${tie('any')} ? ${atom} : ${atom})`,
  ),
})).any;

function isMet(constraint: Constraint, activation: Activation): boolean {
  const keys = readKeys(constraint.path, activation);
  switch (constraint.kind) {
    case 'oneOf':
      return keys.some((key) => constraint.keys.includes(key));
    case 'atLeast':
      return keys.some((key) => !(Number(key) < constraint.bound));
    case 'atMost':
      return keys.some((key) => !(Number(key) > constraint.bound));
  }
}

describe('constraints', () => {
  it('are met by whatever makes the condition true', () => {
    let constrained = 0;
    fc.assert(
      fc.property(condition, fc.array(facts, { minLength: 12, maxLength: 12 }), (source, each) => {
        const program = compile(checked(source));
        const constraints = constraintsOf(checked(source));
        for (const activation of each.filter((one) => program.evaluate(one) === true)) {
          constrained += Math.min(constraints.length, 1);
          const broken = constraints.filter((constraint) => !isMet(constraint, activation)).map(shown);
          expect({ source, broken }).toEqual({ source, broken: [] });
        }
      }),
      { numRuns: 1000 },
    );
    expect(constrained).toBeGreaterThan(300);
  });

  it('say the same as the condition where they are its equivalent', () => {
    let [met, unmet] = [0, 0];
    fc.assert(
      fc.property(condition, fc.array(facts, { minLength: 12, maxLength: 12 }), (source, each) => {
        const constraint = equivalentOf(checked(source));
        if (constraint === undefined) return;
        const program = compile(checked(source));
        for (const activation of each) {
          const isSo = isMet(constraint, activation);
          if (isSo) met += 1;
          else unmet += 1;
          expect({ source, held: program.evaluate(activation) === true }).toEqual({ source, held: isSo });
        }
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(met, unmet)).toBeGreaterThan(100);
  });
});
