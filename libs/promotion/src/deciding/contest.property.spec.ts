import fc from 'fast-check';
import type { CatalogChange } from '../catalog-event';
import type { Decision } from '../decision';
import {
  campaign,
  close,
  effect,
  effectsOf,
  evaluationTree,
  eventsOf,
  given,
  group,
  item,
  rule,
  type Group,
} from '../testing';

// Random trees of campaigns whose discounts do not depend on each other, against a solver of its own that knows nothing of
// rules, bills and turns: only of amounts by line.

const LINES = [0, 1, 2];
const cart = LINES.map((line) => item(`sku ${line}`, 100_000));
const CAMPAIGNS = 7;

/** What a campaign takes off each line, in cents; 0: nothing. */
type Amounts = readonly number[];

const amounts: fc.Arbitrary<Amounts> = fc.tuple(...LINES.map(() => fc.constantFrom(0, 0, 1, 2, 3, 5, 8)));
const offers = fc.tuple(...Array.from({ length: CAMPAIGNS }, () => amounts));

const modes = fc.constantFrom('stackable', 'listOrder', 'lowestDiscount', 'highestDiscount');
const scopes = fc.constantFrom('session', 'session', 'cartItem');

/** Groups up to three deep over campaigns that stand in any order, each in one place. */
const trees = fc
  .record({
    order: fc.shuffledSubarray(
      Array.from({ length: CAMPAIGNS }, (_, index) => BigInt(index + 1)),
      { minLength: 1 },
    ),
    cuts: fc.array(
      fc.record({ from: fc.nat(CAMPAIGNS), length: fc.integer({ min: 1, max: 4 }), mode: modes, scope: scopes }),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
  })
  .map(({ order, cuts }) => {
    let elements: Group['elements'] = order;
    cuts.forEach(({ from, length, mode, scope }, index) => {
      const start = from % elements.length;
      const within = elements.slice(start, start + length);
      if (within.every((one) => typeof one === 'bigint' || depthOf(one) < 3)) {
        elements = [
          ...elements.slice(0, start),
          group(BigInt(100 + index), mode, within, { scope }),
          ...elements.slice(start + length),
        ];
      }
    });
    return elements;
  });

function depthOf({ elements }: Group): number {
  return 1 + Math.max(0, ...elements.map((one) => (typeof one === 'bigint' ? 0 : depthOf(one))));
}

function campaigns(all: readonly Amounts[]): CatalogChange[][] {
  return all.map((lines, index) => {
    const value =
      lines.map((cents, line) => `item.position == ${line} ? ${(cents / 100).toFixed(2)} : `).join('') + '0.0';
    const limits = [{ action: 'setDiscountEffect', limit: 1000n, entities: [], period: null }];
    return campaign(BigInt(index + 1), [rule('true', [effect('setDiscountPerItem', { name: 'off', value })])], {
      limits,
    });
  });
}

/** What was given: campaign, line, cents. */
type Given = readonly (readonly [campaign: bigint, line: number, cents: bigint])[];

function givenBy(decision: Decision): Given {
  return effectsOf(decision, 'setDiscountPerItem').map(({ campaign: id, props }) => [
    id,
    Number(props['position']),
    props['value'] as bigint,
  ]);
}

function solve(elements: Group['elements'], all: readonly Amounts[]): Given {
  const named = new Set(elements.flatMap(campaignsOf));
  const rest = all.map((_, index) => BigInt(index + 1)).filter((id) => !named.has(id));
  return [...elements, ...rest].flatMap((element) => solved(element, all));
}

function campaignsOf(element: bigint | Group): bigint[] {
  return typeof element === 'bigint' ? [element] : element.elements.flatMap(campaignsOf);
}

function solved(element: bigint | Group, all: readonly Amounts[]): Given {
  if (typeof element === 'bigint') {
    return LINES.map((line) => [element, line, BigInt(all[Number(element) - 1]?.[line] ?? 0)] as const).filter(
      ([, , cents]) => cents > 0n,
    );
  }
  const parts = element.elements.map((each) => solved(each, all));
  if (element.mode === 'stackable') return parts.flat();
  if (element.scope === 'session') return parts[best(element.mode, parts.map(sum))] ?? [];
  const winners = LINES.map((line) =>
    best(
      element.mode,
      parts.map((part) => sum(part.filter(([, at]) => at === line))),
    ),
  );
  return parts.flatMap((part, index) => part.filter(([, line]) => winners[line] === index));
}

const sum = (part: Given): bigint => part.reduce((total, [, , cents]) => total + cents, 0n);

/** The index of the winner; -1 where nobody gives anything. */
function best(mode: string, totals: readonly bigint[]): number {
  const giving = totals.flatMap((total, index) => (total > 0n ? [{ total, index }] : []));
  if (mode === 'highestDiscount') giving.sort((a, b) => Number(b.total - a.total) || a.index - b.index);
  if (mode === 'lowestDiscount') giving.sort((a, b) => Number(a.total - b.total) || a.index - b.index);
  return giving[0]?.index ?? -1;
}

describe('any evaluation tree', () => {
  it('gives what the solver finds, in its order, and counts that and nothing else', () => {
    fc.assert(
      fc.property(trees, offers, (elements, all) => {
        const { decision } = given(...campaigns(all), evaluationTree(elements)).when(close('s', { cartItems: cart }));
        const expected = solve(elements, all);
        expect(givenBy(decision)).toEqual(expected);
        const counted = new Map(eventsOf(decision, 'CounterChanged').map(({ counter, delta }) => [counter, delta]));
        const due = new Map<string, bigint>();
        for (const [id] of expected)
          due.set(`setDiscountEffect|${id}|||`, (due.get(`setDiscountEffect|${id}|||`) ?? 0n) + 1n);
        expect(counted).toEqual(due);
      }),
      { numRuns: 100 },
    );
  });

  it('depends on no order of insertion', () => {
    const all = fc.shuffledSubarray(
      Array.from({ length: CAMPAIGNS }, (_, index) => index),
      { minLength: CAMPAIGNS },
    );
    fc.assert(
      fc.property(trees, offers, all, (elements, lines, order) => {
        const changes = campaigns(lines);
        const shuffled = order.map((index) => changes[index] ?? []);
        const decide = (...catalog: readonly (CatalogChange | readonly CatalogChange[])[]) =>
          given(...catalog).when(close('s', { cartItems: cart })).decision;
        const first = decide(...changes, evaluationTree(elements));
        const second = decide(evaluationTree(elements), ...shuffled);
        expect(second.effects).toEqual(first.effects);
        expect(second.ruleFailures).toEqual(first.ruleFailures);
      }),
      { numRuns: 50 },
    );
  });

  it('highest gives no less than any member alone, lowest no more than any that gives something', () => {
    fc.assert(
      fc.property(offers, (all) => {
        const members = all.map((_, index) => BigInt(index + 1));
        const total = (...catalog: readonly (CatalogChange | readonly CatalogChange[])[]) =>
          sum(givenBy(given(...catalog).when(close('s', { cartItems: cart })).decision));
        const changes = campaigns(all);
        const alone = changes.map((change) => total(change));
        const by = (mode: string) => total(...changes, evaluationTree([group(100n, mode, members)]));
        const [highest, lowest] = [by('highestDiscount'), by('lowestDiscount')];
        for (const one of alone) {
          expect(one <= highest).toBe(true);
          expect(one === 0n || lowest <= one).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives each campaign at most once, and says of each that lost why', () => {
    fc.assert(
      fc.property(trees, offers, (elements, all) => {
        const { decision } = given(...campaigns(all), evaluationTree(elements)).when(close('s', { cartItems: cart }));
        const places = givenBy(decision).map(([id, line]) => `${id} ${line}`);
        expect(new Set(places).size).toBe(places.length);
        const winners = new Set(givenBy(decision).map(([id]) => id));
        const lost = new Set(
          decision.ruleFailures.flatMap(({ campaign: id, exclusion }) => (exclusion === null ? [] : [id])),
        );
        all.forEach((lines, index) => {
          const id = BigInt(index + 1);
          if (lines.some((cents) => cents > 0)) expect(winners.has(id) || lost.has(id)).toBe(true);
          else expect(winners.has(id) || lost.has(id)).toBe(false);
        });
      }),
      { numRuns: 100 },
    );
  });
});
