import { ServiceTokens } from '@tessera/service-kit';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gateway, keyHeader, SETTINGS_OF_SPECS, startGateway } from '../testing/gateway.fixture';

const VIP = {
  kind: 'AudienceSaved',
  entity: {
    ...{ id: 5n, name: 'vip', description: '', integration: '', integrationId: '', createdIn3rdParty: false },
    ...{ subscribedApplications: [], created: 0n, modified: 0n },
  },
} as const;

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly key: unknown;
  readonly body: string;
}

let gateway: Gateway;
let upstream: Server;
let asked: Asked[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  upstream = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { method, url, headers } = request;
        const key = headers['idempotency-key'];
        asked.push({ method, url, key, authorization: headers.authorization, body: Buffer.concat(chunks).toString() });
        answer(request, response);
      });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  gateway = await startGateway({ MANAGEMENT_URL: url, PROFILE_PROJECTION_URL: url });
  gateway.catalog.apply(VIP);
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const call = async (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, key?: string) => {
  const headers = { authorization: keyHeader('shop1'), ...(key !== undefined && { 'idempotency-key': key }) };
  const { statusCode, body } = await gateway.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: statusCode, body: (body === '' ? undefined : JSON.parse(body)) as unknown };
};

const requests = () => gateway.inbox.received.map(({ record }) => record.payload);

