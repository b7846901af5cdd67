import { type Gateway, keyHeader, startGateway } from '../testing/gateway.fixture';

// The bad inputs of the table that the project keeps: each is refused with its own status and code, and nothing is sent.

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.app.close());
beforeEach(() => gateway.inbox.received.splice(0));

const item = (more: object = {}) => ({ sku: 'a', name: 'A', quantity: 1, price: 1, ...more });
const session = (more: object) => JSON.stringify({ customerSession: more });
const cart = (...items: object[]) => session({ cartItems: items });

type Body = string | Buffer;

async function put(url: string, payload: Body, headers: Record<string, string> = {}) {
  const answer = await gateway.app.inject({
    method: 'PUT',
    url,
    payload,
    headers: { authorization: keyHeader('shop1'), 'content-type': 'application/json', ...headers },
  });
  const body = answer.json<{ errors?: { code: string; source?: { pointer?: string; parameter?: string } }[] }>();
  return { status: answer.statusCode, error: body.errors?.[0], headers: answer.headers };
}

const attributes = (values: object) => session({ attributes: values });

describe('the body of a session', () => {
  const rows: [name: string, body: Body, status: number, code: string, pointer?: string][] = [
    ['malformed JSON', '{', 400, 'json.malformed', ''],
    ['no body', '', 400, 'body.required', ''],
    ['invalid UTF-8', Buffer.from('{"a":"\xff"}', 'latin1'), 400, 'json.encoding', ''],
    ['depth 33', '{"a":'.repeat(33) + '1' + '}'.repeat(33), 400, 'json.too_deep'],
    ['__proto__', '{"customerSession":{"__proto__":{"x":1}}}', 400, 'json.forbidden_key', '/customerSession'],
    ['constructor', '{"customerSession":{"attributes":{"constructor":1}}}', 400, 'json.forbidden_key'],
    ['NUL', session({ profileId: 'a\0' }), 400, 'string.control', '/customerSession/profileId'],
    ['lone surrogate', '{"customerSession":{"profileId":"\\ud800"}}', 400, 'string.encoding'],
    ['control character in an id', session({ profileId: 'a\r\nb' }), 400, 'string.control'],
    ['no session', '{}', 400, 'field.required', '/customerSession'],
    ['a list for a session', '{"customerSession":[]}', 400, 'field.type', '/customerSession'],
    ['no sku', cart({ quantity: 1, price: 1 }), 400, 'field.required', '/customerSession/cartItems/0/sku'],
    ['an empty sku', cart(item({ sku: '' })), 400, 'field.required'],
    ['no price', cart({ sku: 'a', quantity: 1 }), 400, 'field.required', '/customerSession/cartItems/0/price'],
    ['text for a number', cart(item({ quantity: '12' })), 400, 'field.type', '/customerSession/cartItems/0/quantity'],
    ['unknown attribute', attributes({ colour: 'x' }), 400, 'attribute.unknown', '/customerSession/attributes/colour'],
    ['wrong attribute type', attributes({ channel: 1 }), 400, 'attribute.type', '/customerSession/attributes/channel'],
    ['wrong item attribute', cart(item({ attributes: { size: 'L' } })), 400, 'attribute.type'],
    [
      'infinite price',
      '{"customerSession":{"cartItems":[{"sku":"a","quantity":1,"price":1e400}]}}',
      400,
      'number.finite',
    ],
    ['NaN as text', cart(item({ price: 'NaN' })), 400, 'field.type'],
    [
      'infinite attribute',
      '{"customerSession":{"cartItems":[{"sku":"a","quantity":1,"price":1,"attributes":{"size":1e999}}]}}',
      400,
      'number.finite',
    ],
    ['negative price', cart(item({ price: -1 })), 400, 'number.range', '/customerSession/cartItems/0/price'],
    ['negative quantity', cart(item({ quantity: -1 })), 400, 'number.range'],
    ['no quantity at all', cart(item({ quantity: 0 })), 400, 'number.range'],
    ['half a quantity', cart(item({ quantity: 1.5 })), 400, 'number.integer'],
    ['five more decimals', cart(item({ price: 1.0000001 })), 400, 'money.scale', '/customerSession/cartItems/0/price'],
    [
      'five more decimals of a cost',
      session({ additionalCosts: { post: { price: 0.0000001 } } }),
      400,
      'money.scale',
      '/customerSession/additionalCosts/post/price',
    ],
    ['a price beyond measure', cart(item({ price: 1e13 })), 400, 'money.overflow'],
    ['a total beyond 2^53', cart(item({ price: 900_000_000_000, quantity: 10_000 })), 400, 'money.overflow'],
    ['1,001 items', cart(...Array.from({ length: 1001 }, () => item())), 400, 'cart.too_many_items'],
    ['10,001 units', cart(item({ quantity: 6000 }), item({ quantity: 4001 })), 400, 'cart.too_many_units'],
    ['a long id', session({ profileId: 'x'.repeat(1001) }), 400, 'id.length', '/customerSession/profileId'],
    ['51 codes', session({ couponCodes: Array.from({ length: 51 }, (_, i) => `C${i}`) }), 400, 'coupon.too_many'],
    ['a code of 101 characters', session({ couponCodes: ['x'.repeat(101)] }), 400, 'coupon.code'],
    ['an unknown state', session({ state: 'paid' }), 400, 'session.state', '/customerSession/state'],
    ['a long text', cart(item({ category: 'x'.repeat(4097) })), 400, 'string.length'],
  ];
  const padded = rows.map(
    ([name, body, status, code, pointer]) => [name, body, status, code, pointer ?? null] as const,
  );
  it.each(padded)('%s', async (_name, body, status, code, pointer) => {
    const answer = await put('/v2/customer_sessions/s1', body);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    if (pointer !== null) expect(answer.error?.source?.pointer).toBe(pointer);
    expect(gateway.inbox.received).toEqual([]);
  });

  it.each([
    ['content-type', 'text/plain'],
    ['content-encoding', 'gzip'],
  ])('with %s %s is 415', async (name, value) => {
    expect((await put('/v2/customer_sessions/s1', session({}), { [name]: value })).status).toBe(415);
  });

  it('above 256 KB is 413', async () => {
    const answer = await put('/v2/customer_sessions/s1', `"${'x'.repeat(262_144)}"`);
    expect([answer.status, answer.error?.code]).toEqual([413, 'body.too_large']);
  });

  it.each<[string, Body]>([
    ['unknown plain fields', session({ colour: 'red', cartItems: [item({ unknown: 1 })] })],
    ['a position', cart(item({ position: 77 }))],
    ['an empty cart', session({ cartItems: [] })],
    ['null for what is left out', session({ profileId: null, cartItems: null, couponCodes: null })],
    ['the same code twice', session({ couponCodes: ['A', 'A'] })],
    ['a code of any printable characters', session({ couponCodes: ['🎁 ½ price'] })],
    ['equal keys, of which the last wins', '{"customerSession":{"state":"nonsense","state":"open"}}'],
    ['-0', '{"customerSession":{"cartItems":[{"sku":"a","quantity":1,"price":-0}]}}'],
    ['an unknown part to answer with', '{"customerSession":{},"responseContent":["horoscope"]}'],
  ])('takes %s', async (_name, body) => {
    expect((await put('/v2/customer_sessions/s1', body)).status).toBe(200);
  });

  it('gives no positions, prices exactly, and -0 as 0', async () => {
    await put(
      '/v2/customer_sessions/s1',
      '{"customerSession":{"cartItems":[{"sku":"a","quantity":1,"price":-0},{"sku":"b","quantity":2,"price":0.100001,"position":9}]}}',
    );
    expect(gateway.inbox.only.payload).toMatchObject({
      cartItems: [
        { sku: 'a', price: 0n },
        { sku: 'b', price: 100_001n },
      ],
    });
    expect(gateway.inbox.only.payload).not.toHaveProperty('cartItems.1.position');
  });
});

