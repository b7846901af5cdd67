const { inNode } = require('./in-node');

// Goal: what `bench rules` compares finds the same campaigns, also after the core has changed under it.

const CAMPAIGNS = 40;

it.each([
  ['tessera', 'conditions'],
  ['tessera', 'decisions'],
  ['zen', 'conditions'],
  ['cel-js', 'conditions'],
  ['json-rules-engine', 'conditions'],
])('%s finds by its %s the campaigns that match', async (engine, operation) => {
  const { matches } = await inNode(`
    import { checked } from './tools/bench/rules/checked.mjs';
    import { workload } from './tools/bench/rules/workload.mjs';
    console.log(JSON.stringify(await checked('${engine}', '${operation}', workload(${CAMPAIGNS}))));
  `);
  expect(matches).toBeGreaterThan(1);
});
