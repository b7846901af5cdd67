import { eventually } from '@tessera/testing';
import { fold, type Folded } from './checker/fold';
import { contiguous, decidedOnce, effectsMatch, withinLimits } from './checker/invariants';
import { text, type Field, type Fields } from './checker/record';
import type { TestCluster } from './cluster.fixture';
import { succeeded, type Shape } from './http.fixture';
import type { Shop } from './shop.fixture';
import type { Traffic } from './traffic.fixture';

const CATCH_UP_MS = 60_000;
const major = (minor: Field | undefined) => Number(minor) / 100;

/** All pages of a list of the Management API. */
async function listed({ manage }: TestCluster, path: string): Promise<readonly Shape[]> {
  const all: Shape[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const at: string = `${path}?pageSize=1000${cursor && `&cursor=${cursor}`}`;
    const { body } = await succeeded(manage<{ data: Shape[]; cursor?: string }>('GET', at));
    all.push(...body.data);
    cursor = body.cursor;
  }
  return all;
}

type Comparable = readonly (readonly [string, ...unknown[]])[];
const sorted = (rows: readonly (readonly [string, ...unknown[]])[]): Comparable =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

const own = (entries: ReadonlyMap<string, Fields>, { application }: Shop) =>
  [...entries].filter(([key]) => key.startsWith(`${application}:`)).map(([, value]) => value);

/** What the read models must show of a shop, by the decisions alone. */
function foldedModels({ sessions, activities, couponUses }: Folded, shop: Shop) {
  return {
    sessions: sorted(
      own(sessions, shop).map((one) => [
        text(one['integrationId']),
        one['state'],
        one['profileId'],
        one['updateCount'],
        major(one['total']),
      ]),
    ),
    customers: sorted(
      own(activities, shop).map((one) => [
        text(one['profileId']),
        Number(one['closedSessions']),
        major(one['totalSales']),
      ]),
    ),
    coupons: sorted(shop.codes.map((code) => [code, Number(couponUses.get(`${shop.application}:${code}`))])),
  };
}

/** What the read models show of a shop. */
async function shownModels(cluster: TestCluster, shop: Shop) {
  const sessions = await listed(cluster, `${shop.path}/sessions`);
  const customers = await listed(cluster, `${shop.path}/customers`);
  const coupons = await listed(cluster, `${shop.path}/campaigns/${shop.campaign}/coupons`);
  return {
    sessions: sorted(
      sessions.map((one) => [
        String(one['integrationId']),
        one['state'],
        one['profileIntegrationId'],
        one['updateCount'],
        one['total'],
      ]),
    ),
    customers: sorted(customers.map((one) => [String(one['integrationId']), one['closedSessions'], one['totalSales']])),
    coupons: sorted(coupons.map((one) => [String(one['value']), one['usageCounter']])),
  };
}

/** An answer leaves when its decision is durable; in the topics it is to be seen a little later. */
async function untilPublished(cluster: TestCluster, { answered }: Traffic): Promise<void> {
  await eventually(async () => {
    expect(decidedOnce(await cluster.read('decisions.v1'), answered)).toEqual([]);
    return true;
  }, CATCH_UP_MS);
}

/**
 * Checks, after all traffic was answered, what must hold whatever was killed or stopped meanwhile: each request decided once, the
 * topics without gap or repeat, the effects as decided, no limit passed, and the read models equal to the fold of the
 * decisions.
 */
export async function expectAllToHold(
  cluster: TestCluster,
  shop: Shop,
  traffic: Traffic,
  limit: number,
): Promise<void> {
  await untilPublished(cluster, traffic);
  const decisions = await cluster.read('decisions.v1');
  const effects = await cluster.read('effects.v1');
  expect(contiguous(decisions)).toEqual([]);
  expect(contiguous(effects)).toEqual([]);
  expect(decidedOnce(decisions, traffic.answered)).toEqual([]);
  expect(effectsMatch(decisions, effects)).toEqual([]);
  expect(withinLimits(decisions, new Map(shop.codes.map((code) => [code, BigInt(limit)])))).toEqual([]);
  const folded = foldedModels(fold(decisions), shop);
  expect(folded.coupons).toEqual([[shop.codes[0], limit]]);
  expect(traffic.accepted).toHaveLength(limit);
  await eventually(async () => {
    expect(await shownModels(cluster, shop)).toEqual(folded);
    return true;
  }, CATCH_UP_MS);
}
