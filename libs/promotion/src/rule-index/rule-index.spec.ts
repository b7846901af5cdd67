import { BOOL, check, compile, constraintsOf, DECIMAL, type Checked, type Constraint } from '@tessera/expression';
import fc from 'fast-check';
import type { Catalog } from '../catalog';
import type { Decision } from '../decision';
import type { RuleFailure } from '../effect';
import { applyChange } from '../fold/apply-change';
import { CatalogState } from '../fold/catalog-state';
import { isRunning } from '../fold/running';
import type { CompiledRule, CompiledRuleset } from '../rules/compiled-rule';
import { NOON, SHOP, Shop } from '../testing';
import { accessOf } from './access';
import { RuleIndex, type CampaignRules, type Campaigns } from './rule-index';
import { baseCatalog, couponRequests, shopping, type Shopping } from './shopping.arbitrary.fixture';

/*
 * Deciding by the index and deciding by trying every rule of every running campaign give the same; but a rule in error is not
 * told of where something that it needs is not there.
 */

type Look = (catalog: Catalog) => Catalog['candidates'];

/** Compiling the rules takes longer than all runs; catalogs of one base share them, and their index. */
const BASE = baseCatalog();

const byIndex: Look = (catalog) => (application, asked) => catalog.candidates(application, asked);

const tryingAll =
  (changed: (rule: CompiledRule) => CompiledRule = (rule) => rule): Look =>
  (catalog) =>
  (application, { at }) =>
    catalog
      .campaigns(application)
      .filter((campaign) => isRunning(campaign, at))
      .flatMap((campaign): CampaignRules[] => {
        const compiled = catalog.compiled(campaign);
        if (compiled === undefined) return [];
        return [{ campaign, compiled, rules: compiled.rules.map((rule) => ({ rule: changed(rule), holds: false })) }];
      });

function using(catalog: Catalog, look: Look): Catalog {
  return Object.create(catalog, { candidates: { value: look(catalog) } }) as Catalog;
}

interface Pair {
  readonly catalog: Catalog;
  readonly left: Decision;
  readonly right: Decision;
}

/** What happens, decided in two shops that find their rules in two ways. */
function decided({ opening, steps, truncated }: Shopping, left: Look, right: Look): Pair[] {
  let catalog = opening.reduce((before, one) => applyChange(before, before.version + 1n, one), BASE);
  const shops = [left, right].map((look) => ({ shop: new Shop(), look }));
  for (const { shop } of shops) {
    shop.state.truncated = truncated;
    shop.catalog = catalog;
    couponRequests().forEach((request) => shop.when(request));
  }
  return steps.flatMap((step, index) => {
    if ('change' in step) catalog = applyChange(catalog, catalog.version + 1n, step.change);
    if (!('request' in step)) return [];
    const [first, second] = shops.map(({ shop, look }) => {
      shop.catalog = using(catalog, look);
      return shop.at(NOON + BigInt(index) * 5000n).when(step.request).decision;
    });
    return [{ catalog, left: first!, right: second! }];
  });
}

/** All but the failures. Whether the past was read follows from what was asked. */
function shown(decision: Decision): string {
  const reads = decision.reads.filter(({ row }) => row !== 'history');
  return textOf({ ...decision, reads, ruleFailures: [] });
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
}

/** None more, in the same order; and those that are missing are of rules in error that need something. */
function failuresAgree({ catalog, left, right }: Pair): boolean {
  const rest = left.ruleFailures.map(textOf);
  const missing = right.ruleFailures.filter((failure) => {
    if (rest[0] !== textOf(failure)) return true;
    rest.shift();
    return false;
  });
  return rest.length === 0 && missing.every((failure) => mayBeMissing(catalog, failure));
}

function mayBeMissing(catalog: Catalog, { campaign, ruleIndex, couponCode, effectIndex }: RuleFailure): boolean {
  const rule = catalog.compiled(catalog.campaign(SHOP, campaign)!)?.rules[ruleIndex];
  const needs = rule !== undefined && rule.problems.length === 0 && rule.constraints.length > 0;
  return needs && couponCode === null && effectIndex === null;
}

function agree(pair: Pair): boolean {
  return shown(pair.left) === shown(pair.right) && failuresAgree(pair);
}

const sameAs = (left: Look, right: Look) => fc.property(shopping, (all) => decided(all, left, right).every(agree));

function campaignsOf(catalog: Catalog): Campaigns {
  const part = catalog instanceof CatalogState ? catalog.parts.applications.get(SHOP) : undefined;
  if (part === undefined) throw new TypeError('a catalog of the shop is wanted');
  return part;
}

interface Parts {
  readonly rule?: (rule: CompiledRule) => CompiledRule;
  readonly access?: typeof accessOf;
}

