import { catalogEvents } from '@tessera/event-contracts';
import { Client, Management } from '../testing/management.fixture';

describe('the catalog log', () => {
  let management: Management;
  let admin: Client;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  });
  afterAll(() => management.stop());

  it('gives versions without gap to 20 writes at once by two instances, each answered with its own', async () => {
    const second = await management.startInstance();
    const bodies = Array.from({ length: 20 }, (_, index) => ({
      name: `Shop ${index}`,
      currency: 'EUR',
      timezone: 'UTC',
    }));
    const answers = await Promise.all(
      bodies.map((body, index) =>
        (index % 2 === 0 ? management.app : second).inject({
          method: 'POST',
          url: '/v1/applications',
          headers: { authorization: admin.authorization, 'content-type': 'application/json' },
          payload: JSON.stringify(body),
        }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(bodies.map(() => 201));
    const versions = answers.map(({ headers }) => Number(headers['x-tessera-catalog'])).sort((a, b) => a - b);
    expect(versions).toEqual(bodies.map((_, index) => index + 1));
    const records = await management.readCatalog(20n);
    expect(records.map(({ seq }) => seq)).toEqual(bodies.map((_, index) => BigInt(index + 1)));
    expect(new Set(records.map(({ application }) => application)).size).toBe(20);
  });

  it('has the version on the topic when the write is answered', async () => {
    const { headers, body } = await admin.post<{ id: number }>('/v1/applications', {
      name: 'Now',
      currency: 'JPY',
      timezone: 'Asia/Tokyo',
    });
    const version = BigInt(headers['x-tessera-catalog'] ?? 0);
    const record = (await management.readCatalog(version)).at(-1);
    expect(record).toMatchObject({
      seq: version,
      catalogVersion: version,
      application: BigInt(body.id),
      currency: 'JPY',
      actor: { userId: expect.any(BigInt) as bigint, requestId: headers['x-request-id'] },
      payload: { kind: 'ApplicationSaved', entity: { name: 'Now', timezone: 'Asia/Tokyo', currency: 'JPY' } },
    });
    expect(catalogEvents.key(record as NonNullable<typeof record>)).toBe(String(body.id));
  });

  it('is published when the write is answered', async () => {
    const shop = { name: 'Soon', currency: 'EUR', timezone: 'UTC' };
    for (let write = 0; write < 5; write += 1) {
      const { headers } = await admin.post('/v1/applications', shop);
      expect((await details(management)).published).toBe(headers['x-tessera-catalog']);
    }
  });

  it('has nothing of a write that was refused, and reads answer no version', async () => {
    const before = await details(management);
    expect(await admin.fails('POST', '/v1/event_types', { name: 'x', title: 'x', applicationIds: [999_999] })).toEqual([
      400,
      'application.unknown',
    ]);
    expect((await admin.get('/v1/event_types')).headers['x-tessera-catalog']).toBeUndefined();
    expect(await details(management)).toEqual(before);
  });

  it('is served with the schemas that read it, to anybody', async () => {
    const subjects = await management.call<string[]>(undefined, 'GET', '/subjects');
    expect(subjects.body).toContain('catalog.events.v1-value');
    const latest = await management.call<{ id: number; schema: string }>(
      undefined,
      'GET',
      '/subjects/catalog.events.v1-value/versions/latest',
    );
    const byId = await management.call<{ schema: string }>(undefined, 'GET', `/schemas/ids/${latest.body.id}`);
    expect(byId.body.schema).toBe(latest.body.schema);
    expect(byId.headers['content-type']).toMatch(/^application\/vnd\.schemaregistry\.v1\+json/);
    expect((await management.call(undefined, 'GET', '/schemas/ids/424242')).status).toBe(404);
  });

  it('is in the readiness of the service', async () => {
    const { body } = await management.call<{ checks: { catalog: { up: boolean } } }>(undefined, 'GET', '/health/ready');
    expect(body.checks.catalog.up).toBe(true);
  });
});

async function details(management: Management): Promise<{ version: string; published: string }> {
  const { body } = await management.call<{
    checks: { catalog: { details: { version: string; published: string } } };
  }>(undefined, 'GET', '/health/ready');
  return body.checks.catalog.details;
}
