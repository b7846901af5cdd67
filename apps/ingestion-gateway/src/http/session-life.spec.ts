import type { Session } from '@tessera/promotion';
import { session } from '../testing/decided.fixture';
import { type Gateway, keyHeader, startGateway } from '../testing/gateway.fixture';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.app.close());
beforeEach(() => gateway.inbox.received.splice(0));

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly errors: readonly { readonly code: string; readonly source?: object }[];
}

async function call(
  method: 'PUT' | 'POST',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const answer = await gateway.app.inject({
    method,
    url,
    ...(payload && { payload }),
    headers: { authorization: keyHeader('shop1'), ...headers },
  });
  const body = answer.json<Answered['body']>();
  return { status: answer.statusCode, body, errors: (body['errors'] ?? []) as Answered['errors'] };
}

const returns = (returnedCartItems: unknown, more: object = {}) =>
  call('POST', '/v2/customer_sessions/s%2F1/returns', { return: { returnedCartItems }, ...more });

describe('a return', () => {
  it('is recorded with what came back, and answered with the return', async () => {
    const returned: Session = {
      ...session,
      state: 'partially_returned',
      returns: [{ id: 7n, at: 0n, items: [{ position: 0, quantity: 1 }] }],
    };
    gateway.inbox.decide = () => ({ session: returned });
    const answer = await returns([{ position: 0 }, { position: 2, quantity: 1, sku: 'tea' }], {
      responseContent: ['customerSession'],
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { effects: [], return: { id: 7 }, customerSession: { state: 'partially_returned' } },
    });
    expect(gateway.inbox.only.payload).toEqual({
      kind: 'SessionReturnReceived',
      sessionId: 's/1',
      returnedCartItems: [
        { position: 0, quantity: null, sku: null },
        { position: 2, quantity: 1, sku: 'tea' },
      ],
      runRuleEngine: false,
    });
  });

  it('says whether campaigns are tried again on what is left', async () => {
    gateway.inbox.decide = () => ({ session });
    const payload = { return: { returnedCartItems: [{ position: 0 }] } };
    await call('POST', '/v2/customer_sessions/s%2F1/returns?runRuleEngine=true', payload);
    expect(gateway.inbox.only.payload).toMatchObject({ runRuleEngine: true });
  });

  it.each([
    ['nothing', [], 'return.empty', '/return/returnedCartItems'],
    ['no list', {}, 'field.type', '/return/returnedCartItems'],
    ['no position', [{ quantity: 1 }], 'field.required', '/return/returnedCartItems/0/position'],
    ['half a unit', [{ position: 0, quantity: 0.5 }], 'number.integer', '/return/returnedCartItems/0/quantity'],
    ['no int', [{ position: 1e300 }], 'number.range', '/return/returnedCartItems/0/position'],
    ['a line twice', [{ position: 0 }, { position: 0 }], 'return.position', '/return/returnedCartItems/1/position'],
  ])('of %s is refused early', async (_, items, code, pointer) => {
    const answer = await returns(items);
    expect(answer).toMatchObject({ status: 400, errors: [{ code, source: { pointer } }] });
    expect(gateway.inbox.received).toEqual([]);
  });
});

describe('reopening', () => {
  it.each([
    ['without a body', {}],
    ['with the type of a body that is not sent, as the SDK does', { 'content-type': 'application/json' }],
  ])('%s is recorded', async (_, headers) => {
    gateway.inbox.decide = () => ({});
    const answer = await call('PUT', '/v2/customer_sessions/s1/reopen', undefined, headers);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ requestId: gateway.inbox.only.requestId, effects: [] });
    expect(gateway.inbox.only.payload).toEqual({ kind: 'SessionReopenReceived', sessionId: 's1' });
  });

  it('of a session with a bad id is refused early', async () => {
    const answer = await call('PUT', `/v2/customer_sessions/${'x'.repeat(1001)}/reopen`);
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ code: 'id.length', source: { parameter: 'customerSessionId' } }],
    });
  });
});