/** An index of its own for each catalog, in which something is otherwise. */
function mutant({ rule = (one) => one, access = accessOf }: Parts): Look {
  return (catalog) => {
    const compiled = (of: CompiledRuleset) => ({ ...of, rules: of.rules.map(rule) });
    const index = new RuleIndex((ruleset) => compiled(catalog.scope(SHOP).compiled(ruleset)), access);
    return (_, asked) => index.candidates(campaignsOf(catalog), asked);
  };
}

/** An index that does not hear of rulesets which are saved or deleted after the first look. */
function missingRulesets(): Look {
  const index = new RuleIndex((ruleset) => BASE.scope(SHOP).compiled(ruleset));
  let rulesets: Campaigns['rulesets'] | undefined;
  return (catalog) => {
    const now = campaignsOf(catalog);
    rulesets ??= now.rulesets;
    const held = { ...now, rulesets };
    return (_, asked) => index.candidates(held, asked);
  };
}

/** Rules found as if something about them were otherwise. */
const foundAs = (changed: (rule: CompiledRule) => Partial<CompiledRule>): Look =>
  mutant({ access: (campaign, rule) => accessOf(campaign, { ...rule, ...changed(rule) }) });

/** Rules found as if their condition were another. */
const asIf = (changed: (condition: string) => string): Look =>
  foundAs(({ rule, constraints }) => {
    const condition = changed(rule.condition);
    return { constraints: condition === rule.condition ? constraints : constraintsOf(checked(condition)) };
  });

/** What the rules may name. */
const VARIABLES = { ...BASE.scope(SHOP).variables, big: BOOL, past: BOOL, left: DECIMAL };

function checked(condition: string): Checked {
  const result = check(condition, { variables: VARIABLES }, BOOL);
  if (!result.ok) throw new TypeError(`${condition}: ${result.errors[0]?.message}`);
  return result.checked;
}

function narrowed(constraint: Constraint): Constraint {
  if (constraint.kind === 'oneOf') return constraint;
  return { ...constraint, bound: constraint.bound + (constraint.kind === 'atLeast' ? 0.5 : -0.5) };
}

const SEED = 4;

/** Each leaves out one thing that the index rests on; what it is compared with where that is not tryingAll. */
const MUTANTS: Readonly<Record<string, readonly [Look, Look]>> = {
  'passing over rules that speak on failure': [foundAs(() => ({ onFailure: [] })), tryingAll()],
  'passing over rules that something is wrong with': [foundAs(() => ({ problems: [] })), tryingAll()],
  'finding rules for codes by what they need beside one': [
    foundAs(({ reads }) => ({ reads: { ...reads, variables: new Set() } })),
    tryingAll(),
  ],
  'taking what is left to pay for fixed': [
    asIf((condition) => condition.replaceAll('session.remainingTotal', 'session.total')),
    tryingAll(),
  ],
  'taking what one campaign says of itself for what all say': [
    mutant({ access: (campaign, rule) => ({ ...accessOf(campaign, rule), constraints: rule.constraints }) }),
    tryingAll(),
  ],
  'needing each of two alternatives': [asIf((condition) => condition.replaceAll('||', '&&')), tryingAll()],
  'taking a sum that may be 0 for one that may not': [
    asIf((condition) => condition.replaceAll('sum(i, i.quantity) >= 0', 'sum(i, i.quantity) >= 1')),
    tryingAll(),
  ],
  'leaving out the bound itself': [
    foundAs(({ constraints }) => ({ constraints: constraints.map(narrowed) })),
    tryingAll(),
  ],
  'knowing a condition by some of its operands': [
    mutant({ rule: (rule) => ({ ...rule, isFixed: true }) }),
    tryingAll(),
  ],
  'missing that a ruleset has changed': [missingRulesets(), tryingAll()],
  'asking the past where it is written': [
    byIndex,
    tryingAll((rule) =>
      rule.problems.length > 0 ? rule : { ...rule, condition: compile(checked(rule.rule.condition)) },
    ),
  ],
};

describe('the rule index', () => {
  it('gives what trying every rule gives, whatever campaigns come, change and go', () => {
    let [requests, effects, failures] = [0, 0, 0];
    fc.assert(
      fc.property(shopping, (all) => {
        for (const pair of decided(all, byIndex, tryingAll())) {
          requests += 1;
          effects += pair.left.effects.length;
          failures += pair.left.ruleFailures.length;
          expect(shown(pair.left)).toBe(shown(pair.right));
          expect(failuresAgree(pair)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
    expect(Math.min(requests, effects, failures)).toBeGreaterThan(400);
  });

  it('gives the same whatever it was the index of before', () => {
    const afresh = mutant({});
    fc.assert(
      fc.property(shopping, (all) => {
        for (const { left, right } of decided(all, byIndex, afresh)) expect(textOf(left)).toBe(textOf(right));
      }),
      { numRuns: 40 },
    );
  });

  // The same runs each time: what is shown is that they tell a wrong index, which must not be a matter of luck.
  it.each(Object.entries(MUTANTS))('would be found out: %s', (_, [left, right]) => {
    const { failed } = fc.check(sameAs(left, right), { seed: SEED, numRuns: 3000, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
