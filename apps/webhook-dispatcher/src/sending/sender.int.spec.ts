import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { type Answer, type Call, Sender, type SenderOptions } from './sender';

const never = new AbortController().signal;
const opened: (Server | TcpServer)[] = [];
const senders: Sender[] = [];
const sockets: Socket[] = [];

async function serve(listener: RequestListener): Promise<string> {
  return listen(createServer(listener));
}

async function listen(server: Server | TcpServer): Promise<string> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`;
}

function send(
  url: string,
  call: Partial<Call> = {},
  options: Partial<SenderOptions> = {},
  stop = never,
): Promise<Answer> {
  const sender = new Sender({ dev: true, ...options });
  senders.push(sender);
  return sender.send({ url, method: 'POST', headers: { 'x-test': '1' }, body: '{"ä":1}', ...call }, stop);
}

afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const server of opened.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('a call', () => {
  it('arrives with its path, method, headers and exact bytes', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers['x-test'], Buffer.concat(chunks).toString()]);
        response.writeHead(201).end();
      });
    });
    await expect(send(url)).resolves.toEqual({ kind: 'answered', status: 201, retryAfterMs: undefined });
    expect(seen).toEqual([['POST', '/hook?a=1', '1', '{"ä":1}']]);
  });

  it('does not follow a redirect', async () => {
    const paths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(send(url)).resolves.toMatchObject({ kind: 'answered', status: 302 });
    expect(paths).toEqual(['/hook?a=1']);
  });

  it('tells how long the endpoint asks to wait', async () => {
    const url = await serve((_, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    await expect(send(url)).resolves.toEqual({ kind: 'answered', status: 503, retryAfterMs: 7000 });
  });

  it('reads no more than 64 KB of an answer that has no end', async () => {
    let written = 0;
    const closed = { done: false };
    const url = await serve((_, response) => {
      response.on('close', () => (closed.done = true));
      const more = (): void => {
        if (closed.done) return;
        written += 16_384;
        if (response.write(Buffer.alloc(16_384))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    await expect(send(url)).resolves.toMatchObject({ kind: 'answered', status: 200 });
    // What the kernel buffers on both sides comes on top.
    expect(written).toBeLessThan(16_000_000);
  });

  it('ends after its time, also where the answer drips', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(send(url, {}, { totalMs: 200 })).resolves.toEqual({ kind: 'unanswered', error: 'no answer in time' });
  });

  it('ends after its time where nothing is answered', async () => {
    const url = await listen(createTcpServer((socket) => sockets.push(socket)));
    await expect(send(url, {}, { totalMs: 200 })).resolves.toEqual({ kind: 'unanswered', error: 'no answer in time' });
  });

  it('says that nobody listens', async () => {
    const server = createServer();
    const url = await listen(server);
    await new Promise((resolve) => opened.pop()?.close(resolve));
    await expect(send(url)).resolves.toMatchObject({
      kind: 'unanswered',
      error: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('rejects when the service stops', async () => {
    const url = await serve(() => undefined);
    const stop = new AbortController();
    const sent = send(url, {}, {}, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(sent).rejects.toThrow('stopped');
  });
});

describe('a call to this machine outside of development', () => {
  it.each([
    ['by its address', (port: string) => `https://127.0.0.1:${port}/`],
    ['by another form of its address', (port: string) => `https://0x7f000001:${port}/`],
    ['by its address in IPv6', (port: string) => `https://[::ffff:127.0.0.1]:${port}/`],
  ])('is blocked %s, and nothing connects', async (_, urlOf) => {
    let connections = 0;
    const { port } = new URL(await listen(createTcpServer(() => connections++)));
    await expect(send(urlOf(port), {}, { dev: false })).resolves.toMatchObject({ kind: 'blocked' });
    expect(connections).toBe(0);
  });

  it('is blocked by a name that resolves to it, at connect', async () => {
    const answer = await send('https://localhost/', {}, { dev: false });
    expect(answer).toMatchObject({ kind: 'blocked', error: expect.stringContaining('localhost is not at') as string });
  });
});
