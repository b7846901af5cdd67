import { ledgerJson } from '@tessera/api-contracts';
import type { Ledger, LedgerEntry } from '@tessera/promotion';
import { loyaltyProgram } from '@tessera/promotion/testing';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gateway, keyHeader, startGateway } from '../testing/gateway.fixture';

// The profile projection behind the gateway, as a server of this spec.

const DAY = 86_400_000n;
const now = BigInt(Date.now());

const lot = (transactionUUID: string, points: bigint, start: bigint, expiry: bigint | null) => ({
  ...{ transactionUUID, name: 'n', points },
  ...{ start, expiry, validity: null },
});

const ledger: Ledger = {
  program: 9n,
  profileId: 'ann',
  joined: null,
  settled: now - 3n * DAY,
  tierExpiry: null,
  subledgers: [
    {
      id: '',
      lots: [lot('gone', 100n, 0n, now - DAY), lot('held', 250n, 0n, now + DAY), lot('later', 50n, now + DAY, null)],
      ...{ spent: 300n, expired: 10n, negative: 0n },
      tier: null,
      opening: null,
    },
    { id: 'bonus', lots: [], spent: 1n, expired: 0n, negative: 7n, tier: null, opening: null },
  ],
};

const entry: LedgerEntry = {
  ...{ kind: 'added', subledger: '', points: 250n, transactionUUID: 'held', name: 'n', at: now },
  ...{ start: 0n, expiry: now + DAY, campaign: 5n, ruleset: 6n, ruleName: 'earn', sessionId: 's1', importId: 0n },
};

let gateway: Gateway;
let upstream: Server;
let asked: IncomingMessage[];

beforeEach(async () => {
  asked = [];
  upstream = createServer((request, response) => {
    asked.push(request);
    const url = request.url ?? '';
    if (url.includes('/nobody')) response.writeHead(404).end('{}');
    else if (!url.includes('/entries')) response.end(JSON.stringify({ ledger: ledgerJson(ledger) }));
    else {
      const one = {
        ...ledgerJson(entry),
        id: 700_000,
        created: '2026-01-01T00:00:00.000Z',
        application: 1,
        profileId: 'ann',
      };
      response.end(JSON.stringify({ hasMore: false, data: [one] }));
    }
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const tiers = [{ name: 'silver', minPoints: 200n }];
  const programs = [loyaltyProgram(9n, { tiers }), loyaltyProgram(8n, { name: 'other', subscribedApplications: [2n] })];
  gateway = await startGateway({ PROFILE_PROJECTION_URL: url });
  for (const program of programs) gateway.catalog.apply(program);
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

async function read(path: string) {
  const answer = await gateway.app.inject({
    url: `/v1/loyalty_programs/${path}`,
    headers: { authorization: keyHeader('reader') },
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
}

describe('balances', () => {
  it('are those of now, whenever the ledger was written', async () => {
    const { status, body } = await read('9/profile/ann/balances');
    expect([status, body]).toEqual([
      200,
      {
        balance: { activePoints: 2.5, pendingPoints: 0.5, spentPoints: 3, expiredPoints: 1.1, negativePoints: 0 },
        subledgerBalances: {
          bonus: { activePoints: 0, pendingPoints: 0, spentPoints: 0.01, expiredPoints: 0, negativePoints: 0.07 },
        },
      },
    ]);
    expect(asked[0]?.url).toBe('/internal/loyalty_programs/9/profiles/ann');
  });

  it('are those of a later day, with tiers, and of one subledger, where that is asked for', async () => {
    const end = new Date(Number(now + 2n * DAY)).toISOString();
    const { body } = await read(`9/profile/ann/balances?endDate=${end}&includeTiers=true&subledgerId=none`);
    expect(body).toMatchObject({
      balance: { activePoints: 0.5, pendingPoints: 0, expiredPoints: 3.6, currentTier: { name: 'silver' } },
      subledgerBalances: {},
    });
  });

  it('of the past are not kept', async () => {
    expect(await read('9/profile/ann/balances?endDate=2020-01-01T00:00:00Z')).toMatchObject({ status: 400 });
  });
});

describe('points', () => {
  it('are shown with the addition that made them', async () => {
    const { body } = await read('9/profile/ann/points');
    expect(body).toMatchObject({
      hasMore: false,
      data: [{ transactionUUID: 'held', amount: 2.5, customerSessionId: 's1', created: '2026-01-01T00:00:00.000Z' }],
    });
  });

  it('are pending before they start', async () => {
    const { body } = await read('9/profile/ann/points?status=pending');
    expect(body).toMatchObject({ data: [{ transactionUUID: 'later', expiryDate: 'unlimited' }] });
  });
});

it('an inventory has the points of all programs that the application is subscribed to', async () => {
  const answer = await gateway.app.inject({
    url: '/v1/customer_profiles/ann/inventory?loyalty=true',
    headers: { authorization: keyHeader('reader') },
  });
  expect(JSON.parse(answer.body)).toMatchObject({
    loyalty: { programs: { '9': { ledger: { currentBalance: 2.5, expiredBalance: 1.1 }, subLedgers: { bonus: {} } } } },
  });
});

it('transactions are filtered where they are kept', async () => {
  const { body } = await read('9/profile/ann/transactions?loyaltyTransactionType=session&pageSize=5');
  expect(body).toMatchObject({
    hasMore: false,
    data: [{ id: 700_000, type: 'addition', amount: 2.5, rulesetId: 6, ruleName: 'earn' }],
  });
  const query = new URL(asked[0]?.url ?? '', 'http://x').searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    kinds: 'added,opened,deducted,takenBack,givenBack',
    type: 'session',
  });
});

it.each([
  ['8/profile/ann/balances', 'loyalty.not_found'],
  ['7/profile/ann/points', 'loyalty.not_found'],
  ['9/profile/nobody/transactions', 'profile.not_found'],
])('%s is not there, or not in this application', async (path, code) => {
  expect(await read(path)).toMatchObject({ status: 404, body: { errors: [{ code }] } });
});
