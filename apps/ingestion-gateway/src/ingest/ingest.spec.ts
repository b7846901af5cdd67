import { once } from 'node:events';
import { request as httpRequest, type ClientRequest } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '@tessera/testing';
import { effect } from '../testing/decided.fixture';
import { NOTHING, type Gateway, keyHeader, startGateway } from '../testing/gateway.fixture';

// On a machine that does much else 2,000 lines can take long.
jest.setTimeout(60_000);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

// The stream is full duplex, which fetch is not: these specs talk to it over node:http.

let gateway: Gateway;
let port: number;
beforeEach(async () => {
  // A machine that does much else makes the event loop wait, and no stream of these specs may be refused for that.
  gateway = await startGateway({ MAX_STREAMS: '2', MAX_EVENT_LOOP_DELAY_MS: '0' });
  await gateway.app.listen(0, '127.0.0.1');
  port = Number(new URL(await gateway.app.getUrl()).port);
});
afterEach(() => gateway.app.close());

interface Answer {
  line?: number;
  requestId?: string | null;
  status?: number;
  errors?: { code: string; source?: { pointer: string } }[];
  result?: { effects: unknown[]; requestId: string };
  summary?: { received: number; decided: number; failed: number; lagMs: number; done: boolean };
}

class Stream {
  readonly answers: Answer[] = [];
  readonly ended: Promise<number>;
  readonly request: ClientRequest;
  private text = '';

  constructor(query = '', headers: Record<string, string> = {}) {
    const options = {
      port,
      host: '127.0.0.1',
      path: `/v1/ingest${query}`,
      method: 'POST',
      headers: { authorization: keyHeader('shop1'), 'content-type': 'application/x-ndjson', ...headers },
    };
    this.request = httpRequest(options);
    this.ended = new Promise((resolve, reject) => {
      this.request.on('error', reject).on('response', (response) => {
        response.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
        response.on('error', reject).on('end', () => resolve(response.statusCode ?? 0));
      });
    });
  }

  /** Resolves when more may be written. */
  async write(text: string): Promise<void> {
    if (this.request.write(text)) return;
    const ended = this.ended.then((status) => Promise.reject(new Error(`The stream has ended with ${status}`)));
    await Promise.race([once(this.request, 'drain'), ended]);
  }

  private read(chunk: string): void {
    const lines = (this.text + chunk).split('\n');
    this.text = lines.pop() ?? '';
    this.answers.push(...lines.map((line) => JSON.parse(line) as Answer));
  }

  get results(): Answer[] {
    return this.answers.filter(({ line }) => line !== undefined);
  }

  get last(): Answer['summary'] {
    return this.answers.at(-1)?.summary;
  }
}

const session = (id: string, more: object = {}) =>
  `${JSON.stringify({ type: 'session', id, body: { customerSession: {} }, ...more })}\n`;

it('decides each line in the bulk lane, and answers with what failed', async () => {
  const stream = new Stream();
  stream.request.write(session('s1'));
  stream.request.write(`${JSON.stringify({ type: 'profile', id: 'p1', body: { attributes: {} } })}\r\n`);
  stream.request.write(
    `\n${JSON.stringify({ type: 'event', id: 'p1', body: { type: 'rated', attributes: { stars: 1 } } })}\n`,
  );
  stream.request.write('nonsense\n');
  stream.request.end(session('s2').trimEnd());
  expect(await stream.ended).toBe(200);
  expect(stream.results).toMatchObject([
    { line: 5, requestId: null, status: 400, errors: [{ code: 'json.malformed' }] },
  ]);
  expect(stream.last).toEqual({ received: 5, decided: 4, failed: 1, lagMs: 0, done: true });
  expect(gateway.inbox.received.map(({ lane, record: { payload } }) => [lane, payload.kind])).toEqual([
    ['bulk', 'SessionUpdateReceived'],
    ['bulk', 'ProfileUpdateReceived'],
    ['bulk', 'CustomEventReceived'],
    ['bulk', 'SessionUpdateReceived'],
  ]);
  expect(gateway.inbox.received[2]?.record.payload).toMatchObject({ profileId: 'p1', type: 'rated' });
});

it('answers every line where all results are asked for', async () => {
  const stream = new Stream('?results=all');
  stream.request.end(session('s1', { requestId: 'r1' }) + session('s2'));
  await stream.ended;
  expect(stream.results).toMatchObject([
    { line: 1, requestId: 'r1', status: 200, result: { requestId: 'r1', effects: [] } },
    { line: 2, status: 200 },
  ]);
  const [first, second] = gateway.inbox.received;
  expect([first?.record.idempotency?.keySent, second?.record.idempotency?.keySent]).toEqual([true, false]);
});

