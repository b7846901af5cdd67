import { statSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { client } from '../../examples/grocer/http.mjs';
import { newCampaign } from './campaign.mjs';

const { Client } = createRequire(import.meta.url)('pg');
const { build } = createRequire(import.meta.url)('hdr-histogram-js');

const FEW = 1_000;
const TRIES = 200;
const WARM = 500;
const LOOK_MS = 100;

const bodyOf =
  (call) =>
  async (...request) =>
    (await call(...request)).body;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** Takes every code of its campaign. */
const RULE = {
  title: 'bench',
  condition: ['cel', 'coupon.valid'],
  effects: [['setDiscount', { name: 'bench', value: '1' }]],
};

/** Creates coupons by a job. Resolves to the seconds until all can be redeemed, and until all can be found. */
async function create({ management, projection, place, count }) {
  const begin = performance.now();
  const since = () => (performance.now() - begin) / 1000;
  const { batchId, jobId } = await management('POST', `${place}/coupons_async`, {
    usageLimit: 0,
    numberOfCoupons: count,
  });
  for (;;) {
    const { state, error } = await management('GET', `${place}/coupon_jobs/${jobId}`);
    if (state === 'done') break;
    if (state !== 'running') throw new Error(`the job is ${state}: ${error}`);
    await pause(LOOK_MS);
  }
  const redeemable = since();
  const counted = async () => {
    const { rows } = await projection.query('SELECT count(*) AS count FROM coupon WHERE batch = $1', [batchId]);
    return Number(rows[0].count);
  };
  while ((await counted()) < count) await pause(LOOK_MS);
  return { redeemable, queryable: since(), batchId };
}

async function codesOf({ management, place, batchId }) {
  const { data } = await management('GET', `${place}/coupons?batchId=${batchId}&pageSize=${WARM + TRIES}`);
  return data.map(({ value }) => value);
}

/** Calls one after the other; those that warm up are not counted. */
async function latencies(codes, call) {
  const seen = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const [index, code] of codes.entries()) {
    const begin = performance.now();
    await call(code, index);
    if (index >= WARM) seen.recordValue(Math.max(1, Math.round((performance.now() - begin) * 1000)));
  }
  return seen;
}

/** Finding a code in the read model, and redeeming it, one call at a time. */
async function tries({ management, gateway, place, codes }) {
  const found = await latencies(codes, async (code) => {
    const page = await management('GET', `${place}/coupons/no_total?value=${encodeURIComponent(code)}&exactMatch=true`);
    if (page.data.length !== 1) throw new Error(`${page.data.length} coupons have a code that one has`);
  });
  const run = `coupons-${Date.now()}`;
  const redeemed = await latencies(codes, async (code, index) => {
    const customerSession = {
      state: 'closed',
      couponCodes: [code],
      cartItems: [{ sku: 'tea', quantity: 1, price: 9 }],
    };
    const { effects } = await gateway('PUT', `/v2/customer_sessions/${run}-${index}`, { customerSession });
    if (!effects.some(({ effectType }) => effectType === 'acceptCoupon')) throw new Error('a code was not accepted');
  });
  return { found, redeemed };
}

const sizeOf = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;

/** What coupons take in the tables of the evaluator and of the projection, and the log in all. */
async function disk({ evaluator, projection, dataDir }) {
  const table = async (database) => {
    const { rows } = await database.query(`SELECT pg_total_relation_size('coupon') AS bytes`);
    return Number(rows[0].bytes);
  };
  return { state: await table(evaluator), readModel: await table(projection), log: sizeOf(join(dataDir, 'kafka')) };
}

const shown = (label, seen) =>
  `${label.padEnd(36)} p50 ${(seen.getValueAtPercentile(50) / 1000).toFixed(1).padStart(7)} ms  p99 ${(seen.getValueAtPercentile(99) / 1000).toFixed(1).padStart(7)} ms`;

async function measured(context, count) {
  const place = await newCampaign(context.store, [RULE]);
  const before = await disk(context);
  const few = await create({ ...context, place, count: FEW });
  const codes = await codesOf({ ...context, place, batchId: few.batchId });
  const beside = await tries({ ...context, place, codes });
  const made = await create({ ...context, place, count });
  const among = await tries({ ...context, place, codes });
  const after = await disk(context);
  const each = (name) => Math.round((after[name] - before[name]) / (count + FEW));
  const grown = (name) => `${megabytes(after[name] - before[name])} (${each(name)} bytes a coupon)`;
  return [
    `${count} coupons can be redeemed after ${made.redeemable.toFixed(1)} s: ${Math.round(count / made.redeemable)}/s`,
    `${' '.repeat(String(count).length)} and be found after    ${made.queryable.toFixed(1)} s: ${Math.round(count / made.queryable)}/s`,
    shown(`find one code of ${FEW}`, beside.found),
    shown(`find one code of ${count + FEW}`, among.found),
    shown(`redeem one code of ${FEW}`, beside.redeemed),
    shown(`redeem one code of ${count + FEW}`, among.redeemed),
    `disk: state ${grown('state')}, read model ${grown('readModel')}, log ${grown('log')}`,
  ];
}

export async function bench({ cluster, store, sizes, dataDir }) {
  const connect = async (schema) => {
    const database = new Client({ connectionString: cluster.databaseUrl, options: `-c search_path=${schema}` });
    await database.connect();
    return database;
  };
  const [evaluator, projection] = await Promise.all([connect('rule_evaluator'), connect('coupon_projection')]);
  try {
    const management = bodyOf(store.manage);
    const gateway = bodyOf(client(cluster.urls['ingestion-gateway'], `ApiKey-v1 ${store.key}`));
    return await measured({ store, management, gateway, evaluator, projection, dataDir }, sizes.coupons);
  } finally {
    await Promise.all([evaluator.end(), projection.end()]);
  }
}
