import { encodeReadToken, integrationEvents, integrationReplies } from '@tessera/event-contracts';
import { ServiceTokens } from '@tessera/service-kit';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gateway, keyHeader, replyTo, SETTINGS_OF_SPECS, startGateway } from '../testing/gateway.fixture';

// The services behind the gateway, as one server of this spec.

let gateway: Gateway;
let upstream: Server;
let answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
let asked: IncomingMessage[];

beforeEach(async () => {
  asked = [];
  answer = (_request, response) => response.end('{"customerSession":{},"effects":[]}');
  upstream = createServer((request, response) => {
    const chunks: Buffer[] = [];
    asked.push(request);
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => answer(request, response, Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  gateway = await startGateway({ SESSION_PROJECTION_URL: url, PROFILE_PROJECTION_URL: url, EVALUATOR_URL: url });
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const read = (id: string, headers: Record<string, string> = {}, key = 'shop1') =>
  gateway.app.inject({ url: `/v2/customer_sessions/${id}`, headers: { authorization: keyHeader(key), ...headers } });

const write = (id: string, headers: Record<string, string> = {}, query = '', body: object = {}) =>
  gateway.app.inject({
    method: 'PUT',
    url: `/v2/customer_sessions/${id}${query}`,
    payload: { customerSession: {}, ...body },
    headers: { authorization: keyHeader('shop1'), ...headers },
  });

const inventory = (profile: string, token = 'MC4x') =>
  gateway.app.inject({
    url: `/v1/customer_profiles/${profile}/inventory?profile=true`,
    headers: { authorization: keyHeader('shop1'), 'x-tessera-token': token },
  });

describe('a session', () => {
  it('is read from the projection, as the application of the key', async () => {
    const { statusCode, body } = await read('a%2Fb');
    expect([statusCode, body]).toEqual([200, '{"customerSession":{},"effects":[]}']);
    expect(asked[0]?.url).toBe('/internal/applications/1/customer_sessions/a%2Fb');
    const tokens = new ServiceTokens('projection', SETTINGS_OF_SPECS.TESSERA_SERVICE_SECRET);
    const claims = await tokens.verify(asked[0]?.headers.authorization);
    expect(claims).toEqual({ service: 'ingestion-gateway', application: '1' });
  });

  it('may be read with a read key; another shop asks for its own', async () => {
    expect((await read('s1', {}, 'reader')).statusCode).toBe(200);
    await read('s1', {}, 'shop2');
    expect(asked.map(({ url }) => url)).toEqual([
      '/internal/applications/1/customer_sessions/s1',
      '/internal/applications/2/customer_sessions/s1',
    ]);
  });

  it('is as new as the last write through this gateway', async () => {
    await write('s1');
    await read('s1');
    await read('s2');
    const last = encodeReadToken({ partition: 3, decisionSeq: 41n });
    expect(asked.map(({ headers }) => headers['x-tessera-token'])).toEqual([last, undefined]);
  });

  it('is as new as a token says, and says when it is not', async () => {
    answer = (_request, response) => response.setHeader('x-tessera-stale', 'true').end('{}');
    const { headers } = await read('s1', { 'x-tessera-token': 'MC4x' });
    expect(asked[0]?.headers['x-tessera-token']).toBe('MC4x');
    expect(headers['x-tessera-stale']).toBe('true');
  });

  it('waits for a write that nobody waited for', async () => {
    let decide = (): void => undefined;
    gateway.inbox.decide = ({ record }) => {
      decide = () => void gateway.pending.settle(replyTo(record));
      return undefined;
    };
    const accepted = await write('s1', { prefer: 'respond-async' });
    const token = accepted.headers['x-tessera-token'] as string;
    const byToken = read('other', { 'x-tessera-token': token });
    const bySession = read('s1');
    setTimeout(decide, 20);
    expect((await byToken).headers['x-tessera-stale']).toBeUndefined();
    expect((await bySession).headers['x-tessera-stale']).toBeUndefined();
    const due = encodeReadToken({ partition: 3, decisionSeq: 41n });
    expect(asked.map(({ headers }) => headers['x-tessera-token'])).toEqual([due, due]);
  });

  it("is stale where the write is not decided in time, or the token is another gateway's", async () => {
    gateway.inbox.decide = () => undefined;
    await write('s1', { prefer: 'wait=0' });
    expect((await read('s1')).headers['x-tessera-stale']).toBe('true');
    expect((await read('s2', { 'x-tessera-token': 'request-abc' })).headers['x-tessera-stale']).toBe('true');
  });

  it('of many profiles, each waits for its own of the writes that nobody waited for', async () => {
    const decide = new Map<string, () => void>();
    gateway.inbox.decide = ({ record }) => {
      decide.set(record.requestId, () => gateway.pending.settle(replyTo(record)));
      return undefined;
    };
    const written = await gateway.app.inject({
      method: 'PUT',
      url: '/v2/customer_profiles',
      payload: { customerProfiles: [{ integrationId: 'ann' }, { integrationId: 'ben' }] },
      headers: { authorization: keyHeader('shop1'), prefer: 'respond-async', 'idempotency-key': 'k' },
    });
    const [, token] = written.json<{ tokens: string[] }>().tokens;
    const shown = inventory('ben', token);
    setTimeout(() => decide.get('k#1')?.(), 20);
    expect((await shown).headers['x-tessera-stale']).toBeUndefined();
    const due = encodeReadToken({ partition: 3, decisionSeq: 41n });
    expect(asked.map(({ headers }) => headers['x-tessera-token'])).toEqual([due]);
  });

  it('of a profile is as new as a token says, too, and what is no token is refused', async () => {
    await inventory('ann', 'MC4x');
    expect(asked[0]?.headers['x-tessera-token']).toBe('MC4x');
    answer = (_request, response) => response.writeHead(400).end('{}');
    const { statusCode, body } = await inventory('ann', 'garbage');
    expect([statusCode, JSON.parse(body)]).toMatchObject([400, { errors: [{ code: 'token.invalid' }] }]);
  });

  it('that is not there, or not in this application, is 404', async () => {
    answer = (_request, response) => response.writeHead(404).end('{}');
    const { statusCode, body } = await read('s1');
    expect([statusCode, JSON.parse(body)]).toMatchObject([404, { errors: [{ code: 'session.not_found' }] }]);
  });

  it('that is not there yet says that this may be stale', async () => {
    answer = (_request, response) => response.setHeader('x-tessera-stale', 'true').writeHead(404).end('{}');
    const { statusCode, headers } = await read('s1', { 'x-tessera-token': 'MC4x' });
    expect([statusCode, headers['x-tessera-stale']]).toEqual([404, 'true']);
  });

  it.each([500, 503])('of a projection that answers %i is 503', async (status) => {
    answer = (_request, response) => response.writeHead(status).end();
    expect((await read('s1')).statusCode).toBe(503);
  });

  it('of a projection that is gone is 503, with the time to try again', async () => {
    upstream.closeAllConnections();
    upstream.close();
    const { statusCode, headers } = await read('s1');
    expect([statusCode, headers['retry-after']]).toEqual([503, '1']);
  });
});

describe('a dry run', () => {
  beforeEach(() => {
    answer = (_request, response, body) => {
      const record = integrationEvents.fromWire(body);
      response.end(Buffer.from(integrationReplies.toWire(replyTo(record))));
    };
  });

  it('is decided by an evaluator, and recorded nowhere', async () => {
    const { statusCode, headers, body } = await write('s1', {}, '?dry=true');
    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { effects: [] }]);
    expect([asked[0]?.method, asked[0]?.url]).toEqual(['POST', '/internal/dry']);
    expect(asked[0]?.headers['content-type']).toBe('application/octet-stream');
    expect(headers['x-tessera-token']).toBeUndefined();
    expect(gateway.inbox.received).toEqual([]);
  });

  it('says why, where it is asked for an explanation', async () => {
    const explanation = { campaigns: [], truncated: false };
    const decided = answer;
    answer = (request, response, body) => {
      if (request.url === '/internal/dry/explanation') response.end(JSON.stringify(explanation));
      else decided(request, response, body);
    };
    const asking = { responseContent: ['explanation'] };
    expect(JSON.parse((await write('s1', {}, '?dry=true', asking)).body)).toMatchObject({ effects: [], explanation });
    expect(JSON.parse((await write('s1', {}, '?dry=true')).body)).not.toHaveProperty('explanation');
    const returned = await gateway.app.inject({
      ...{ method: 'POST', url: '/v2/customer_sessions/s1/returns?dry=true&runRuleEngine=true' },
      payload: { ...asking, return: { returnedCartItems: [{ position: 0 }] } },
      headers: { authorization: keyHeader('shop1') },
    });
    expect(returned.json()).toMatchObject({ effects: [], explanation });
  });

  it('is refused early as a real one', async () => {
    const answered = await gateway.app.inject({
      method: 'PUT',
      url: '/v2/customer_sessions/s1?dry=true',
      payload: { customerSession: { state: 'paid' } },
      headers: { authorization: keyHeader('shop1') },
    });
    expect(answered.statusCode).toBe(400);
    expect(asked).toEqual([]);
  });

  it('of events answers, and of profiles records nothing', async () => {
    const headers = { authorization: keyHeader('shop1') };
    const event = { method: 'POST', url: '/v2/events?dry=true', payload: { type: 'rated' }, headers } as const;
    expect((await gateway.app.inject(event)).statusCode).toBe(200);
    const profile = { method: 'PUT', url: '/v2/customer_profiles/p?dry=true', payload: {}, headers } as const;
    expect((await gateway.app.inject(profile)).statusCode).toBe(200);
    expect(gateway.inbox.received).toEqual([]);
  });

  it('without an evaluator is 503', async () => {
    answer = (_request, response) => response.writeHead(503).end();
    expect((await write('s1', {}, '?dry=true')).statusCode).toBe(503);
  });
});
