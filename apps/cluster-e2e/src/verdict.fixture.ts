import { eventually } from '@tessera/testing';
import { fields, fold, list, long, text, type Fields, type Folded } from '@tessera/testing/log';
import { contiguous, decidedOnce, effectsMatch, toldIn, withinLimits } from './checker/invariants';
import type { TestCluster } from './cluster.fixture';
import type { GenerousShop } from './generous.fixture';
import { inParallel, succeeded, type Shape } from './http.fixture';
import type { Traffic } from './traffic.fixture';

const CATCH_UP_MS = 60_000;
const major = (minor: unknown) => Number(minor) / 100;

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

/** The rows of a kind that are the shop's, without their keys. */
const own = ({ rows }: Folded, kind: string, of: number): readonly Fields[] =>
  [...rows].filter(([key]) => key.startsWith(`${kind}/${of}/`)).map(([, row]) => fields(row));

/** Points that can be spent are those in lots: here nothing is pending, owed or expires. */
const pointsIn = (ledger: Fields) =>
  list(ledger['subledgers'])
    .flatMap(({ lots }) => list(lots))
    .reduce((sum, { points }) => sum + long(points), 0n);

/** What the read models must show of a shop, by the decisions alone. */
function foldedModels(folded: Folded, shop: GenerousShop) {
  return {
    sessions: sorted(
      own(folded, 'session', shop.application).map((one) => [
        text(one['integrationId']),
        one['state'],
        one['profileId'],
        one['updateCount'],
        major(one['total']),
      ]),
    ),
    customers: sorted(
      own(folded, 'activity', shop.application).map((one) => [
        text(one['profileId']),
        Number(one['closedSessions']),
        major(one['totalSales']),
      ]),
    ),
    coupons: sorted(
      own(folded, 'couponId', shop.application).map((one) => [text(one['code']), Number(one['usageCounter'])]),
    ),
    points: sorted(own(folded, 'ledger', shop.program).map((one) => [text(one['profileId']), major(pointsIn(one))])),
    tickets: Number(fields(folded.rows.get(`giveawayStock/${shop.pool}`))['awarded']),
    spent: major(folded.rows.get(`counter/${shop.application}/setDiscount|${shop.campaign}|||`)),
  };
}

/** What the read models show of a shop. */
async function shownModels(cluster: TestCluster, shop: GenerousShop) {
  const sessions = await listed(cluster, `${shop.path}/sessions`);
  const customers = await listed(cluster, `${shop.path}/customers`);
  const campaign = `${shop.path}/campaigns/${shop.campaign}`;
  const coupons = await listed(cluster, `${campaign}/coupons`);
  const names = customers.map((one) => String(one['integrationId']));
  const { body } = await succeeded(cluster.manage('GET', campaign));
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
    points: sorted(await inParallel(names, 20, async (name) => [name, await balanceOf(shop, name)] as const)),
    tickets: await ticketsGiven(cluster, shop),
    spent: body['discountCount'],
  };
}

async function balanceOf({ integrate, program }: GenerousShop, profile: string): Promise<unknown> {
  const path = `/v1/loyalty_programs/${program}/profile/${profile}/balances`;
  return (await succeeded(integrate<{ balance: Shape }>('GET', path))).body.balance['activePoints'];
}

/** Codes of the pool that say whose they are. */
async function ticketsGiven({ managementUrl, adminToken }: TestCluster, { pool }: GenerousShop): Promise<number> {
  const headers = { authorization: `Bearer ${adminToken}` };
  const answer = await fetch(`${managementUrl}/v1/giveaways/pools/${pool}/export`, { headers });
  return (await answer.text()).split('visitor-').length - 1;
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
 * topics without gap or repeat, the effects as decided, no limit passed, every amount what was added to it, and the read
 * models equal to the fold of the decisions.
 */
export async function expectAllToHold(
  cluster: TestCluster,
  shop: GenerousShop,
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
  const all = fold(toldIn(decisions));
  expect(all.contradictions).toEqual([]);
  const folded = foldedModels(all, shop);
  expect(folded.coupons).toEqual([[shop.codes[0], limit]]);
  expect(traffic.accepted).toHaveLength(limit);
  await eventually(async () => {
    expect(await shownModels(cluster, shop)).toEqual(folded);
    return true;
  }, CATCH_UP_MS);
}
