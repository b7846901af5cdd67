import { fetched } from './peer.mjs';

const { ZenEngine } = fetched('@gorules/zen-engine', '0.54.0');

/** The columns of a decision table, rarest first, so that most rows end at their first cell; what a cell says in each. */
const COLUMNS = {
  coupon: { field: 'couponCampaign', cell: ({ campaign }) => String(campaign) },
  audience: { field: '', cell: ({ value }) => `'${value}' in audiences` },
  category: { field: '', cell: ({ value }) => `some(items, #.category == '${value}')` },
  units: {
    field: '',
    cell: ({ category, atLeast }) => `sum(map(filter(items, #.category == '${category}'), #.quantity)) >= ${atLeast}`,
  },
  region: { field: 'region', cell: ({ value }) => `'${value}'` },
  country: { field: 'country', cell: ({ value }) => `'${value}'` },
  history: { field: 'recentSessions', cell: ({ atLeast }) => `>= ${atLeast}` },
  tier: { field: 'tier', cell: ({ values }) => values.map((value) => `'${value}'`).join(', ') },
  total: { field: 'total', cell: ({ atLeast }) => `>= ${atLeast}` },
  until: { field: 'now', cell: ({ before }) => `< ${before}` },
  item: { field: '', cell: ({ price, quantity }) => `some(items, #.price >= ${price} and #.quantity >= ${quantity})` },
};

function rowOf({ id, conditions: all }) {
  const cells = Object.entries(COLUMNS).map(([kind, { cell }]) => {
    const condition = all.find((one) => one.kind === kind);
    return [kind, condition === undefined ? '' : cell(condition)];
  });
  return { _id: `row-${id}`, ...Object.fromEntries(cells), id: String(id) };
}

function tableOf(campaigns) {
  const inputs = Object.entries(COLUMNS).map(([kind, { field }]) => ({
    id: kind,
    name: kind,
    type: 'expression',
    field,
  }));
  const outputs = [{ id: 'id', name: 'id', type: 'expression', field: 'id' }];
  return { hitPolicy: 'collect', inputs, outputs, rules: campaigns.map(rowOf) };
}

/** A row for each campaign. */
export function conditions({ campaigns, sessions }) {
  const [input, table, output] = [
    { id: 'in', type: 'inputNode', name: 'in' },
    { id: 'table', type: 'decisionTableNode', name: 'table', content: tableOf(campaigns) },
    { id: 'out', type: 'outputNode', name: 'out' },
  ];
  const edges = [
    { id: 'first', type: 'edge', sourceId: 'in', targetId: 'table' },
    { id: 'second', type: 'edge', sourceId: 'table', targetId: 'out' },
  ];
  const decision = new ZenEngine().createDecision({ nodes: [input, table, output], edges });
  return async (index) => {
    const { result } = await decision.evaluate(sessions[index]);
    return result.map(({ id }) => id);
  };
}
