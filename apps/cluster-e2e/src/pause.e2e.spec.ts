import { eventually, eventuallyMeets } from '@tessera/testing';
import type { ServiceHandle } from '../../../tools/cluster-remote';
import { clusterOfThisFile, START_MS } from './cluster.fixture';
import { newGenerousShop, type GenerousShop } from './generous.fixture';
import { Traffic } from './traffic.fixture';
import { expectAllToHold } from './verdict.fixture';

const PARTITIONS = 4;
const CUSTOMERS = 20;
/** Fewer than there are customers, so that a redemption that was lost or made twice would show. */
const LIMIT = 60;
/** From a signal to a group that stands: the session timeout of 6 s, a rebalance, and a busy machine. */
const SETTLED_MS = 120_000;
const TIMEOUT_MS = 2 * START_MS;

const cluster = clusterOfThisFile({ evaluators: 2 });
let shop: GenerousShop;
let traffic: Traffic;

function evaluator(name: string): ServiceHandle {
  const found = cluster().handle.process(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/** How many partitions an evaluator owns and is ready to decide. */
async function claimed({ url }: ServiceHandle): Promise<number> {
  const answer = await fetch(`${url}/health/ready`);
  const { checks } = (await answer.json()) as { checks: { partitions: { details: { claimed: number } } } };
  return checks.partitions.details.claimed;
}

/** How often an evaluator has taken a partition over since its process began. */
async function claims({ url }: ServiceHandle): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^tessera_claims_total\S* (\d+)$/m.exec(text)?.[1]);
}

const owns = (one: ServiceHandle, count: number) =>
  eventuallyMeets(
    () => claimed(one),
    (found) => found === count,
    SETTLED_MS,
  );

const share = (...evaluators: readonly ServiceHandle[]) =>
  Promise.all(evaluators.map((one) => owns(one, PARTITIONS / evaluators.length)));

/** Customers who come while something happens: resolves when the first of them has an answer. */
async function startTraffic(): Promise<{ readonly answered: Promise<void> }> {
  const before = traffic.answered.length;
  const answered = traffic.send(CUSTOMERS);
  await eventually(() => (traffic.answered.length > before ? true : undefined), SETTLED_MS);
  return { answered };
}

beforeAll(async () => {
  shop = await newGenerousShop(cluster(), { usageLimit: LIMIT, giveaways: LIMIT });
  traffic = new Traffic(shop);
}, TIMEOUT_MS);

test.each([
  ['rule-evaluator', 'rule-evaluator-2'],
  ['rule-evaluator-2', 'rule-evaluator'],
])(
  '%s, stopped beyond the session timeout under traffic, is replaced by %s, comes back, and every customer gets an answer',
  async (stoppedName, otherName) => {
    const [stopped, other] = [evaluator(stoppedName), evaluator(otherName)];
    await share(stopped, other);
    const claimsBefore = await claims(stopped);
    const { answered } = await startTraffic();
    await stopped.kill('SIGSTOP');
    try {
      await owns(other, PARTITIONS);
      await answered;
    } finally {
      await stopped.kill('SIGCONT');
    }
    const { answered: afterwards } = await startTraffic();
    await share(stopped, other);
    await afterwards;
    expect(await claims(stopped)).toBeGreaterThan(claimsBefore);
  },
  TIMEOUT_MS,
);

test(
  'after all pauses every request was decided once, nothing is missing or twice, and the read models follow',
  () => expectAllToHold(cluster(), shop, traffic, LIMIT),
  TIMEOUT_MS,
);
