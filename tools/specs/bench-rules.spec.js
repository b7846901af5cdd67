const { inNode } = require('./in-node');

// Goal: what `bench rules` compares finds the same campaigns, also after the core has changed under it.

const CAMPAIGNS = 40;

async function matchesOf(engine, operation, workload) {
  const { matches } = await inNode(`
    import { checked } from './tools/bench/rules/checked.mjs';
    import * as workloads from './tools/bench/rules/workload.mjs';
    console.log(JSON.stringify(await checked('${engine}', '${operation}', workloads.${workload})));
  `);
  return matches;
}

it.each([
  ['tessera', 'conditions'],
  ['tessera', 'decisions'],
  ['zen', 'conditions'],
  ['cel-js', 'conditions'],
  ['json-rules-engine', 'conditions'],
])('%s finds by its %s the campaigns that match', async (engine, operation) => {
  expect(await matchesOf(engine, operation, `workload(${CAMPAIGNS})`)).toBeGreaterThan(1);
});

it('collections of any size let the same campaigns match', async () => {
  const [few, many] = [await collected(10), await collected(10_000)];
  expect(few).toBeGreaterThan(1);
  expect(many).toBe(few);
});

const collected = (entries) => matchesOf('tessera', 'decisions', `collections(${entries})`);
