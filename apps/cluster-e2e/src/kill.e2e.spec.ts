import { clusterOfThisFile, START_MS } from './cluster.fixture';
import { newGenerousShop, type GenerousShop } from './generous.fixture';
import { Traffic } from './traffic.fixture';
import { expectAllToHold } from './verdict.fixture';

/** The places in the evaluator's protocol where it can be told to die, by `FAILPOINT`. */
const FAILPOINTS = [
  'before_pg_commit',
  'after_pg_commit',
  'after_send',
  'after_offsets',
  'before_endtxn',
  'after_endtxn',
  'mid_reply',
];
const CUSTOMERS = 20;
/** Fewer than there are customers, so that a redemption that was lost or made twice would show. */
const LIMIT = 60;
const BY_SIGKILL = 128 + 9;
const TIMEOUT_MS = START_MS;

const cluster = clusterOfThisFile();
let shop: GenerousShop;
let traffic: Traffic;

beforeAll(async () => {
  shop = await newGenerousShop(cluster(), { usageLimit: LIMIT, giveaways: LIMIT });
  traffic = new Traffic(shop);
}, TIMEOUT_MS);

function evaluator() {
  const found = cluster().handle.process('rule-evaluator');
  if (!found) throw new Error('there is no evaluator');
  return found;
}

test.each(FAILPOINTS)(
  'an evaluator killed at %s under traffic is replaced, and every customer gets an answer',
  async (failpoint) => {
    await evaluator().restart({ FAILPOINT: `${failpoint}:3` });
    const answered = traffic.send(CUSTOMERS);
    expect(await evaluator().exited()).toBe(BY_SIGKILL);
    await evaluator().restart();
    await answered;
  },
  TIMEOUT_MS,
);

test(
  'after all kills every request was decided once, nothing is missing or twice, and the read models follow',
  () => expectAllToHold(cluster(), shop, traffic, LIMIT),
  TIMEOUT_MS,
);