const bad: [name: string, line: string, status: number, code: string, pointer: string][] = [
  ['an unknown type', '{"type":"order","id":"1","body":{}}', 400, 'field.value', '/type'],
  ['no body', '{"type":"session","id":"1"}', 400, 'field.required', '/body'],
  ['no session', '{"type":"session","id":"1","body":{}}', 400, 'field.required', '/body/customerSession'],
  ['no id', '{"type":"session","body":{"customerSession":{}}}', 400, 'id.length', '/id'],
  [
    'a wrong state',
    '{"type":"session","id":"1","body":{"customerSession":{"state":"x"}}}',
    400,
    'session.state',
    '/body/customerSession/state',
  ],
  [
    'a wrong price',
    '{"type":"session","id":"1","body":{"customerSession":{"cartItems":[{"sku":"a","quantity":1,"price":0.00000001}]}}}',
    400,
    'money.scale',
    '/body/customerSession/cartItems/0/price',
  ],
  [
    'an unknown attribute',
    '{"type":"profile","id":"1","body":{"attributes":{"x":1}}}',
    400,
    'attribute.unknown',
    '/body/attributes/x',
  ],
  ['a bad request id', '{"type":"profile","id":"1","requestId":"","body":{}}', 400, 'idempotency.key', '/requestId'],
  [
    'a time without the scope',
    '{"type":"profile","id":"1","occurredAt":"2020-01-01T00:00:00Z","body":{}}',
    403,
    'time.scope',
    '',
  ],
  ['NUL', '{"type":"profile","id":"a\\u0000","body":{}}', 400, 'string.control', '/id'],
];
it.each(bad)('refuses a line with %s', async (_name, line, status, code, pointer) => {
  const stream = new Stream();
  stream.request.end(`${line}\n`);
  await stream.ended;
  expect(stream.results).toMatchObject([{ line: 1, status, errors: [{ code }] }]);
  if (pointer) expect(stream.results[0]?.errors?.[0]?.source?.pointer).toBe(pointer);
  expect(gateway.inbox.received).toEqual([]);
});

it('skips a line above 256 KB and goes on', async () => {
  const stream = new Stream();
  stream.request.end(`${'x'.repeat(300_000)}\n${session('s1')}`);
  await stream.ended;
  expect(stream.results).toMatchObject([{ line: 1, status: 413, errors: [{ code: 'line.too_large' }] }]);
  expect(stream.last).toMatchObject({ received: 2, decided: 1, failed: 1 });
});

it('takes times of the past from a key that may import', async () => {
  const stream = new Stream('', { authorization: keyHeader('importer') });
  stream.request.end(session('s1', { occurredAt: '2020-01-01T00:00:00Z' }));
  await stream.ended;
  expect(gateway.inbox.only.at).toBe(1577836800000n);
});

it('answers while it still reads', async () => {
  const stream = new Stream('?results=all');
  stream.request.write(session('s1'));
  await eventually(() => stream.results[0]);
  stream.request.write(session('s2'));
  await eventually(() => stream.results[1]);
  const { summary } = await eventually(() => stream.answers.find((answer) => answer.summary));
  expect(summary).toMatchObject({ received: 2, decided: 2, done: false });
  stream.request.end();
  await stream.ended;
});

it('says what was refused, what nobody could send, and what nobody knows', async () => {
  const refusals = [{ code: 'session.closed', title: 't', details: '', pointer: '/state', status: 400 }];
  gateway.inbox.decide = () => ({ status: 400, decision: { ...NOTHING, refusals } });
  const refused = new Stream();
  refused.request.end(session('s1'));
  await refused.ended;
  expect(refused.results).toMatchObject([
    { status: 400, errors: [{ code: 'session.closed', source: { pointer: '/body/customerSession/state' } }] },
  ]);
  gateway.inbox.result = 'notSent';
  const unsent = new Stream();
  unsent.request.end(session('s1'));
  await unsent.ended;
  expect(unsent.results).toMatchObject([{ status: 503 }]);
});

it('begins with 50 undecided lines', async () => {
  gateway.inbox.decide = () => undefined;
  const stream = new Stream();
  stream.request.end(Array.from({ length: 1000 }, (_, index) => session(`s${index}`)).join(''));
  await eventually(() => stream.answers.find(({ summary }) => summary?.received === 50));
  expect(gateway.inbox.received).toHaveLength(50);
  stream.request.destroy();
  await expect(stream.ended).rejects.toThrow();
});

it('stops reading at 2,000 undecided lines, whatever is sent', async () => {
  let decisions = 3000;
  gateway.inbox.decide = () => (decisions-- > 0 ? {} : undefined);
  const stream = new Stream();
  stream.request.end(Array.from({ length: 8000 }, (_, index) => session(`s${index}`)).join(''));
  await eventually(() => (gateway.inbox.received.length === 5000 ? true : undefined));
  const full = await eventually(() => stream.answers.find(({ summary }) => summary?.received === 5000));
  expect(full.summary).toMatchObject({ decided: 3000, failed: 0 });
  expect(full.summary?.lagMs).toBeGreaterThan(0);
  expect(gateway.inbox.received).toHaveLength(5000);
  stream.request.destroy();
  await expect(stream.ended).rejects.toThrow();
});

