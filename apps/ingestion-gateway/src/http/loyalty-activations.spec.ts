import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ledgerJson, type Json } from '@tessera/api-contracts';
import type { LedgerEntry } from '@tessera/promotion';
import { loyaltyProgram } from '@tessera/promotion/testing';
import { type Gateway, keyHeader, NOTHING, startGateway } from '../testing/gateway.fixture';

// Points that wait, before a server that stands for the profile projection.

const entry: LedgerEntry = {
  ...{ kind: 'added', subledger: '', points: 250n, transactionUUID: 'one', name: 'n', at: 0n },
  ...{ start: 0n, expiry: null, campaign: 5n, ruleset: 6n, ruleName: 'earn', sessionId: 's1', importId: 0n },
};

const stored = (transactionUUID: string, profileId: string, application = 1): Json => ({
  ...ledgerJson({ ...entry, transactionUUID }),
  ...{ id: 7, created: '2026-01-01T00:00:00.000Z', application, profileId },
});

let gateway: Gateway;
let upstream: Server;
let entries: Json[];
let asked: string[];

beforeEach(async () => {
  entries = [];
  asked = [];
  upstream = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify({ hasMore: false, data: entries }));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  gateway = await startGateway({
    PROFILE_PROJECTION_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
  });
  gateway.catalog.apply(loyaltyProgram(9n));
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

async function activate(payload: object, program = 9) {
  const url = `/v1/loyalty_programs/${program}/activate_points`;
  const headers = { authorization: keyHeader('shop1') };
  const answer = await gateway.app.inject({ method: 'POST', url, headers, payload });
  return [answer.statusCode, answer.json<Json>()];
}

it('become active by their transactions: a record for each profile, and what was booked as the answer', async () => {
  entries = [stored('one', 'ann'), stored('two', 'ben'), stored('three', 'ann')];
  const subledgers = [{ id: '', lots: [], spent: 0n, expired: 0n, negative: 0n, tier: null, opening: null }];
  const ledger = { program: 9n, profileId: 'ann', joined: null, settled: 0n, subledgers, tierExpiry: null };
  const booked = { ...entry, kind: 'activated', start: 86_400_000n, sessionId: null };
  const event = { kind: 'LedgerChanged', entries: [entry, booked], tierChanges: [], ledger } as const;
  gateway.inbox.decide = ({ record: { payload } }) => {
    const mine = payload.kind === 'PointsActivationReceived' && payload.profileId === 'ann';
    return { decision: { ...NOTHING, events: mine ? [event] : [] } };
  };
  expect(await activate({ transactionUUIDs: ['one', 'two', 'three'] })).toEqual([
    200,
    {
      ledgerEntries: [
        {
          ...{ programId: 9, profileIntegrationId: 'ann', transactionUUID: 'one', name: 'n', subledgerId: '' },
          ...{ amount: 2.5, startDate: '1970-01-02T00:00:00.000Z', expiryDate: 'unlimited' },
        },
      ],
    },
  ]);
  expect(gateway.inbox.received.map(({ record }) => record.payload)).toEqual([
    { kind: 'PointsActivationReceived', profileId: 'ann', program: 9n, transactionUUIDs: ['one', 'three'] },
    { kind: 'PointsActivationReceived', profileId: 'ben', program: 9n, transactionUUIDs: ['two'] },
  ]);
  expect(asked).toEqual([
    '/internal/loyalty_programs/9/entries?total=false&pageSize=1000&kinds=added&transactionUuids=one%2Ctwo%2Cthree',
  ]);
});

it('become active by their session, of which another application may have one of the same id', async () => {
  entries = [stored('one', 'ann'), stored('foreign', 'ann', 2)];
  await activate({ sessionId: 's1' });
  expect(gateway.inbox.only.payload).toMatchObject({ transactionUUIDs: ['one'] });
  expect(asked[0]).toContain('sessionIds=s1');
});

it.each([
  ['nothing', {}, 400, 'loyalty.which'],
  ['both', { sessionId: 's', transactionUUIDs: ['u'] }, 400, 'loyalty.which'],
  ['no transactions', { transactionUUIDs: [] }, 400, 'list.length'],
  ['what nobody knows', { transactionUUIDs: ['u'] }, 404, 'loyalty.not_waiting'],
])('are not activated by %s', async (_, payload, status, code) => {
  expect(await activate(payload)).toMatchObject([status, { errors: [{ code }] }]);
  expect(gateway.inbox.received).toEqual([]);
});

it('are not those of a program of other applications', async () => {
  expect(await activate({ sessionId: 's1' }, 8)).toMatchObject([404, { errors: [{ code: 'loyalty.not_found' }] }]);
});
