import { createRequire } from 'node:module';
import { NOW } from './workload.mjs';

const require = createRequire(import.meta.url);
const { applyChange, decide, emptyCatalog } = require('@tessera/promotion');
const testing = require('@tessera/promotion/testing');

const SHOP = testing.SHOP;
const AT = BigInt(NOW);
const DAY = 86_400_000n;

const EXPRESSIONS = {
  country: ({ value }) => `profile.attributes.country == "${value}"`,
  region: ({ value }) => `profile.attributes.region == "${value}"`,
  audience: ({ value }) => `"${value}" in profile.attributes.audiences`,
  category: ({ value }) => `cartItems.exists(i, i.category == "${value}")`,
  units: ({ category, atLeast }) => `cartItems.filter(i, i.category == "${category}").sum(i, i.quantity) >= ${atLeast}`,
  total: ({ atLeast }) => `session.total >= ${atLeast}`,
  tier: ({ values }) => `profile.attributes.tier in ${JSON.stringify(values)}`,
  until: ({ before }) => `now < timestamp("${new Date(before).toISOString()}")`,
  item: ({ price, quantity }) => `cartItems.exists(i, i.price >= ${price} && i.quantity >= ${quantity})`,
  history: ({ atLeast }) => `history.sessions.within("30d").count() >= ${atLeast}`,
  coupon: () => 'coupon.valid',
  collection: ({ name }) => `cartItems.exists(i, i.category in collections.${name})`,
};

const ATTRIBUTES = {
  ...{ country: 'string', region: 'string', tier: 'string', audiences: '(list string)', language: 'string' },
  ...{ gender: 'string', age: 'number', points: 'number', newsletter: 'boolean', store: 'number' },
};

const collectionOf = ({ name, held }) => (held === undefined ? [] : testing.collection(name, [...held]));

function catalogOf({ campaigns }) {
  const note = testing.effect('showNotification', { title: 'Thank you' });
  const changes = [
    { kind: 'ApplicationSaved', entity: testing.application() },
    ...Object.entries(ATTRIBUTES).map(([name, type]) => testing.attribute('CustomerProfile', name, type)),
    ...campaigns.flatMap(({ conditions }) => conditions.flatMap(collectionOf)),
    ...campaigns.flatMap(({ id, conditions }) => {
      const condition = conditions.map((one) => EXPRESSIONS[one.kind](one)).join(' && ');
      return testing.campaign(BigInt(id), [testing.rule(condition, [note])]);
    }),
  ];
  return changes.reduce((catalog, change) => applyChange(catalog, catalog.version + 1n, change), emptyCatalog());
}

const attributesOf = (session) =>
  Object.fromEntries(
    Object.keys(ATTRIBUTES).map((name) => {
      const value = session[name];
      return [name, Array.isArray(value) ? { kind: 'list', items: value } : value];
    }),
  );

const pastOf = ({ recentSessions }) =>
  Array.from({ length: 5 }, (_, index) => {
    // The recent ones lie within 30 days, the others before.
    const daysAgo = index < recentSessions ? BigInt(1 + index) : BigInt(40 + index);
    return { id: `past ${index}`, at: AT - daysAgo * DAY, total: 1000n, cartItems: [], attributes: {} };
  });

/** A session that stands in the store as it is asked about, with everything that its decision needs. */
function customerOf(catalog, session) {
  const request = testing.update(`session ${session.id}`, {
    profileId: `profile ${session.id}`,
    couponCodes: [`CODE${session.couponCampaign}`],
    cartItems: session.items.map(({ category, price, quantity }) =>
      testing.item('sku', 100 * price, quantity, { category }),
    ),
  });
  const profile = {
    ...{ id: 1n, integrationId: request.profileId, created: 0n, updated: 0n, audiences: [] },
    attributes: attributesOf(session),
  };
  const { settings } = testing.coupons(BigInt(session.couponCampaign), []);
  const coupon = {
    ...{ id: 5n, application: SHOP, code: request.couponCodes[0], canonical: request.couponCodes[0], batch: '' },
    ...{ settings, usageCounter: 0n, discountCounter: 0n, reservationCounter: 0n, created: 0n },
  };
  const history = {
    ...{ sessions: pastOf(session), sessionsAfter: -1n, sessionsTruncated: false },
    ...{ events: [], eventsAfter: -1n, eventsTruncated: false },
  };
  const held = (value) => ({ value, version: value === null ? null : 1n, locked: true });
  const [none, theProfile, theCoupon] = [null, profile, coupon].map(held);
  const world = {
    session: () => none,
    profile: () => theProfile,
    activity: () => none,
    coupon: () => theCoupon,
    couponById: () => theCoupon,
    counter: () => none,
    history: () => history,
  };
  const entropy = new Uint8Array(32);
  const situation = { catalog, world, application: SHOP, at: AT, numbers: [1n, 2n, 3n], entropy, dry: false };
  return { situation, request, profile };
}

function decisionOf({ situation, request }) {
  const verdict = decide(situation, request);
  if (verdict.kind !== 'decided') throw new Error(`the decision ${verdict.kind} more than is there`);
  return verdict.decision;
}

const sessionIn = ({ events }) => events.find(({ kind }) => kind === 'SessionChanged').session;

/** The conditions alone, which is what the others do. */
export function conditions(workload) {
  const catalog = catalogOf(workload);
  const customers = workload.sessions.map((session) => customerOf(catalog, session));
  const sessions = customers.map((customer) => sessionIn(decisionOf(customer)));
  return (index) => testing.matching(customers[index].situation, sessions[index], customers[index].profile);
}

/** Whole decisions: carts merged, rules tried, a notification for each campaign, the session as it results. */
export function decisions(workload) {
  const catalog = catalogOf(workload);
  const customers = workload.sessions.map((session) => customerOf(catalog, session));
  return (index) =>
    decisionOf(customers[index])
      .effects.filter(({ type }) => type === 'showNotification')
      .map(({ campaign }) => campaign);
}
