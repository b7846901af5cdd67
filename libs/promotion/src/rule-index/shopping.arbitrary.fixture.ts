import fc from 'fast-check';
import type { Catalog } from '../catalog';
import type { CatalogChange, Rule, Ruleset } from '../catalog-event';
import type { Request } from '../request';
import { attribute, campaign, coupons, effect, eventType, item, NOON, rule, SHOP, Shop, update } from '../testing';

// Random rules of every kind that matters to the index, campaigns that come, change and go, and customers.

const COUNTRIES = ['DE', 'AT', 'CH'];
const CATEGORIES = ['tea', 'cup', 'pot'];
const CAMPAIGNS = 40;
/** Campaigns that are always there at first, each with a code. */
const WITH_CODES = [1n, 8n, 15n];
const CODES = ['ONE', 'TWO', 'LATE'];

const country = fc.constantFrom(...COUNTRIES);
const category = fc.constantFrom(...CATEGORIES);
const amount = fc.integer({ min: 0, max: 40 });
const order = fc.constantFrom('>=', '>', '<', '<=', '==');

const text = (strings: TemplateStringsArray, ...parts: fc.Arbitrary<string | number>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((values) => strings.map((each, index) => `${each}${values[index] ?? ''}`).join(''));

const selective = fc.oneof(
  text`profile.attributes.country == "${country}"`,
  text`profile.attributes.country == "${country}"`,
  text`profile.attributes.country in ["${country}", "${country}"]`,
  text`profile.attributes.tier == "${fc.constantFrom('gold', 'silver')}"`,
  text`"${fc.constantFrom('vip', 'staff')}" in profile.attributes.audiences`,
  text`cartItems.exists(i, i.category == "${category}")`,
  text`cartItems.exists(i, i.category == "${category}" && i.quantity > 1)`,
  text`cartItems.filter(i, i.category == "${category}").sum(i, i.quantity) >= ${fc.constantFrom(0, 0, 1, 2)}`,
  text`"${category}" in session.cartItems.map(i, i.category)`,
  text`event.type == "${fc.constantFrom('talon_session_closed', 'talon_session_created', 'visited')}"`,
  text`event.attributes.store == "${fc.constantFrom('Bonn', 'Ulm')}"`,
  text`(profile.attributes.country == "${country}" || profile.attributes.tier == "gold")`,
  text`(profile.attributes.country == "${country}" || profile.attributes.country == "${country}")`,
);
const broad = fc.oneof(
  text`session.total ${order} ${amount}`,
  text`session.total >= ${amount}`,
  text`profile.attributes.points ${order} ${amount}.0`,
  text`cartItems.exists(i, i.price >= ${amount})`,
  fc.constantFrom('session.firstSession', '!session.firstSession', 'profile.closedSessions >= 1', 'true'),
  fc.constantFrom('now >= timestamp("2026-07-15T12:00:30Z")', 'now < timestamp("2026-07-15T12:00:30Z")'),
);
/** What only the rule's own campaign, its code or the moment can say. */
const own = fc.oneof(
  text`session.remainingTotal ${order} ${amount}`,
  text`session.remainingTotal < ${amount}`,
  text`[session].exists(s, s.remainingTotal < ${amount})`,
  text`campaign.name == "campaign ${fc.integer({ min: 1, max: CAMPAIGNS })}"`,
  text`campaign.id <= ${fc.integer({ min: 1, max: CAMPAIGNS })}`,
  fc.constantFrom('coupon.valid', 'coupon.attributes.offer == "a"', 'big', 'left > 20', 'past'),
  fc.constantFrom('history.sessions.within("30d").count() >= 1', 'history.sessions.sum(s, s.total) > 20'),
);
const failing = fc.constantFrom('1 / profile.closedSessions > 0', 'profile.attributes.tier.startsWith("g")');
const anything = fc
  .array(fc.oneof(selective, selective, broad, own, failing), { minLength: 1, maxLength: 3 })
  .map((operands) => operands.join(' && '));
const condition = fc.oneof(
  { weight: 4, arbitrary: anything },
  { weight: 1, arbitrary: broad },
  { weight: 1, arbitrary: fc.oneof(text`coupon.valid && ${selective}`, text`${broad} && coupon.valid`) },
);

const bindings = [
  { name: 'big', expression: 'session.total > 20' },
  { name: 'left', expression: 'session.remainingTotal' },
  { name: 'past', expression: 'history.sessions.count() > 0' },
];
const off = effect('setDiscount', { name: 'off', value: '4' });
const tell = effect('showNotification', { title: '{{ session.remainingTotal }}' });
const fails = effect('showNotification', { title: '{{ 1 / 0 }}' });
const someRule = fc
  .record({
    condition,
    effects: fc.constantFrom([off], [off], [off], [tell], [tell, off], [fails]),
    onFailure: fc.constantFrom([], [], [], [], [], [tell]),
    isBroken: fc.integer({ min: 0, max: 11 }).map((one) => one === 0),
  })
  .map((one): Rule => {
    const effects = one.isBroken ? [...one.effects, effect('nothing', {})] : one.effects;
    return rule(one.condition, effects, { bindings, onFailure: one.onFailure });
  });

const RULESETS = 60;
const rulesetId = (index: number): bigint => 1000n + BigInt(index % RULESETS);

/** Made once, two versions of each: compiling them takes longer than deciding with them. */
const POOL: readonly Ruleset[] = fc
  .sample(fc.array(someRule, { minLength: 1, maxLength: 2 }), { seed: 11, numRuns: 2 * RULESETS })
  .map((rules, index) => ({
    id: rulesetId(index),
    application: SHOP,
    campaign: 0n,
    version: index,
    rules: rules.map((one, place) => ({ ...one, id: `rule-${index}-${place}` })),
    bindings: [],
    createdBy: 1n,
    created: 0n,
  }));

const saved = (index: number): CatalogChange => ({ kind: 'RulesetSaved', entity: POOL[index]! });

const DECLARED: readonly CatalogChange[] = [
  ...['country', 'tier'].map((name) => attribute('CustomerProfile', name, 'string')),
  attribute('CustomerProfile', 'audiences', '(list string)'),
  attribute('CustomerProfile', 'points', 'number'),
  attribute('Coupon', 'offer', 'string'),
  eventType('visited'),
  attribute('Event', 'store', 'string', { eventType: 'visited' }),
];

/** Rulesets without campaigns. Catalogs that come of one base share its compiled rules and its index. */
export function baseCatalog(): Catalog {
  return new Shop([...DECLARED, ...POOL.slice(0, RULESETS).map((_, index) => saved(index))]).catalog;
}

const place = fc.integer({ min: 0, max: 2 * RULESETS - 1 });
const instant = fc.option(
  fc.integer({ min: -60, max: 60 }).map((seconds) => NOON + BigInt(seconds) * 1000n),
  { freq: 1 },
);
/** Rulesets with a rule for codes. */
const forCodes = fc.constantFrom(
  ...POOL.flatMap(({ rules }, index) => (index < RULESETS && rules.some(asksForCode) ? [index] : [])),
);

function asksForCode({ condition }: Rule): boolean {
  return condition.includes('coupon.');
}

function campaignSaved(ids: fc.Arbitrary<bigint>, which = place): fc.Arbitrary<CatalogChange> {
  const state = fc.constantFrom('enabled', 'enabled', 'enabled', 'disabled');
  return fc
    .record({ id: ids, place: which, state, startTime: instant, endTime: instant })
    .map(({ id, place: index, ...changes }) => {
      const [, entity] = campaign(id, [], { ...changes, activeRulesetId: rulesetId(index) });
      return entity!;
    });
}

const anyId = fc.integer({ min: 1, max: CAMPAIGNS }).map(BigInt);
const change = fc.oneof(
  campaignSaved(anyId),
  campaignSaved(anyId),
  place.map(saved),
  anyId.map((id): CatalogChange => ({ kind: 'CampaignDeleted', application: SHOP, id })),
  place.map((index): CatalogChange => ({
    kind: 'RulesetDeleted',
    application: SHOP,
    campaign: 0n,
    id: rulesetId(index),
  })),
);

/** The coupons of the campaigns that have some. */
export function couponRequests(): Request[] {
  return WITH_CODES.map((id, index) => {
    const code = CODES[index] ?? '';
    return coupons(id, [code], { attributes: { offer: 'a' }, expiryDate: code === 'LATE' ? NOON : null });
  });
}

const cart = fc.array(
  fc.record({
    category: fc.option(category, { freq: 5 }),
    cents: fc.integer({ min: 0, max: 2500 }),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 3 },
);
const sessionUpdate = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    profileId: fc.constantFrom('', 'ann', 'bob'),
    cart,
    state: fc.constantFrom('open', 'open', 'closed'),
    couponCodes: fc.subarray([...CODES, 'NONE']),
  })
  .map(({ id, cart: items, ...rest }): Request => {
    const cartItems = items.map((one) => item('A', one.cents, one.quantity, { category: one.category }));
    return update(id, { ...rest, cartItems });
  });
