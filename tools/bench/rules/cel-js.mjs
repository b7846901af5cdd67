import { Environment } from '@marcbachmann/cel-js';

const EXPRESSIONS = {
  country: ({ value }) => `session.country == "${value}"`,
  region: ({ value }) => `session.region == "${value}"`,
  audience: ({ value }) => `"${value}" in session.audiences`,
  category: ({ value }) => `session.items.exists(i, i.category == "${value}")`,
  units: ({ category, atLeast }) =>
    `sum(session.items.filter(i, i.category == "${category}").map(i, i.quantity)) >= ${atLeast}.0`,
  total: ({ atLeast }) => `session.total >= ${atLeast}.0`,
  tier: ({ values }) => `session.tier in ${JSON.stringify(values)}`,
  until: ({ before }) => `session.now < ${before}.0`,
  item: ({ price, quantity }) => `session.items.exists(i, i.price >= ${price}.0 && i.quantity >= ${quantity}.0)`,
  history: ({ atLeast }) => `session.recentSessions >= ${atLeast}.0`,
  coupon: ({ campaign }) => `session.couponCampaign == ${campaign}.0`,
};

/** Its numbers are JavaScript's, so all are doubles; it has no sum. */
export function conditions({ campaigns, sessions }) {
  const environment = new Environment()
    .registerVariable('session', 'map')
    .registerFunction('sum(list): double', (values) => values.reduce((sum, value) => sum + value, 0));
  const rules = campaigns.map(({ id, conditions: all }) => {
    return { id, holds: environment.parse(all.map((one) => EXPRESSIONS[one.kind](one)).join(' && ')) };
  });
  return (index) => {
    const context = { session: sessions[index] };
    return rules.filter(({ holds }) => holds(context) === true).map(({ id }) => id);
  };
}
