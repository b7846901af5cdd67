import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerSchemas } from './register-schemas';

/** As much of a schema registry as registering needs. */
class Registry {
  readonly versions = new Map<string, { id: number; schema: string }>();
  readonly modes = new Map<string, string>();
  writes = 0;
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
  });

  async url(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  private async answer(request: IncomingMessage): Promise<[number, object]> {
    const [, root = '', subject = '', , version = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    if (request.method === 'GET') return this.read(`${subject}/${version}`);
    this.writes += 1;
    const body = (await json(request)) as { mode: string; id: number; version: number; schema: string };
    if (root === 'mode') this.modes.set(subject, body.mode);
    else if (this.modes.get(subject) !== 'IMPORT') return [422, { message: 'not in import mode' }];
    else this.versions.set(`${subject}/${body.version}`, body);
    return [200, {}];
  }

  private read(name: string): [number, object] {
    const found = this.versions.get(name);
    return found ? [200, { id: found.id }] : [404, {}];
  }
}

async function json(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

describe('registering schemas', () => {
  let registry: Registry;
  let url: string;
  beforeEach(async () => {
    registry = new Registry();
    url = await registry.url();
  });
  afterEach(() => registry.close());

  it('puts every topic there under the ids of our records, and leaves the registry writable', async () => {
    await registerSchemas(`${url}/`);
    expect([...registry.versions.keys()]).toEqual(
      expect.arrayContaining(['decisions.v1-value/1', 'effects.v1-value/1', 'catalog.events.v1-value/1']),
    );
    expect(registry.versions.get('decisions.v1-value/1')?.id).toBeGreaterThan(0);
    expect(new Set(registry.modes.values())).toEqual(new Set(['READWRITE']));
  });

  it('leaves alone what is there', async () => {
    await registerSchemas(url);
    registry.writes = 0;
    await registerSchemas(url);
    expect(registry.writes).toBe(0);
  });

  it('says so where an id is taken by another schema', async () => {
    registry.versions.set('decisions.v1-value/1', { id: 4711, schema: '' });
    await expect(registerSchemas(url)).rejects.toThrow(/decisions\.v1-value version 1 under the id 4711/);
  });

  it('fails where nobody answers', async () => {
    registry.close();
    await expect(registerSchemas('http://127.0.0.1:1')).rejects.toThrow();
  });
});
