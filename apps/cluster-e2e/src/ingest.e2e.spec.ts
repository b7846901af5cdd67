import { bulkEvents, integrationEvents, type InboxRecord } from '@tessera/event-contracts';
import { eventually } from '@tessera/testing';
import { fields, list, type Fields } from '@tessera/testing/log';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { contiguous, decidedOnce } from './checker/invariants';
import { clusterOfThisFile, START_MS } from './cluster.fixture';
import { decided, succeeded, type Shape } from './http.fixture';
import { newShop, type Shop } from './shop.fixture';

const LINES = 4_000;
const TIMEOUT_MS = START_MS;
const cluster = clusterOfThisFile();
let shop: Shop;

beforeAll(async () => {
  shop = await newShop(cluster());
}, TIMEOUT_MS);

interface Result {
  readonly line?: number;
  readonly status?: number;
  readonly requestId?: string;
  readonly errors?: readonly Shape[];
  readonly summary?: { readonly received: number; readonly decided: number; readonly failed: number };
}

/** Streams the lines in and gives all lines that came back; node:http, since fetch is not full duplex. */
async function ingest(lines: readonly string[]): Promise<readonly Result[]> {
  const headers = { authorization: `ApiKey-v1 ${shop.key}`, 'content-type': 'application/x-ndjson' };
  const call = request(`${cluster().gatewayUrl}/v1/ingest`, { method: 'POST', headers });
  const results = new Promise<readonly Result[]>((resolve, reject) => {
    call.on('error', reject);
    call.on('response', (response) => {
      const answers: Result[] = [];
      const reader = createInterface({ input: response });
      reader.on('line', (line) => answers.push(JSON.parse(line) as Result));
      reader.on('close', () => resolve(answers));
    });
  });
  for (const line of lines) {
    if (!call.write(`${line}\n`)) await new Promise((resolve) => call.once('drain', resolve));
  }
  call.end();
  return results;
}

const basket = { cartItems: [{ sku: 'tea', quantity: 1, price: 3 }], state: 'closed' };

function lineOf(number: number): string {
  const requestId = `line-${number}`;
  const occurredAt = '2020-01-02T03:04:05Z';
  if (number % 4 === 0) {
    return JSON.stringify({
      type: 'profile',
      id: `streamer-${number}`,
      body: { attributes: {} },
      requestId,
      occurredAt,
    });
  }
  const body = { customerSession: { ...basket, profileId: `streamer-${number % 50}` } };
  return JSON.stringify({ type: 'session', id: `streamed-${number}`, body, requestId, occurredAt });
}

test(
  'a stream of some thousand lines is decided line by line, and sent again it is decided no more',
  async () => {
    const good = Array.from({ length: LINES }, (_, index) => lineOf(index + 1));
    const bad = [
      '{"type":"session"',
      JSON.stringify({ type: 'session', id: 'x', body: { customerSession: { state: 'odd' } } }),
    ];
    const first = await ingest([...good, ...bad]);
    expect(first.at(-1)?.summary).toMatchObject({ received: LINES + 2, decided: LINES, failed: 2 });
    const failures = first.filter(({ line }) => line !== undefined);
    expect(failures.map(({ line, status }) => [line, status]).sort()).toEqual([
      [LINES + 1, 400],
      [LINES + 2, 400],
    ]);

    const second = await ingest(good);
    expect(second.at(-1)?.summary).toMatchObject({ received: LINES, decided: LINES, failed: 0 });
    const decisions = await cluster().read('decisions.v1');
    expect(
      decidedOnce(
        decisions,
        good.map((_, index) => `line-${index + 1}`),
      ),
    ).toEqual([]);
    expect(contiguous(decisions)).toEqual([]);
    const streamed = await stored('streamed-1');
    expect(streamed['customerSession']).toMatchObject({ state: 'closed', total: 3, updateCount: 1 });
  },
  TIMEOUT_MS,
);

const envelope = (requestId: string) => ({
  id: requestId,
  src: '',
  seq: 0n,
  requestId,
  application: BigInt(shop.application),
  at: null,
  recordedAt: 0n,
  catalogVersion: 0n,
  currency: 'USD',
  idempotency: null,
});

