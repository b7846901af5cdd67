import { Engine } from 'json-rules-engine';

const CONDITIONS = {
  country: ({ value }) => ({ fact: 'country', operator: 'equal', value }),
  region: ({ value }) => ({ fact: 'region', operator: 'equal', value }),
  audience: ({ value }) => ({ fact: 'audiences', operator: 'contains', value }),
  category: ({ value }) => ({ fact: 'items', operator: 'someCategory', value }),
  units: (one) => ({ fact: 'items', operator: 'unitsOfCategory', value: one }),
  total: ({ atLeast }) => ({ fact: 'total', operator: 'greaterThanInclusive', value: atLeast }),
  tier: ({ values }) => ({ fact: 'tier', operator: 'in', value: values }),
  until: ({ before }) => ({ fact: 'now', operator: 'lessThan', value: before }),
  item: (one) => ({ fact: 'items', operator: 'someItem', value: one }),
  history: ({ atLeast }) => ({ fact: 'recentSessions', operator: 'greaterThanInclusive', value: atLeast }),
  coupon: ({ campaign }) => ({ fact: 'couponCampaign', operator: 'equal', value: campaign }),
};

const units = (items, wanted) =>
  items.reduce((sum, { category, quantity }) => (category === wanted ? sum + quantity : sum), 0);

/** Lists have no operators of their own in it, so they are written in JavaScript. */
export function conditions({ campaigns, sessions }) {
  const engine = new Engine();
  engine.addOperator('someCategory', (items, wanted) => items.some(({ category }) => category === wanted));
  engine.addOperator('unitsOfCategory', (items, { category, atLeast }) => units(items, category) >= atLeast);
  engine.addOperator('someItem', (items, { price, quantity }) =>
    items.some((item) => item.price >= price && item.quantity >= quantity),
  );
  for (const { id, conditions: all } of campaigns) {
    engine.addRule({
      conditions: { all: all.map((one) => CONDITIONS[one.kind](one)) },
      event: { type: 'match', params: { id } },
    });
  }
  return async (index) => {
    const { events } = await engine.run(sessions[index]);
    return events.map(({ params }) => params.id);
  };
}