const someone = fc.constantFrom('ann', 'bob');
const profileUpdate = fc
  .record({
    profileId: someone,
    attributes: fc.record(
      { country, tier: fc.constantFrom('gold', 'silver'), audiences: fc.subarray(['vip', 'staff']), points: amount },
      { requiredKeys: [] },
    ),
    runRuleEngine: fc.boolean(),
  })
  .map(({ attributes: { audiences = null, ...attributes }, ...rest }): Request => {
    const list = audiences && { kind: 'list' as const, items: audiences };
    return {
      kind: 'ProfileUpdateReceived',
      ...{ ...rest, joins: [], leaves: [], ends: [] },
      attributes: { ...attributes, audiences: list },
    };
  });
const visit = fc
  .record({ profileId: someone, attributes: fc.record({ store: fc.constantFrom('Bonn', 'Ulm') }) })
  .map((rest): Request => ({
    kind: 'CustomEventReceived',
    type: 'visited',
    sessionId: null,
    integrationId: null,
    connectedSessionId: null,
    ...rest,
  }));

/** The campaigns at first, then what happens, in its order. */
export interface Shopping {
  readonly opening: readonly CatalogChange[];
  readonly steps: readonly ({ readonly change: CatalogChange } | { readonly request: Request })[];
  /** Whether histories are longer than what was loaded of them. */
  readonly truncated: boolean;
}

export const shopping: fc.Arbitrary<Shopping> = fc.record({
  opening: fc
    .tuple(
      fc.array(campaignSaved(anyId), { minLength: 10, maxLength: 40 }),
      ...WITH_CODES.map((id) => campaignSaved(fc.constant(id), forCodes)),
    )
    .map(([some, ...withCodes]) => [...some, ...withCodes]),
  steps: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: sessionUpdate.map((request) => ({ request })) },
      { weight: 2, arbitrary: fc.oneof(profileUpdate, visit).map((request) => ({ request })) },
      { weight: 3, arbitrary: change.map((one) => ({ change: one })) },
    ),
    { minLength: 4, maxLength: 16 },
  ),
  truncated: fc.boolean(),
});
