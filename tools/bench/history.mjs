import { request } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { client } from '../../examples/grocer/http.mjs';
import { newCampaign } from './campaign.mjs';
import { feed } from './ingest.mjs';

const { build } = createRequire(import.meta.url)('hdr-histogram-js');

const CUSTOMERS = 20;
const RECENT_SESSIONS = 5;
const TRIES = 400;
const WARM = 100;
const DAY_MS = 86_400_000;

const RULE = {
  title: 'regulars',
  condition: ['cel', `history.sessions.within('7d').sum(s, s.total) >= ${RECENT_SESSIONS}`],
  effects: [['customEffect', { name: 'regular', payload: {} }]],
};

/** A closed session of so many days ago. */
const line = (customer, id, days) => {
  const body = {
    customerSession: {
      profileId: customer,
      state: 'closed',
      cartItems: [{ sku: 'tea', quantity: 1, price: 5 }],
    },
    occurredAt: new Date(Date.now() - days * DAY_MS).toISOString(),
  };
  return `${JSON.stringify({ type: 'session', id, body })}\n`;
};

/** The sessions of all customers: a few of this week, and for every second customer many of half a year ago. */
function* past(run, old) {
  for (let customer = 0; customer < 2 * CUSTOMERS; customer += 1) {
    const name = `${run}-${customer}`;
    for (let n = 0; customer % 2 === 1 && n < old; n += 1) yield line(name, `${name}-old-${n}`, 180);
    for (let n = 0; n < RECENT_SESSIONS; n += 1) yield line(name, `${name}-new-${n}`, 1);
  }
}

/** Resolves when all lines are decided. */
async function ingest({ url, key, lines }) {
  const headers = { authorization: `ApiKey-v1 ${key}`, 'content-type': 'application/x-ndjson' };
  const call = request(`${url}/v1/ingest`, { method: 'POST', headers });
  const answered = once(call, 'response');
  await feed(call, lines);
  const [answer] = await answered;
  const answers = (await answer.toArray()).join('').trim().split('\n');
  const { summary } = JSON.parse(answers.at(-1));
  if (answer.statusCode !== 200 || summary.failed > 0) throw new Error(`ingest: ${answers.at(0)}`);
}

const histogram = () =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });

/** Calls one after the other, by turns for a customer without an old past and for one with. */
async function byTurns(call) {
  const seen = [histogram(), histogram()];
  for (let index = 0; index < 2 * (WARM + TRIES); index += 1) {
    const begin = performance.now();
    await call(index);
    const micros = Math.max(1, Math.round((performance.now() - begin) * 1000));
    if (index >= 2 * WARM) seen[index % 2].recordValue(micros);
  }
  return seen;
}

const inMs = (seen, percentile) => `${(seen.getValueAtPercentile(percentile) / 1000).toFixed(1).padStart(7)} ms`;
const shown = (label, seen) => `${label.padEnd(40)} p50 ${inMs(seen, 50)}  p99 ${inMs(seen, 99)}`;

/** What sessions outside a rule's window cost. */
export async function bench({ cluster, store, sizes }) {
  const url = cluster.urls['ingestion-gateway'];
  await newCampaign(store, [RULE]);
  const run = `history-${Date.now()}`;
  await ingest({ url, key: store.key, lines: past(run, sizes.past) });
  const gateway = client(url, `ApiKey-v1 ${store.key}`);
  const [few, many] = await byTurns(async (index) => {
    const customerSession = { profileId: `${run}-${index % (2 * CUSTOMERS)}`, cartItems: [] };
    const { body } = await gateway('PUT', `/v2/customer_sessions/${run}-try-${index}`, { customerSession });
    if (!body.effects.some(({ effectType }) => effectType === 'customEffect')) throw new Error('the rule did not hold');
  });
  const ratio = many.getValueAtPercentile(50) / few.getValueAtPercentile(50);
  return [
    shown(`${RECENT_SESSIONS} sessions in the window`, few),
    shown(`the same and ${sizes.past} before it`, many),
    `ratio at p50: ${ratio.toFixed(2)} (at most 1.2)`,
  ];
}
