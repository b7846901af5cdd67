import { eventually } from '@tessera/testing';
import { encodeReadToken } from '@tessera/event-contracts';
import type { Effect, Refusal } from '@tessera/promotion';
import { type Gateway, keyHeader, NOTHING, replyTo, startGateway } from '../testing/gateway.fixture';
import { requestToken } from './submissions';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ REPLY_TIMEOUT_MS: '1000', MAX_PENDING: '5' });
});
afterEach(() => gateway.app.close());

/** Another gateway instead of the one that was started for every test. */
async function restarted(settings: Record<string, string>): Promise<Gateway> {
  await gateway.app.close();
  return startGateway(settings);
}

interface Call {
  method?: 'PUT' | 'POST' | 'DELETE';
  url?: string;
  payload?: object;
  headers?: Record<string, string>;
  key?: string;
}

async function call({ method = 'PUT', url = '/v2/customer_sessions/s1', payload, headers, key = 'shop1' }: Call = {}) {
  const answer = await gateway.app.inject({
    method,
    url,
    ...(method === 'DELETE' ? {} : { payload: payload ?? { customerSession: {} } }),
    headers: { authorization: keyHeader(key), ...headers },
  });
  const body = answer.body ? answer.json<Record<string, unknown>>() : undefined;
  const code = (body?.['errors'] as { code: string }[] | undefined)?.[0]?.code;
  return { status: answer.statusCode, code, body, headers: answer.headers };
}

const refusal: Refusal = {
  code: 'session.closed',
  title: 'The session is closed',
  details: 'd',
  pointer: '/state',
  status: 400,
};

describe('a call', () => {
  it('is answered with its decision', async () => {
    const answer = await call();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      requestId: gateway.inbox.only.requestId,
      effects: [],
      createdCoupons: [],
      createdReferrals: [],
    });
    expect(answer.headers['x-request-id']).toBe(gateway.inbox.only.requestId);
    expect(answer.headers['x-tessera-token']).toBe(encodeReadToken({ partition: 3, decisionSeq: 41n }));
  });

  it('stamps what it was judged by', async () => {
    await call();
    const { only } = gateway.inbox;
    expect(only).toMatchObject({ application: 1n, currency: 'EUR', at: null, idempotency: { keySent: false } });
    expect(only.catalogVersion).toBe(gateway.catalog.current.version);
    expect(only.idempotency?.hash).toHaveLength(32);
  });

  it('that is refused says where, in the words of its body', async () => {
    gateway.inbox.decide = () => ({ status: 400, decision: { ...NOTHING, outcome: 'refused', refusals: [refusal] } });
    const answer = await call();
    expect(answer.status).toBe(400);
    expect(answer.body?.['errors']).toEqual([
      {
        code: 'session.closed',
        title: 'The session is closed',
        details: 'd',
        source: { pointer: '/customerSession/state' },
      },
    ]);
  });

  it('whose decision does not come is 504, and names the id to ask again with', async () => {
    gateway.inbox.decide = () => undefined;
    const answer = await call();
    expect([answer.status, answer.code]).toEqual([504, 'outcome.unknown']);
    expect(answer.body?.['requestId']).toBe(gateway.inbox.only.requestId);
  });

  it.each(['wait=0.05', 'respond-later, wait=0.05', 'Wait="0.05"'])(
    'that prefers %s learns it early',
    async (prefer) => {
      gateway.inbox.decide = () => undefined;
      const started = Date.now();
      expect((await call({ headers: { prefer } })).status).toBe(504);
      expect(Date.now() - started).toBeLessThan(900);
    },
  );

  it('that could not be sent is 503, with the time to try again', async () => {
    gateway.inbox.result = 'notSent';
    const answer = await call();
    expect([answer.status, answer.code, answer.headers['retry-after']]).toEqual([503, 'gateway.unavailable', '1']);
  });

  it('of which nobody knows whether it was sent is 504', async () => {
    gateway.inbox.result = 'unknown';
    expect(await call()).toMatchObject({ status: 504, code: 'outcome.unknown' });
  });

  it('that finds too many waiting is 503', async () => {
    gateway.inbox.decide = () => undefined;
    const calls = await Promise.all(
      Array.from({ length: 7 }, (_, index) => call({ url: `/v2/customer_sessions/${index}` })),
    );
    expect(calls.map(({ status }) => status).sort()).toEqual([503, 503, 504, 504, 504, 504, 504]);
    expect(calls.find(({ status }) => status === 503)?.code).toBe('gateway.busy');
  });

  it('that does not want to wait is 202 with a token', async () => {
    gateway.inbox.decide = () => undefined;
    const answer = await call({ headers: { prefer: 'respond-async' } });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ requestId: gateway.inbox.only.requestId, token: answer.headers['x-tessera-token'] });
  });

  it('that does not want to wait still learns that it is wrong, or was not sent', async () => {
    const headers = { prefer: 'respond-async' };
    expect((await call({ headers, payload: { customerSession: { state: 'paid' } } })).status).toBe(400);
    gateway.inbox.result = 'notSent';
    expect((await call({ headers })).status).toBe(503);
    expect(gateway.pending.size).toBe(0);
  });
});

