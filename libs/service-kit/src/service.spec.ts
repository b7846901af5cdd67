import { Body, Controller, Get, Module, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'node:net';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import {
  ApiError,
  bodyBytes,
  CallingService,
  createService,
  HealthChecks,
  Lifecycle,
  type ServiceClaims,
  ServiceGuard,
  ServiceTokens,
} from './index';

let enter!: (finish: () => void) => void;
/** Settles when the slow handler is under way, with what lets it finish. */
const slow = new Promise<() => void>((resolve) => (enter = resolve));

class NoteDto extends createZodDto(z.object({ text: z.string().max(8), count: z.number().int().optional() })) {}

@Controller('notes')
class NoteController {
  @Get(':id')
  read(@Param('id') id: string): { id: string } {
    if (id === 'broken') throw new Error('pk_live_secret is in here');
    if (id === 'gone') throw ApiError.notFound('note.not_found', 'There is no such note');
    return { id };
  }

  @Put(':id')
  write(@Body() note: NoteDto): NoteDto {
    return note;
  }

  @Post()
  bytes(@Req() request: FastifyRequest): string {
    return bodyBytes(request)?.toString() ?? 'none';
  }

  @Get('slow/one')
  async slow(): Promise<string> {
    await new Promise<void>((finish) => enter(finish));
    return 'at last';
  }

  @Get('inside/:app')
  @UseGuards(ServiceGuard)
  inside(@CallingService() claims: ServiceClaims): ServiceClaims {
    return claims;
  }
}

@Module({ controllers: [NoteController] })
class NotesModule {}

const settings = { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'info', TESSERA_SERVICE_SECRET: 'a secret of the specs' };
const logged: string[] = [];

describe('a service', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    const logTo = { write: (line: string) => void logged.push(line) };
    app = await createService({ service: 'notes', module: NotesModule, settings, logTo });
  });
  afterAll(() => app.close());

  const put = (payload: string | Buffer, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'PUT',
      url: '/notes/1',
      payload,
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('answers', async () => {
    const answer = await put('{"text":"hello"}');
    expect([answer.statusCode, answer.json()]).toEqual([200, { text: 'hello' }]);
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['no JSON', '{"text":', 400, 'json.malformed'],
    ['an empty body', '', 400, 'body.required'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'json.encoding'],
    ['too deep', '['.repeat(33) + ']'.repeat(33), 400, 'json.too_deep'],
    ['too deep to walk', '['.repeat(100_000) + ']'.repeat(100_000), 400, 'json.too_deep'],
    ['__proto__', '{"text":"a","x":{"__proto__":{}}}', 400, 'json.forbidden_key'],
    ['constructor in disguise', '{"text":"a","\\u0063onstructor":1}', 400, 'json.forbidden_key'],
    ['NUL', '{"text":"a\\u0000"}', 400, 'string.control'],
    ['half a surrogate pair', '{"text":"\\ud800"}', 400, 'string.encoding'],
    ['NUL in a key', '{"text":"a","\\u0000":1}', 400, 'string.control'],
    ['a missing field', '{}', 400, 'field.required'],
    ['a wrong type', '{"text":12}', 400, 'field.type'],
    ['no coercion', '{"text":"a","count":"12"}', 400, 'field.type'],
    ['a fraction', '{"text":"a","count":1.5}', 400, 'number.integer'],
    ['infinity', '{"text":"a","count":1e400}', 400, 'number.finite'],
    ['too long a text', '{"text":"far too long"}', 400, 'string.length'],
  ])('%s', async (_name, payload, status, code) => {
    const answer = await put(payload);
    expect([answer.statusCode, answer.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([status, code]);
  });

  it.each(['/notes/a%00', '/notes/1?text=%00'])('refuses NUL in the address %s', async (url) => {
    const answer = await app.inject({ method: 'GET', url });
    expect([answer.statusCode, answer.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([
      400,
      'string.control',
    ]);
  });

  it('takes the text of an escaped NUL in an address', async () => {
    expect((await app.inject({ method: 'GET', url: '/notes/%2500' })).json()).toEqual({ id: '%00' });
  });

  it('names the place of a problem', async () => {
    const answer = await put('{"text":"a","count":"x"}');
    expect(answer.json()).toEqual({
      message: 'The request is invalid',
      errors: [
        {
          code: 'field.type',
          title: 'A field has the wrong type',
          details: expect.any(String) as string,
          source: { pointer: '/count' },
        },
      ],
      requestId: answer.headers['x-request-id'],
    });
  });

  it.each(['𝄞', '\\ud834\\udd1e', '\\\\u0000'])('takes the text %s', async (text) => {
    expect((await put(`{"text":"${text}"}`)).statusCode).toBe(200);
  });

  it('takes the last of equal keys, and ignores unknown ones', async () => {
    const answer = await put('{"text":"a","text":"b","unknown":1}');
    expect(answer.json()).toEqual({ text: 'b' });
  });

  it.each([
    ['text/plain', undefined],
    ['application/xml', undefined],
    ['application/json; charset=latin1', undefined],
    ['application/json', 'gzip'],
  ])('refuses %s %s with 415', async (type, encoding) => {
    const answer = await put('{"text":"a"}', {
      'content-type': type,
      ...(encoding ? { 'content-encoding': encoding } : {}),
    });
    expect(answer.statusCode).toBe(415);
  });

  it('closes the connection on a body that is too large, chunked or not', async () => {
    await app.listen(0, '127.0.0.1');
    const port = Number(new URL(await app.getUrl()).port);
    const long = 'x'.repeat(300_000);
    const head = 'PUT /notes/1 HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    for (const request of [
      `${head}content-length: ${long.length}\r\n\r\n${long}`,
      `${head}transfer-encoding: chunked\r\n\r\n${long.length.toString(16)}\r\n${long}\r\n`,
    ]) {
      const answer = await talk(port, request);
      expect(answer).toMatch(/^HTTP\/1.1 413 .*\r\nconnection: close\r\n/is);
      expect(answer).toContain('"code":"body.too_large"');
    }
    expect(await talk(port, 'nonsense\r\n\r\n')).toContain('"code":"http.malformed"');
  });

  it('keeps the bytes of a body', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/notes', payload: '{ "a" :1}', headers });
    expect(answer.body).toBe('{ "a" :1}');
    expect((await app.inject({ method: 'POST', url: '/notes' })).body).toBe('none');
  });

  it('says which methods a path has', async () => {
    const answer = await app.inject({ method: 'DELETE', url: '/notes/1' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, PUT']);
    expect(answer.json()).toMatchObject({ errors: [{ code: 'method.not_allowed' }] });
  });

  it('knows no other path', async () => {
    const answer = await app.inject('/elsewhere');
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { errors: [{ code: 'path.unknown' }] }]);
  });

  it('answers HEAD as GET without a body', async () => {
    const answer = await app.inject({ method: 'HEAD', url: '/notes/1' });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
  });

  it.each([
    ['a%2Fb', 'a/b'],
    ['%252F', '%2F'],
    ['%C3%A4%20', 'ä '],
  ])('decodes the id %s once', async (encoded, id) => {
    expect((await app.inject(`/notes/${encoded}`)).json()).toEqual({ id });
  });

  it('refuses a path that is no percent-encoding', async () => {
    const answer = await app.inject('/notes/%FF');
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { errors: [{ code: 'path.encoding' }] }]);
  });

  it('says what an ApiError says', async () => {
    const answer = await app.inject('/notes/gone');
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { errors: [{ code: 'note.not_found' }] }]);
  });

  it('hides what nobody expected, and logs it without secrets', async () => {
    const answer = await app.inject('/notes/broken');
    expect([answer.statusCode, answer.json()]).toMatchObject([500, { errors: [{ code: 'internal' }] }]);
    expect(answer.body).not.toContain('secret');
    const line = logged.find((entry) => entry.includes('a request failed'));
    expect(line).toContain('[secret] is in here');
    expect(line).not.toContain('pk_live');
  });

  it('is ready when it accepts work and every check is up', async () => {
    const ready = async () => (await app.inject('/health/ready')).statusCode;
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect(await ready()).toBe(503);
    app.get(HealthChecks).accept(true);
    expect(await ready()).toBe(200);
    app.get(HealthChecks).add('kafka', () => Promise.reject(new Error('no broker')));
    expect(await ready()).toBe(503);
  });

  it('counts requests by route', async () => {
    await app.inject('/notes/some-id');
    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/http_request_duration_seconds_count\{.*route="\/notes\/:id".*\} \d+/);
    expect(body).not.toContain('some-id');
  });

  it('lets services in with a token for their application only', async () => {
    const tokens = new ServiceTokens('gateway', settings.TESSERA_SERVICE_SECRET);
    const ask = async (authorization: string, application: string) =>
      app.inject({ url: `/notes/inside/${application}`, headers: { authorization } });
    const token = await tokens.header({ application: '7', role: 'viewer' });
    expect((await ask(token, '7')).json()).toEqual({ service: 'gateway', application: '7', role: 'viewer' });
    expect((await ask(token, '8')).statusCode).toBe(404);
    expect((await ask('Service nonsense', '7')).statusCode).toBe(401);
    const stranger = new ServiceTokens('gateway', 'another secret of 16+');
    expect((await ask(await stranger.header({ application: '7' }), '7')).statusCode).toBe(401);
  });
});

