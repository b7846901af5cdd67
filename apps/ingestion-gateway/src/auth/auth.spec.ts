import { apiKey, application, type Gateway, keyHeader, SECRET, startGateway } from '../testing/gateway.fixture';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ MAX_REQUESTS_PER_SECOND_AND_KEY: '3' });
});
afterAll(() => gateway.app.close());

const update = (authorization?: string, headers: Record<string, string> = {}) =>
  gateway.app.inject({
    method: 'PUT',
    url: '/v2/customer_sessions/s1',
    payload: { customerSession: {} },
    headers: { ...(authorization === undefined ? {} : { authorization }), ...headers },
  });

describe('a call', () => {
  it.each<[string, string | undefined]>([
    ['no key', undefined],
    ['an empty header', ''],
    ['another scheme', `Bearer pk_shop1_${SECRET}`],
    ['a malformed key', 'ApiKey-v1 shop1'],
    ['a key without a secret', 'ApiKey-v1 pk_shop1_'],
    ['an unknown key', keyHeader('nobody')],
    ['a wrong secret', keyHeader('shop1').replace('bytes', 'bites')],
    ['a key with more behind it', `${keyHeader('shop1')} x`],
    ['a revoked key', keyHeader('revoked')],
    ['an expired key', keyHeader('expired')],
    ['a key that is far too long', keyHeader('x'.repeat(10_000))],
  ])('with %s is 401, in the same words', async (_name, header) => {
    const answer = await update(header);
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'ApiKey-v1']);
    expect(answer.json()).toMatchObject({
      message: 'Unauthorized',
      errors: [{ code: 'key.invalid', title: 'A valid key is required' }],
    });
  });

  it('with a read key that writes is 403', async () => {
    const answer = await update(keyHeader('reader'));
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { errors: [{ code: 'key.scope' }] }]);
  });

  it('needs a key on every path', async () => {
    for (const [method, url] of [
      ['PUT', '/v2/customer_profiles/p1'],
      ['PUT', '/v2/customer_profiles'],
      ['POST', '/v2/events'],
      ['POST', '/v1/ingest'],
      ['DELETE', '/v1/customer_data/p1'],
      ['GET', '/v2/customer_sessions/s1'],
    ] as const) {
      expect((await gateway.app.inject({ method, url, ...(method === 'GET' ? {} : { payload: {} }) })).statusCode).toBe(
        401,
      );
    }
  });

  it('is known as its own application: two shops share neither key nor record', async () => {
    gateway.inbox.received.splice(0);
    await update(keyHeader('shop1'));
    await update(keyHeader('shop2'));
    const records = gateway.inbox.received.map(({ record }) => [record.application, record.currency]);
    expect(records).toEqual([
      [1n, 'EUR'],
      [2n, 'JPY'],
    ]);
  });

  it('is lost with its key, and found with a new one', async () => {
    gateway.catalog.apply(application(3n));
    gateway.catalog.apply(apiKey('third', 3n, ['integration']));
    expect((await update(keyHeader('third'))).statusCode).toBe(200);
    gateway.catalog.apply(apiKey('third', 3n, ['integration'], { revoked: true }));
    expect((await update(keyHeader('third'))).statusCode).toBe(401);
  });

  it('waits for the catalog that it needs, but not for long', async () => {
    const next = String(gateway.catalog.current.version + 1n);
    const waiting = update(keyHeader('fourth'), { 'x-tessera-min-catalog': next });
    setTimeout(() => gateway.catalog.apply(apiKey('fourth', 1n, ['integration'])), 20);
    expect((await waiting).statusCode).toBe(200);
    const answer = await update(keyHeader('fourth'), { 'x-tessera-min-catalog': '999999' });
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { errors: [{ code: 'catalog.behind' }] }]);
  });

  it('too often is 429, for this key alone', async () => {
    const calls = await Promise.all(Array.from({ length: 5 }, () => update(keyHeader('importer'))));
    const refused = calls.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(2);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it('leaves no key in the log', () => {
    expect(gateway.logged.join('')).not.toContain(SECRET);
  });
});