describe('an idempotency key', () => {
  const headers = { 'idempotency-key': 'order 17' };

  it('is the request id, in the log, the answer and the errors', async () => {
    expect((await call({ headers })).body?.['requestId']).toBe('order 17');
    expect(gateway.inbox.only).toMatchObject({ requestId: 'order 17', idempotency: { keySent: true } });
    gateway.inbox.decide = () => undefined;
    expect((await call({ headers })).body?.['requestId']).toBe('order 17');
  });

  it('has a hash of method, path and body', async () => {
    const hashes = new Set<string>();
    for (const each of [
      {},
      { payload: { customerSession: { state: 'open' } } },
      { url: '/v2/customer_sessions/s2' },
      {},
    ]) {
      await call({ ...each, headers });
    }
    for (const { record } of gateway.inbox.received)
      hashes.add(Buffer.from(record.idempotency?.hash ?? []).toString('hex'));
    expect(hashes.size).toBe(3);
  });

  it('under way twice is sent once, and both get the one decision', async () => {
    const [first, second] = await Promise.all([call({ headers }), call({ headers })]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body).toEqual(second.body);
    expect(gateway.inbox.received).toHaveLength(1);
  });

  it('whose answer was lost is sent again when it is asked again, and both get the one decision', async () => {
    const decide = gateway.inbox.decide;
    gateway.inbox.decide = () => undefined;
    expect((await call({ headers })).status).toBe(504);
    expect((await call({ headers })).status).toBe(504);
    gateway.inbox.decide = decide;
    const [third, fourth] = await Promise.all([call({ headers }), call({ headers })]);
    expect([third.status, fourth.status]).toEqual([200, 200]);
    expect(gateway.inbox.received).toHaveLength(3);
    expect(gateway.pending.size).toBe(0);
  });

  it('under way with another body is 422', async () => {
    const other = call({ headers, payload: { customerSession: { state: 'open' } } });
    const answers = await Promise.all([call({ headers }), other]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('used before for another request is 422', async () => {
    gateway.inbox.decide = () => ({ status: 422, idempotencyMismatch: true });
    expect(await call({ headers })).toMatchObject({ status: 422, code: 'idempotency.mismatch' });
  });

  it('of one shop is nothing to another', async () => {
    const [one, two] = await Promise.all([call({ headers }), call({ headers, key: 'shop2' })]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(gateway.inbox.received.map(({ record }) => record.application).sort()).toEqual([1n, 2n]);
  });
});

describe('a reply', () => {
  it("for another gateway, or a second one, is nobody's business", async () => {
    await call();
    expect(gateway.pending.settle(replyTo(gateway.inbox.only))).toBe(false);
  });
});

describe('profiles', () => {
  it('are updated, with the rule engine or without', async () => {
    for (const query of ['', '?runRuleEngine=true']) {
      const payload = { attributes: { born: '2000-01-01T00:00:00Z' } };
      expect((await call({ url: `/v2/customer_profiles/p1${query}`, payload })).status).toBe(200);
    }
    expect(gateway.inbox.received.map(({ record }) => record.payload)).toMatchObject([
      {
        kind: 'ProfileUpdateReceived',
        profileId: 'p1',
        runRuleEngine: false,
        attributes: { born: { kind: 'instant', at: 946684800000n } },
      },
      { runRuleEngine: true },
    ]);
  });

  const many = (count: number) => ({
    customerProfiles: Array.from({ length: count }, (_, index) => ({ integrationId: `p${index}`, attributes: {} })),
  });

  it('of one call are a record each, and one answer', async () => {
    const url = '/v2/customer_profiles';
    const answer = await call({ url: `${url}?silent=no`, payload: many(3), headers: { 'idempotency-key': 'k' } });
    expect(gateway.inbox.received.map(({ record }) => record.requestId)).toEqual(['k#0', 'k#1', 'k#2']);
    expect(answer.status).toBe(200);
    expect(answer.body?.['integrationStates']).toHaveLength(3);
    expect((await call({ url, payload: many(1) })).status).toBe(204);
  });

  it('of one call are not answered as done when one has no decision', async () => {
    gateway.inbox.decide = ({ record }) => (record.requestId.endsWith('#1') ? undefined : {});
    expect((await call({ url: '/v2/customer_profiles', payload: many(3) })).status).toBe(504);
  });

  it('of one call that does not want to wait are 202, with a token for each', async () => {
    gateway.inbox.decide = () => undefined;
    const headers = { prefer: 'respond-async', 'idempotency-key': 'k' };
    const answer = await call({ url: '/v2/customer_profiles', payload: many(3), headers });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ requestId: 'k', tokens: ['k#0', 'k#1', 'k#2'].map(requestToken) });
    expect(gateway.inbox.received.map(({ record }) => record.requestId)).toEqual(['k#0', 'k#1', 'k#2']);
  });

  it('of one call that does not want to wait are none recorded when one is wrong, and a failure is told', async () => {
    const headers = { prefer: 'respond-async' };
    const url = '/v2/customer_profiles';
    const wrong = { customerProfiles: [{ integrationId: 'a' }, { integrationId: 'b', attributes: { born: 5 } }] };
    expect(await call({ url, payload: wrong, headers })).toMatchObject({ status: 400 });
    expect(gateway.inbox.received).toEqual([]);
    gateway.inbox.result = 'notSent';
    expect(await call({ url, payload: many(3), headers })).toMatchObject({ status: 503, code: 'gateway.unavailable' });
    expect(gateway.pending.size).toBe(0);
  });

  it('are erased', async () => {
    expect((await call({ method: 'DELETE', url: '/v1/customer_data/p%2F1' })).status).toBe(204);
    expect(gateway.inbox.only.payload).toEqual({ kind: 'ProfileErasureReceived', profileId: 'p/1' });
  });
});

describe('events', () => {
  const payload = { type: 'rated', profileId: 'p1', attributes: { stars: 5 } };

  it('are silent, unless asked', async () => {
    expect(await call({ method: 'POST', url: '/v2/events', payload })).toMatchObject({ status: 204, body: undefined });
    expect((await call({ method: 'POST', url: '/v2/events?silent=no', payload })).status).toBe(200);
    expect(gateway.inbox.received[0]?.record.payload).toEqual({
      kind: 'CustomEventReceived',
      ...payload,
      sessionId: null,
      integrationId: null,
      connectedSessionId: null,
    });
  });
});

describe('unknown coupon codes', () => {
  const rejected: Effect = {
    index: 0,
    campaign: 0n,
    ruleset: 0n,
    rulesetVersion: 0,
    ruleId: '',
    ruleIndex: 0,
    ruleName: '',
    effectIndex: 0,
    type: 'rejectCoupon',
    triggeredByCoupon: null,
    phase: 'transient',
    undoes: null,
    props: { value: 'X', rejectionReason: 'CouponNotFound' },
    shares: [],
  };

  const tryTimes = async (count: number, url?: string) => {
    const payload = { customerSession: { couponCodes: ['X'] } };
    const tries: number[] = [];
    for (let tried = 0; tried < count; tried++) tries.push((await call({ payload, ...(url ? { url } : {}) })).status);
    return tries;
  };

  it('may not be tried without end, by a session, a profile or a key', async () => {
    gateway = await restarted({ MAX_UNKNOWN_CODES_PER_MINUTE: '2', MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY: '4' });
    gateway.inbox.decide = () => ({ decision: { ...NOTHING, effects: [rejected] } });
    expect(await tryTimes(4)).toEqual([200, 200, 200, 429]);
    expect(await tryTimes(3, '/v2/customer_sessions/other')).toEqual([200, 200, 429]);
    expect(await tryTimes(1, '/v2/customer_sessions/third')).toEqual([429]);
    expect((await call({ url: '/v2/customer_sessions/third' })).status).toBe(200);
  });

  it('are counted too where nobody waits for the answer', async () => {
    gateway = await restarted({ MAX_UNKNOWN_CODES_PER_MINUTE: '1' });
    gateway.inbox.decide = () => ({ decision: { ...NOTHING, effects: [rejected] } });
    const payload = { customerSession: { couponCodes: ['X'] } };
    const tried = async () => (await call({ payload, headers: { prefer: 'respond-async' } })).status;
    expect([await tried(), await tried()]).toEqual([202, 202]);
    await eventually(async () => ((await tried()) === 429 ? true : undefined));
  });

  it('are not looked up for who has tried too many', async () => {
    gateway = await restarted({ MAX_UNKNOWN_CODES_PER_MINUTE: '1' });
    gateway.inbox.decide = () => ({ decision: { ...NOTHING, effects: [rejected] } });
    await tryTimes(2);
    const sent = gateway.inbox.received.length;
    expect(await tryTimes(1)).toEqual([429]);
    expect(gateway.inbox.received).toHaveLength(sent);
  });
});