describe('the legacy calls', () => {
  beforeEach(() => {
    gateway.inbox.decide = () => ({});
  });

  it('update a session, with its one coupon', async () => {
    const body = {
      profileId: 'p1',
      coupon: 'SPRING',
      referral: 'FRIEND',
      state: 'open',
      total: 99,
      identifiers: ['d'],
    };
    const answer = await call('PUT', '/v1/customer_sessions/s1', body);
    expect(answer).toMatchObject({ status: 200, body: { session: null, profile: null, event: null } });
    expect(gateway.inbox.only.payload).toMatchObject({
      kind: 'SessionUpdateReceived',
      profileId: 'p1',
      state: 'open',
      couponCodes: ['SPRING'],
      referralCode: 'FRIEND',
      identifiers: ['d'],
      cartItems: null,
    });
  });

  it.each([
    ['keep the coupon that is left out', {}, null],
    ['drop it for an empty one', { coupon: '' }, []],
  ])('%s', async (_, body, couponCodes) => {
    await call('PUT', '/v1/customer_sessions/s1', body);
    expect(gateway.inbox.only.payload).toMatchObject({ couponCodes });
  });

  it.each([
    ['coupon', { coupon: 'x'.repeat(101) }, 'coupon.code', '/coupon'],
    ['referral', { referral: 'x'.repeat(101) }, 'coupon.code', '/referral'],
    ['price', { cartItems: [{ sku: 'a', quantity: 1, price: 0.0000001 }] }, 'money.scale', '/cartItems/0/price'],
    ['state', { state: 'partially_returned' }, 'session.state', '/state'],
  ])('refuse a wrong %s where it stands', async (_, body, code, pointer) => {
    const answer = await call('PUT', '/v1/customer_sessions/s1', body);
    expect(answer).toMatchObject({ status: 400, errors: [{ code, source: { pointer } }] });
  });

  it('update a profile, and evaluate it', async () => {
    const answer = await call('PUT', '/v1/customer_profiles/p1', { attributes: { born: '2000-01-01T00:00:00Z' } });
    expect(answer.status).toBe(200);
    expect(gateway.inbox.only.payload).toMatchObject({
      kind: 'ProfileUpdateReceived',
      profileId: 'p1',
      runRuleEngine: true,
      joins: [],
      leaves: [],
      ends: [],
    });
  });

  it('record an event in its session', async () => {
    const answer = await call('POST', '/v1/events', { type: 'rated', sessionId: 's1', attributes: { stars: 5 } });
    expect(answer.status).toBe(200);
    expect(gateway.inbox.only.payload).toEqual({
      kind: 'CustomEventReceived',
      type: 'rated',
      profileId: '',
      sessionId: 's1',
      integrationId: null,
      connectedSessionId: null,
      attributes: { stars: 5 },
    });
  });

  it('refuse an event without a session', async () => {
    const answer = await call('POST', '/v1/events', { type: 'rated' });
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ code: 'field.required', source: { pointer: '/sessionId' } }],
    });
  });
});

describe('an event with an id of its sender', () => {
  const event = { type: 'rated', profileId: 'p1', integrationId: 'e\u0301 7' };

  it('is recorded with it, and with the session that it is about', async () => {
    const answer = await call('POST', '/v3/events', { ...event, connectedSessionId: 's1' });
    expect(answer.status).toBe(200);
    expect(gateway.inbox.only.payload).toMatchObject({
      ...{ kind: 'CustomEventReceived', profileId: 'p1', sessionId: null },
      ...{ integrationId: '\u00e9 7', connectedSessionId: 's1' },
    });
  });

  it.each([
    [{ integrationId: undefined }, 'field.required', '/integrationId'],
    [{ profileId: undefined }, 'field.required', '/profileId'],
    [{ integrationId: '' }, 'id.length', '/integrationId'],
    [{ connectedSessionId: '' }, 'id.length', '/connectedSessionId'],
  ])('is refused with %j', async (change, code, pointer) => {
    const answer = await call('POST', '/v3/events', { ...event, ...change });
    expect(answer).toMatchObject({ status: 400, errors: [{ code, source: { pointer } }] });
  });
});