it('forgets what a client waited for that has left', async () => {
  gateway.inbox.decide = () => undefined;
  const stream = new Stream();
  stream.ended.catch(() => undefined);
  stream.request.write(session('s1'));
  await eventually(() => (gateway.pending.size === 1 ? true : undefined));
  stream.request.destroy();
  await eventually(() => (gateway.pending.size === 0 ? true : undefined));
  const next = new Stream();
  gateway.inbox.decide = () => ({});
  next.request.end(session('s1'));
  expect(await next.ended).toBe(200);
});

it('ends with its key', async () => {
  const stream = new Stream();
  stream.request.write(session('s1'));
  await eventually(() => gateway.inbox.received[0]);
  const key = gateway.catalog.current.apiKey('shop1');
  if (!key) throw new Error('there is no key');
  gateway.catalog.apply({ kind: 'ApiKeySaved', entity: { ...key, revoked: true } });
  stream.request.write(session('s2'));
  await stream.ended;
  expect(stream.results).toMatchObject([{ line: 2, status: 401 }]);
  expect(stream.last).toMatchObject({ received: 1, decided: 1, done: true });
});

it('ends with the service: what was sent is answered first', async () => {
  let decide = (): void => undefined;
  gateway.inbox.result = new Promise((resolve) => (decide = () => resolve('sent')));
  const stream = new Stream('?results=all');
  stream.request.write(session('s1'));
  await eventually(() => (gateway.pending.size === 1 ? true : undefined));
  const closed = gateway.app.close();
  setImmediate(decide);
  await stream.ended;
  expect(stream.results).toMatchObject([{ line: 1, status: 200 }]);
  expect(stream.last).toMatchObject({ received: 1, done: true });
  stream.request.destroy();
  await closed;
});

it('lets live calls have their turn after every few lines', async () => {
  const stream = new Stream();
  stream.request.end(Array.from({ length: 40 }, (_, index) => session(`s${index}`)).join(''));
  let [seen, mostAtOnce] = [0, 0];
  while (seen < 40) {
    await turn();
    mostAtOnce = Math.max(mostAtOnce, gateway.inbox.received.length - seen);
    seen = gateway.inbox.received.length;
  }
  expect(mostAtOnce).toBeLessThanOrEqual(4);
  await stream.ended;
});

it('opens so many streams and no more', async () => {
  const open = [new Stream(), new Stream()];
  for (const { request } of open) request.flushHeaders();
  for (const { request } of open) request.write(session('s1'));
  await eventually(() => (gateway.inbox.received.length === 2 ? true : undefined));
  const third = new Stream();
  third.request.end(session('s2'));
  expect(await third.ended).toBe(503);
  for (const { request } of open) request.end();
  await Promise.all(open.map(({ ended }) => ended));
});

it('is nothing for JSON, and its type nothing for other paths', async () => {
  const json = new Stream('', { 'content-type': 'application/json' });
  json.request.end('{}');
  expect(await json.ended).toBe(415);
  const headers = { authorization: keyHeader('shop1'), 'content-type': 'application/x-ndjson' };
  const other = await gateway.app.inject({ method: 'POST', url: '/v2/events', payload: '{}', headers });
  expect(other.statusCode).toBe(415);
});

it('takes 50,000 lines in flat memory', async () => {
  gateway.inbox.keep = false;
  const stream = new Stream();
  const baskets = Array.from({ length: 2 }, (_, index) => ({
    sku: `sku-${index}`,
    name: 'Milk',
    quantity: 1 + index,
    price: 1.25,
  }));
  const body = { customerSession: { profileId: 'p', cartItems: baskets } };
  let heapAtStart = 0;
  let peak = 0;
  for (let line = 0; line < 50_000; line++) {
    await stream.write(session(`s${line}`, { body }));
    if (line === 5000) heapAtStart = usedHeap();
    if (line % 5000 === 0 && line > 5000) peak = Math.max(peak, usedHeap());
  }
  stream.request.end();
  await stream.ended;
  expect(stream.last).toEqual({ received: 50_000, decided: 50_000, failed: 0, lagMs: 0, done: true });
  expect(gateway.pending.size).toBe(0);
  expect(peak - heapAtStart).toBeLessThan(20 * 1024 * 1024);
}, 300_000);

/** After a collection: what is left is what is held. */
function usedHeap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it('lets nobody guess codes', async () => {
  const effects = [effect(0, 'rejectCoupon', { value: 'X', rejectionReason: 'CouponNotFound' })];
  gateway.inbox.decide = () => ({ decision: { ...NOTHING, effects } });
  const guess = session('guesser', { body: { customerSession: { couponCodes: ['X'] } } });
  const stream = new Stream();
  // So many may be tried in a minute.
  for (let line = 0; line <= 30; line += 1) await stream.write(guess);
  await eventually(() => (gateway.inbox.received.length > 30 ? true : undefined));
  await stream.write(guess);
  stream.request.end(session('guesser'));
  await stream.ended;
  expect(stream.results).toMatchObject([{ line: 32, status: 429, errors: [{ code: 'coupon.attempts' }] }]);
  expect(stream.last).toMatchObject({ received: 33, decided: 32, failed: 1 });
});