/** What any producer writes who has the schema and the address of the broker, with the partitioner of its client. */
async function produce(topic: typeof integrationEvents, record: InboxRecord): Promise<void> {
  const { brokers, prefix } = cluster();
  const kafka = new Kafka({ clientId: 'shop', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const value = Buffer.from(topic.toWire(record));
  await producer.send({ topic: prefix + topic.name, messages: [{ key: topic.key(record), value }] });
  await producer.disconnect();
}

const TEA = { sku: 'tea', name: null, quantity: 2, price: 5_250_000n, category: 'drinks' };
const UNMEASURED = { weight: null, height: null, width: null, length: null };

const sessionUpdate = (sessionId: string, state: string): InboxRecord['payload'] => ({
  kind: 'SessionUpdateReceived',
  sessionId,
  profileId: `buyer-${sessionId}`,
  state,
  cartItems: [{ ...TEA, ...UNMEASURED, attributes: {}, additionalCosts: {} }],
  couponCodes: shop.codes,
  referralCode: null,
  additionalCosts: null,
  identifiers: null,
  attributes: null,
  evaluableCampaignIds: null,
});

const sameOverHttp = (sessionId: string, state: string) => ({
  customerSession: {
    profileId: `buyer-${sessionId}`,
    state,
    cartItems: [{ sku: 'tea', quantity: 2, price: 5.25, category: 'drinks' }],
    couponCodes: shop.codes,
  },
});

/** A session as soon as the read model has it: nobody has a token of what did not come by a call. */
const stored = (session: string): Promise<Shape> =>
  eventually(async () => {
    const { status, body } = await shop.integrate('GET', `/v2/customer_sessions/${session}`);
    return status === 200 ? body : undefined;
  });

/** A stored session with its effects, less what is of this one alone. */
async function shown(session: string): Promise<unknown> {
  const text = JSON.stringify(await stored(session), (name, value: unknown) => (OWN.has(name) ? null : value));
  return JSON.parse(text);
}

const OWN = new Set(['id', 'created', 'updated', 'integrationId', 'profileId']);

async function decisionOf(requestId: string): Promise<Fields> {
  return eventually(async () => {
    const decisions = await cluster().read('decisions.v1');
    const found = decisions.find(({ value }) => value['requestId'] === requestId);
    return found && fields(found.value['payload']);
  });
}

test.each([integrationEvents, bulkEvents])(
  'valid Avro in $name is decided as the same call over HTTP',
  async (topic) => {
    const [http, avro] = [`http-${topic.name}`, `avro-${topic.name}`];
    const path = `/v2/customer_sessions/${http}`;
    await succeeded(decided(shop.integrate, 'PUT', path, sameOverHttp(http, 'closed')));
    await produce(topic, { ...envelope(randomUUID()), payload: sessionUpdate(avro, 'closed') });
    const overHttp = await shown(http);
    expect(await shown(avro)).toEqual(overHttp);
    expect(overHttp).toMatchObject({
      customerSession: { state: 'closed', total: 10.5 },
      effects: [{ effectType: 'acceptCoupon' }, { effectType: 'setDiscount', props: { value: 1.05 } }],
    });
  },
  TIMEOUT_MS,
);

test(
  'Avro whose content breaks a rule is refused for the same reason as over HTTP',
  async () => {
    const path = '/v2/customer_sessions/odd-http';
    const refused = await decided<{ errors: { code: string }[] }>(
      shop.integrate,
      'PUT',
      path,
      sameOverHttp('odd-http', 'odd'),
    );
    expect(refused.status).toBe(400);
    const requestId = randomUUID();
    await produce(integrationEvents, { ...envelope(requestId), payload: sessionUpdate('odd-avro', 'odd') });
    const { outcome, refusals, events, effects } = await decisionOf(requestId);
    expect({ outcome, events, effects }).toEqual({ outcome: 'refused', events: [], effects: [] });
    expect(list(refusals).map(({ code }) => code)).toEqual(refused.body.errors.map(({ code }) => code));
  },
  TIMEOUT_MS,
);

test(
  'each read model tells how far behind it is',
  async () => {
    for (const name of ['profile', 'session', 'coupon', 'campaign']) {
      const url = cluster().urls[`${name}-projection`] ?? '';
      await eventually(async () => {
        const answer = await fetch(`${url}/health/ready`);
        expect(await answer.json()).toMatchObject({ checks: { lag: { up: true, details: { records: 0 } } } });
        return true;
      }, 30_000);
    }
  },
  TIMEOUT_MS,
);