describe('an audience', () => {
  it('is created by the management API, asked with a signed token, and known here when that is answered', async () => {
    answer = (_request, response) => {
      gateway.catalog.apply({ ...VIP, entity: { ...VIP.entity, id: 6n, name: 'new' } });
      response.setHeader('x-tessera-catalog', String(gateway.catalog.current.version));
      response.writeHead(201).end('{"id":6}');
    };
    expect(await call('POST', '/v2/audiences', { name: 'new' })).toEqual({ status: 201, body: { id: 6 } });
    expect(asked).toMatchObject([{ method: 'POST', url: '/internal/audiences', body: '{"name":"new"}' }]);
    const tokens = new ServiceTokens('management-api', SETTINGS_OF_SPECS.TESSERA_SERVICE_SECRET);
    const claims = await tokens.verify(asked[0]?.authorization);
    expect(claims).toEqual({ service: 'ingestion-gateway', application: '1' });
    const joined = { data: [{ action: 'add', profileIntegrationId: 'anna', audienceId: 6 }] };
    expect((await call('POST', '/v2/customer_audiences', joined)).status).toBe(204);
  });

  it.each([
    [409, 'audience.name'],
    [404, 'audience.not_found'],
  ])('that the management API refuses with %i is refused with its code', async (status, code) => {
    const error = { message: '', errors: [{ code, title: 'No' }], requestId: '' };
    answer = (_request, response) => response.writeHead(status).end(JSON.stringify(error));
    expect(await call('PUT', '/v2/audiences/5', { name: 'vip' })).toMatchObject({
      status,
      body: { errors: [{ code }] },
    });
  });

  it('is written under the key of the call, if it has one', async () => {
    answer = (_request, response) => response.end('{"id":5}');
    await call('PUT', '/v2/audiences/5', { name: 'vip' }, 'key-1');
    await call('DELETE', '/v2/audiences/5', undefined, 'key-2');
    await call('POST', '/v2/audiences', { name: 'new' });
    expect(asked.map(({ key }) => key)).toEqual(['key-1', 'key-2', undefined]);
  });

  it('is changed for each member once under a key, whoever came in meanwhile', async () => {
    const ids = () => gateway.inbox.received.map(({ record }) => record.requestId);
    answer = (_request, response) => response.end(JSON.stringify({ data: [{ integrationId: 'anna' }] }));
    await call('DELETE', '/v2/audiences/5/memberships', undefined, 'key-1');
    const both = { data: [{ integrationId: 'ben' }, { integrationId: 'anna' }] };
    answer = (_request, response) => response.end(JSON.stringify(both));
    await call('DELETE', '/v2/audiences/5/memberships', undefined, 'key-1');
    const [first, ofBen, ofAnna] = ids();
    expect(first).toMatch(/^key-1#/);
    expect([ofAnna, ofBen === first]).toEqual([first, false]);
    await call('DELETE', '/v2/audiences/5/memberships');
    expect(ids().slice(3)).not.toContain(first);
  });

  it('cannot be written while the management API is gone', async () => {
    answer = (_request, response) => response.writeHead(500).end();
    expect((await call('DELETE', '/v2/audiences/5')).status).toBe(503);
  });

  it('is given another attribute for everybody in it, page after page', async () => {
    const pages = [
      { data: [{ integrationId: 'anna' }, { integrationId: 'ben' }], cursor: 'next' },
      { data: [{ integrationId: 'cleo' }] },
    ];
    answer = (_request, response) => response.end(JSON.stringify(pages[asked.length - 1]));
    const answered = await call('PUT', '/v2/audience_customers/5/attributes', { attributes: { born: null } });
    expect(answered.status).toBe(204);
    expect(asked.map(({ url }) => new URL(`http://x${url}`).searchParams.get('cursor'))).toEqual([null, 'next']);
    expect(requests()).toMatchObject(
      ['anna', 'ben', 'cleo'].map((profileId) => ({ profileId, attributes: { born: null }, runRuleEngine: false })),
    );
  });

  it('is emptied by a request for each member', async () => {
    answer = (_request, response) => response.end(JSON.stringify({ data: [{ integrationId: 'anna' }] }));
    expect((await call('DELETE', '/v2/audiences/5/memberships')).status).toBe(204);
    expect(requests()).toMatchObject([{ profileId: 'anna', attributes: null, leaves: [5n], joins: [] }]);
  });

  it('that is not there has no members to change', async () => {
    expect((await call('DELETE', '/v2/audiences/77/memberships')).status).toBe(404);
    expect((await call('DELETE', '/v2/audiences/x')).status).toBe(404);
    expect(asked).toEqual([]);
  });
});

describe('memberships', () => {
  const add = (profileIntegrationId: string, audienceId = 5) => ({ action: 'add', profileIntegrationId, audienceId });
  const remove = (profileIntegrationId: string) => ({ ...add(profileIntegrationId), action: 'delete' });

  it('of many profiles are a request each, for which rules run; the last change of one counts', async () => {
    const data = [add('anna'), add('ben'), remove('anna')];
    expect((await call('POST', '/v2/customer_audiences', { data })).status).toBe(204);
    expect(requests()).toMatchObject([
      { profileId: 'anna', joins: [], leaves: [5n], runRuleEngine: true },
      { profileId: 'ben', joins: [5n], leaves: [], runRuleEngine: true },
    ]);
  });

  it('end when a call says so, each by itself or all that a profile joins', async () => {
    const until = '2026-09-01T00:00:00Z';
    const end = { audience: 5n, until: BigInt(Date.parse(until)) };
    const data = [{ ...add('anna'), until }, add('ben')];
    expect((await call('POST', '/v2/customer_audiences', { data })).status).toBe(204);
    expect(requests()).toMatchObject([
      { profileId: 'anna', joins: [5n], ends: [end] },
      { profileId: 'ben', joins: [5n], ends: [] },
    ]);
    const payload = { audiencesChanges: { adds: [5], until } };
    expect((await call('PUT', '/v2/customer_profiles/cleo', payload)).status).toBe(200);
    expect(requests().at(-1)).toMatchObject({ profileId: 'cleo', joins: [5n], ends: [end] });
    expect((await call('PUT', '/v2/customer_profiles/cleo', { audiencesChanges: { until: 'soon' } })).status).toBe(400);
  });

  it('are changed with a profile', async () => {
    const payload = { audiencesChanges: { adds: [5], deletes: [6] } };
    expect((await call('PUT', '/v2/customer_profiles/anna', payload)).status).toBe(200);
    expect(requests()).toMatchObject([{ joins: [5n], leaves: [6n], attributes: null }]);
  });

  it('of an audience that is not there are refused with their place, and nothing is recorded', async () => {
    const answered = await call('POST', '/v2/customer_audiences', { data: [add('anna'), add('ben', 77)] });
    expect(answered).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'audience.unknown', source: { pointer: '/data/1/audienceId' } }] },
    });
    expect(requests()).toEqual([]);
  });

  it('of too many profiles are refused', async () => {
    const data = Array.from({ length: 1001 }, (_, index) => add(`p${index}`));
    expect((await call('POST', '/v2/customer_audiences', { data })).status).toBe(413);
  });
});
