import { bounded, rowsOf } from './data.mjs';
import { compare, summary } from './compare.mjs';
import { expectedOf } from './expected.mjs';
import { rowsAt } from './http.mjs';
import { Meter } from './meter.mjs';
import { observedOf } from './observed.mjs';
import { replay } from './replay.mjs';
import { seed } from './seed.mjs';

const LIVE_BASKETS_PER_SECOND = 25;
const SHOWN_DIFFERENCES = 20;

/** The baskets that earlier starts closed already, as the session read model has them. */
async function closedBefore(store) {
  const ids = new Set();
  const sessions = rowsAt(store.manage, `/v1/applications/${store.application}/sessions`, { state: 'closed' });
  for await (const { integrationId } of sessions) ids.add(integrationId);
  return ids;
}

/** Says what came out beside what must, and in what they differ. Gives the exit code: 1 where they do. */
export function judge(expected, observed, say) {
  for (const line of summary(expected, observed)) say(line);
  const differences = compare(expected, observed);
  for (const difference of differences.slice(0, SHOWN_DIFFERENCES)) say(difference);
  say(differences.length === 0 ? 'the cluster and the files agree' : `${differences.length} differences`);
  return differences.length === 0 ? 0 : 1;
}

/** A line a second while the work goes on. */
async function metered(meter, say, work) {
  const ticking = setInterval(() => say(meter.line()), 1000);
  try {
    return await work;
  } finally {
    clearInterval(ticking);
  }
}

/**
 * Seeds the store and replays its baskets. With `once` a bounded part as fast as it goes, then the comparison: resolves
 * to the exit code. Without, at a shop's pace, until `stopped()` or the last basket.
 */
export async function demo({ once, urls, brokers, adminEmail, adminPassword, stateFile, say, stopped }) {
  const store = await seed({ urls, adminEmail, adminPassword, stateFile, say });
  const all = rowsOf('baskets');
  const before = await closedBefore(store);
  const chosen = new Set((once ? bounded(all) : all).map(({ id }) => id));
  const baskets = all.filter(({ id }) => chosen.has(id) && !before.has(id));
  say(`${baskets.length} baskets to replay${before.size > 0 ? `, ${before.size} closed before` : ''}`);
  const meter = new Meter();
  const pace = once ? { width: 32, perSecond: 0 } : { width: 64, perSecond: LIVE_BASKETS_PER_SECOND };
  await metered(meter, say, replay({ url: urls.gateway, key: store.key, baskets, meter, stopped, ...pace }));
  if (!once) return 0;
  const checked = all.filter(({ id }) => chosen.has(id) || before.has(id));
  return judge(expectedOf(checked), await observedOf({ urls, brokers, store, baskets: checked }), say);
}
