import { encodeReadToken, integrationEvents, integrationReplies, type Reply } from '@tessera/event-contracts';
import type { DomainEvent } from '@tessera/promotion';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coupon, profile, session } from '../testing/decided.fixture';
import { type Gateway, keyHeader, NOTHING, replyTo, startGateway } from '../testing/gateway.fixture';

// How often a profile redeemed a coupon is in the answers of sessions, before a server that stands for the coupon projection
// and for an evaluator.

let gateway: Gateway;
let upstream: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: IncomingMessage[];

/** What the projection has folded. */
const folded = (data: readonly object[]) => (_request: IncomingMessage, response: ServerResponse) =>
  response.end(JSON.stringify({ data }));

/** A dry run, before what else is asked. */
function dryRun(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  const decide = () => {
    const reply = replyTo(integrationEvents.fromWire(Buffer.concat(chunks)), { ...decided(1n), position: 0n });
    response.end(Buffer.from(integrationReplies.toWire(reply)));
  };
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', decide);
}

beforeEach(async () => {
  asked = [];
  upstream = createServer((request, response) => {
    if (request.url === '/internal/dry') return dryRun(request, response);
    asked.push(request);
    answer(request, response);
  });
  answer = folded([{ couponId: 31, count: 2 }]);
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  gateway = await startGateway({ COUPON_PROJECTION_URL: url, EVALUATOR_URL: url });
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const redemption = (couponId: bigint, delta: bigint, profileId = 'p1'): DomainEvent => ({
  ...{ kind: 'CouponRedemptionChanged', couponId, campaign: 5n, code: 'SPRING', sessionId: 's1', profileId, delta },
  ...{ usageCounter: 1n, discountDelta: 0n, discountCounter: 0n, referral: false },
});

/** A session with two coupons, of which it redeemed the first so often. */
const decided = (delta: bigint): Partial<Reply> => ({
  ...{ position: 7n, session, profile, coupons: [coupon(31n, 'SPRING'), coupon(32n, 'MAY')] },
  decision: { ...NOTHING, events: delta === 0n ? [] : [redemption(31n, delta)] },
});

const counts = (body: string) => {
  const { coupons } = JSON.parse(body) as { coupons?: { id: number; profileRedemptionCount?: number }[] };
  return coupons?.map(({ id, profileRedemptionCount }) => [id, profileRedemptionCount]);
};

async function put(options: { content?: string[]; query?: string; headers?: Record<string, string> } = {}) {
  const { content = ['coupons'], query = '', headers = {} } = options;
  const answered = await gateway.app.inject({
    ...{ method: 'PUT', url: `/v2/customer_sessions/s1${query}` },
    payload: { customerSession: { profileId: 'p1' }, responseContent: content },
    headers: { authorization: keyHeader('shop1'), ...headers },
  });
  return { status: answered.statusCode, stale: answered.headers['x-tessera-stale'], counts: counts(answered.body) };
}

describe('coupons of an answer', () => {
  it.each([
    [0n, 2],
    [1n, 3],
    [-1n, 1],
  ])('say how often the profile redeemed them, with %s by the call itself', async (delta, count) => {
    gateway.inbox.decide = () => decided(delta);
    const shown = [
      [31, count],
      [32, 0],
    ];
    expect(await put()).toEqual({ status: 200, stale: undefined, counts: shown });
    expect(asked.map(({ url }) => url)).toEqual([
      '/internal/applications/1/inventories/p1/redemptions?coupons=31%2C32&before=7',
    ]);
  });

  it('count nothing for another profile, which redeemed them in the session before', async () => {
    const events = [redemption(31n, -1n, 'p0')];
    gateway.inbox.decide = () => ({ ...decided(0n), decision: { ...NOTHING, events } });
    expect((await put()).counts).toContainEqual([31, 2]);
  });

  it('wait for what the profile did before, and not for the call itself', async () => {
    const seqs = [30n, 41n, 50n];
    gateway.inbox.decide = () => ({ ...decided(0n), decisionSeq: seqs.shift() ?? 0n, partition: 3 });
    await put({ content: [] });
    await put();
    await put();
    const before = [30n, 41n].map((decisionSeq) => encodeReadToken({ partition: 3, decisionSeq }));
    expect(asked.map(({ headers }) => headers['x-tessera-token'])).toEqual(before);
  });

  it('of a dry run count what it would redeem, after all that was folded', async () => {
    expect((await put({ query: '?dry=true' })).counts).toContainEqual([31, 3]);
    expect(asked.map(({ url }) => url)).toEqual([
      '/internal/applications/1/inventories/p1/redemptions?coupons=31%2C32',
    ]);
  });

  it('of nobody were never redeemed by it, and nothing is asked', async () => {
    gateway.inbox.decide = () => ({ ...decided(1n), profile: null });
    expect((await put()).counts).toEqual([
      [31, 0],
      [32, 0],
    ]);
    expect(asked).toEqual([]);
  });

  it('are asked for by calls that show them alone', async () => {
    gateway.inbox.decide = () => decided(1n);
    expect((await put({ content: ['customerSession'] })).counts).toBeUndefined();
    gateway.inbox.decide = () => ({ ...decided(1n), coupons: [] });
    expect((await put()).counts).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('are shown to a return as well', async () => {
    gateway.inbox.decide = () => decided(0n);
    const { body } = await gateway.app.inject({
      ...{ method: 'POST', url: '/v2/customer_sessions/s1/returns' },
      payload: { return: { returnedCartItems: [{ position: 0 }] }, responseContent: ['coupons'] },
      headers: { authorization: keyHeader('shop1') },
    });
    expect(counts(body)).toContainEqual([31, 2]);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['does not answer', (_request, response) => response.writeHead(503).end()],
    ['does not know the question', (_request, response) => response.writeHead(404).end('{}')],
    ['answers too late', () => undefined],
  ])('do without where the read model %s: what was decided is answered', async (_, broken) => {
    answer = broken;
    gateway.inbox.decide = () => decided(1n);
    expect(await put({ headers: { prefer: 'wait=0.2' } })).toEqual({
      ...{ status: 200, stale: 'true' },
      counts: [
        [31, undefined],
        [32, undefined],
      ],
    });
  });

  it('say that they may be stale where the read model says it', async () => {
    answer = (_request, response) => response.setHeader('x-tessera-stale', 'true').end('{"data":[]}');
    gateway.inbox.decide = () => decided(1n);
    expect(await put()).toMatchObject({ stale: 'true', counts: [[31, 1], {}] });
  });

  it('are as new as what went through this gateway, whatever token a write has', async () => {
    gateway.inbox.decide = () => decided(1n);
    await put({ content: [] });
    gateway.inbox.decide = () => ({ ...decided(1n), decisionSeq: 50n });
    const { status } = await put({ headers: { 'x-tessera-token': 'MC4x' } });
    expect([status, asked[0]?.headers['x-tessera-token']]).toEqual([
      200,
      encodeReadToken({ partition: 3, decisionSeq: 41n }),
    ]);
  });
});