it('answers what is under way before it stops, and waits for no connection that a client keeps', async () => {
  const app = await createService({
    service: 'notes',
    module: NotesModule,
    settings: { ...settings, LOG_LEVEL: 'silent' },
  });
  await app.listen(0, '127.0.0.1');
  const answer = fetch(`${await app.getUrl()}/notes/slow/one`);
  const finish = await slow;
  const closed = app.close();
  setTimeout(finish, 100);
  expect((await answer).status).toBe(200);
  await closed;
});

it('says of what is not there that it is not, and why; what is there stays', async () => {
  const reason = 'Nobody needs it.';
  const absent = [
    ['GET', '/notes/{noteId}'],
    ['DELETE', '/notes/{noteId}'],
    ['POST', '/notes/{noteId}/copies/{copyId}'],
    ['GET', '/notes/{note}/copies/{copy}'],
  ].map(([method = '', path = '']) => ({ method, path, reason }));
  const app = await createService({
    ...{ service: 'notes', module: NotesModule, absent },
    settings: { ...settings, LOG_LEVEL: 'silent' },
  });
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string) => {
    const answer = await app.inject({ method, url });
    return [answer.statusCode, answer.json<{ errors?: { code: string; details?: string }[] }>().errors?.[0]?.details];
  };
  expect(await call('GET', '/notes/1')).toEqual([200, undefined]);
  expect(await call('DELETE', '/notes/1')).toEqual([501, reason]);
  expect(await call('POST', '/notes/1/copies/2')).toEqual([501, reason]);
  expect(await call('GET', '/notes/1/copies/2')).toEqual([501, reason]);
  expect((await call('PUT', '/notes/1/copies/2'))[0]).toBe(405);
  await app.close();
});

it('stops in order: not ready, listener, consumers, producers, pools', async () => {
  const app = await createService({
    service: 'notes',
    module: NotesModule,
    settings: { ...settings, LOG_LEVEL: 'silent' },
  });
  const order: string[] = [];
  const health = app.get(HealthChecks);
  health.accept(true);
  const lifecycle = app.get(Lifecycle);
  lifecycle.onStop('pools', 'pool', () => void order.push('pools'));
  lifecycle.onStop('producers', 'producer', () => void order.push('producers'));
  lifecycle.onStop('consumers', 'consumer', () => Promise.reject(new Error('already gone')));
  lifecycle.onStop('streams', 'stream', async () => void order.push((await health.report()).status));
  await app.close();
  expect(lifecycle.stopping.aborted).toBe(true);
  expect(order).toEqual(['down', 'producers', 'pools']);
});

function talk(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)));
    socket.on('close', () => resolve(answer));
  });
}