describe('a path', () => {
  it.each([
    ['a%2Fb', 'a/b'],
    ['..%2F..', '../..'],
    ['%252F', '%2F'],
    ['a%20b', 'a b'],
    ['e%CC%81', 'é'],
  ])('%s is the session %j', async (encoded, id) => {
    expect((await put(`/v2/customer_sessions/${encoded}`, session({}))).status).toBe(200);
    expect(gateway.inbox.only.payload).toMatchObject({ sessionId: id });
  });

  it.each([
    ['%FF', 'path.encoding'],
    ['x'.repeat(1001), 'id.length'],
    ['a%00', 'string.control'],
    ['a%0D%0Ab', 'string.control'],
  ])('%# is refused', async (encoded, code) => {
    const answer = await put(`/v2/customer_sessions/${encoded}`, session({}));
    expect([answer.status, answer.error?.code]).toEqual([400, code]);
  });

  it('names the parameter that is wrong', async () => {
    const answer = await put(`/v2/customer_sessions/${'x'.repeat(1001)}`, session({}));
    expect(answer.error?.source).toEqual({ parameter: 'customerSessionId' });
  });

  it('without an id is no path', async () => {
    expect((await put('/v2/customer_sessions/', session({}))).status).toBe(400);
  });

  it.each(['/v2/nowhere', '/v1/loyalty_programs', '/v1'])('%s is unknown', async (url) => {
    const answer = await put(url, session({}));
    expect([answer.status, answer.error?.code]).toEqual([404, 'path.unknown']);
  });

  it('says which methods it has', async () => {
    const answer = await gateway.app.inject({ method: 'DELETE', url: '/v2/customer_sessions/s1' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, PUT']);
  });
});

describe('profiles and events', () => {
  const post = async (url: string, payload: object) => {
    const headers = { authorization: keyHeader('shop1') };
    const answer = await gateway.app.inject({ method: 'POST', url, payload, headers });
    return {
      status: answer.statusCode,
      error: answer.body && answer.json<{ errors: { code: string; source?: object }[] }>().errors[0],
    };
  };

  it.each<[object, string, string]>([
    [{ attributes: { born: '2001-02-30T00:00:00Z' } }, 'attribute.type', '/attributes/born'],
    [{ attributes: { unknown: 1 } }, 'attribute.unknown', '/attributes/unknown'],
    [{ attributes: [] }, 'field.type', '/attributes'],
  ])('refuses the profile %j', async (body, code, pointer) => {
    const answer = await put('/v2/customer_profiles/p1', JSON.stringify(body));
    expect([answer.status, answer.error?.code, answer.error?.source]).toEqual([400, code, { pointer }]);
  });

  it('refuses an empty profile id where one is needed', async () => {
    const body = JSON.stringify({ customerProfiles: [{ integrationId: 'a' }, { integrationId: '' }] });
    const answer = await put('/v2/customer_profiles', body);
    expect([answer.status, answer.error]).toMatchObject([
      400,
      { code: 'id.length', source: { pointer: '/customerProfiles/1/integrationId' } },
    ]);
    expect(gateway.inbox.received).toEqual([]);
  });

  it('refuses 1,001 profiles with 413', async () => {
    const customerProfiles = Array.from({ length: 1001 }, (_, index) => ({ integrationId: `${index}` }));
    const answer = await put('/v2/customer_profiles', JSON.stringify({ customerProfiles }));
    expect([answer.status, answer.error?.code]).toEqual([413, 'batch.too_large']);
  });

  it.each([
    [{ type: 'unheard' }, 'event.unknown', { pointer: '/type' }],
    [{ type: 'rated', attributes: { stars: 'five' } }, 'attribute.type', { pointer: '/attributes/stars' }],
    [{}, 'field.required', { pointer: '/type' }],
  ])('refuses the event %j', async (body, code, source) => {
    expect(await post('/v2/events', body)).toMatchObject({ status: 400, error: { code, source } });
  });
});

describe('headers', () => {
  it.each<[string, Record<string, string>, string, number, string]>([
    ['an empty idempotency key', { 'idempotency-key': '' }, 'shop1', 400, 'idempotency.key'],
    ['a long idempotency key', { 'idempotency-key': 'x'.repeat(256) }, 'shop1', 400, 'idempotency.key'],
    ['an idempotency key of other letters', { 'idempotency-key': 'é' }, 'shop1', 400, 'idempotency.key'],
    ['a catalog version that is none', { 'x-tessera-min-catalog': 'new' }, 'shop1', 400, 'catalog.version'],
    ['a time without the scope', { 'x-tessera-occurred-at': '2020-01-01T00:00:00Z' }, 'shop1', 403, 'time.scope'],
    ['a time that is none', { 'x-tessera-occurred-at': 'yesterday' }, 'importer', 400, 'time.format'],
    ['a day that is none', { 'x-tessera-occurred-at': '2021-02-30T00:00:00Z' }, 'importer', 400, 'time.format'],
    ['a time to come', { 'x-tessera-occurred-at': '2999-01-01T00:00:00Z' }, 'importer', 400, 'time.future'],
  ])('%s', async (_name, headers, key, status, code) => {
    const answer = await put('/v2/customer_sessions/s1', session({}), { authorization: keyHeader(key), ...headers });
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    expect(gateway.inbox.received).toEqual([]);
  });

  it.each(['body', 'header'])('takes a time of the past from the %s', async (where) => {
    const at = '2020-01-01T00:00:00Z';
    const body = JSON.stringify({ customerSession: {}, ...(where === 'body' ? { occurredAt: at } : {}) });
    const headers = where === 'header' ? { 'x-tessera-occurred-at': at } : {};
    await put('/v2/customer_sessions/s1', body, { authorization: keyHeader('importer'), ...headers });
    expect(gateway.inbox.only.at).toBe(1577836800000n);
  });
});
