/** 32 bits of a seeded sequence (mulberry32), as a number in [0, 1). */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TIERS = ['bronze', 'silver', 'gold', 'platinum'];
const SESSIONS = 64;
const [ITEMS, AUDIENCES] = [10, 5];
/** 2026-07-15T12:00:00Z */
export const NOW = 1_784_116_800_000;
const DAY = 86_400_000;

/** What a rule may ask, and whether it is so: the judge of all engines. */
export const HOLDS = {
  country: (session, { value }) => session.country === value,
  region: (session, { value }) => session.region === value,
  audience: (session, { value }) => session.audiences.includes(value),
  category: (session, { value }) => session.items.some(({ category }) => category === value),
  units: (session, { category, atLeast }) =>
    session.items.filter((item) => item.category === category).reduce((sum, { quantity }) => sum + quantity, 0) >=
    atLeast,
  total: (session, { atLeast }) => session.total >= atLeast,
  tier: (session, { values }) => values.includes(session.tier),
  until: (session, { before }) => session.now < before,
  item: (session, { price, quantity }) =>
    session.items.some((item) => item.price >= price && item.quantity >= quantity),
  history: (session, { atLeast }) => session.recentSessions >= atLeast,
  coupon: (session, { campaign }) => session.couponCampaign === campaign,
  collection: (session, { held }) => session.items.some(({ category }) => held.has(category)),
};

export const matchesOf = ({ campaigns, sessions }, index) =>
  campaigns
    .filter(({ conditions }) => conditions.every((one) => HOLDS[one.kind](sessions[index], one)))
    .map(({ id }) => id);

/**
 * Campaigns as a shop has them: of 20, 16 are for a country and region, a category, an audience or so many units of a
 * category, two take coupons alone, one looks at the past and one at the amount only. Values grow with their number, so
 * that about six match a session, however many there are.
 */
export function workload(count, seed = 7) {
  const random = sequence(seed);
  const int = (below) => Math.floor(random() * below);
  const pick = (list) => list[int(list.length)];
  const tiersBut = (one) => TIERS.filter((tier) => tier !== one);
  const places = Math.max(2, Math.round(Math.sqrt(0.15 * count)));
  const categories = Math.max(30, Math.round(1.5 * count));
  const audiences = Math.max(12, Math.round(0.7 * count));

  const selective = [
    () => [
      { kind: 'country', value: `country ${int(places)}` },
      { kind: 'region', value: `region ${int(places)}` },
    ],
    () => [{ kind: 'category', value: `category ${int(categories)}` }],
    () => [{ kind: 'audience', value: `audience ${int(audiences)}` }],
    () => [{ kind: 'units', category: `category ${int(categories)}`, atLeast: 1 + int(2) }],
  ];
  const broad = [
    () => ({ kind: 'total', atLeast: 20 + 10 * int(10) }),
    () => ({ kind: 'tier', values: tiersBut(pick(TIERS)) }),
    () => ({ kind: 'until', before: NOW + DAY * (1 + int(300)) }),
    () => ({ kind: 'item', price: 5 * (1 + int(4)), quantity: 1 + int(2) }),
  ];
  const someBroad = () => {
    const first = int(broad.length);
    return Array.from({ length: 2 + int(2) }, (_, index) => broad[(first + index) % broad.length]());
  };

  const conditionsOf = (id) => {
    const kind = id % 20;
    if (kind < 2) return [{ kind: 'coupon', campaign: id }];
    // Of all such bounds about one is reached.
    if (kind === 2) return [{ kind: 'total', atLeast: 100 + int(5 * count) }];
    if (kind === 3) return [...selective[2](), { kind: 'history', atLeast: 1 + int(3) }];
    return [...selective[kind % 4](), ...someBroad()];
  };
  const shuffled = (list) => {
    for (let index = list.length - 1; index > 0; index -= 1) {
      const other = int(index + 1);
      [list[index], list[other]] = [list[other], list[index]];
    }
    return list;
  };
  const campaigns = Array.from({ length: count }, (_, index) => {
    return { id: index + 1, conditions: shuffled(conditionsOf(index + 1)) };
  });

  const couponCampaigns = campaigns.filter(({ conditions: [first] }) => first.kind === 'coupon');
  const sessions = Array.from({ length: SESSIONS }, (_, index) => {
    const items = Array.from({ length: ITEMS }, () => {
      return { category: `category ${int(categories)}`, price: 1 + int(30), quantity: 1 + int(2) };
    });
    return {
      ...{ id: index, items, now: NOW, recentSessions: int(4), couponCampaign: pick(couponCampaigns)?.id ?? 0 },
      total: items.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
      ...{ country: `country ${int(places)}`, region: `region ${int(places)}`, tier: pick(TIERS) },
      audiences: Array.from({ length: AUDIENCES }, () => `audience ${int(audiences)}`),
      // Attributes that no rule asks for.
      ...{ language: 'de', gender: 'f', age: 20 + int(60), points: int(1000), newsletter: true, store: int(100) },
    };
  });
  return { campaigns, sessions };
}

const COLLECTIONS = 10;

/** Campaigns that ask for items of a collection each, of so many entries; the same ones match, however many these are. */
export function collections(entries) {
  const { sessions } = workload(COLLECTIONS);
  const campaigns = Array.from({ length: COLLECTIONS }, (_, index) => {
    const held = new Set([`category ${index}`]);
    while (held.size < entries) held.add(`category ${index} that nobody sells ${held.size}`);
    return { id: index + 1, conditions: [{ kind: 'collection', name: `collection${index}`, held }] };
  });
  return { campaigns, sessions };
}
