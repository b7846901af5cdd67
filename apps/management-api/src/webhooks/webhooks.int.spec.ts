import type { CreatedWebhook, Webhook } from '@tessera/api-contracts';
import { openSecret, WEBHOOK_HEADER, WEBHOOK_SECRET } from '@tessera/event-contracts';
import type { CatalogChange } from '@tessera/promotion';
import { Client, Management } from '../testing/management.fixture';

const hook = {
  applicationIds: [],
  title: 'Mail',
  verb: 'POST',
  url: 'https://mail.example/send',
  headers: ['Authorization: Bearer abc:def', 'X-Shop: one'],
  params: [{ type: 'string', title: 'subject' }],
  payload: '{"to": "${$subject}"}',
  enabled: true,
};

describe('webhooks', () => {
  let management: Management;
  let admin: Client;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  });
  afterAll(() => management.stop());

  type Saved = Extract<CatalogChange, { kind: 'WebhookSaved' }>['entity'];

  async function savedIn(version: string | undefined): Promise<Saved> {
    const payload = (await management.readCatalog(BigInt(version ?? 0))).at(-1)?.payload;
    if (payload?.kind !== 'WebhookSaved') throw new Error(`not saved: ${payload?.kind}`);
    return payload.entity;
  }

  const opened = ({ headers, secret }: Saved) => {
    const masterKey = management.settings.TESSERA_MASTER_KEY;
    return {
      secret: openSecret(secret, masterKey, WEBHOOK_SECRET),
      headers: headers.map((header) => openSecret(header, masterKey, WEBHOOK_HEADER)),
    };
  };

  it('show their secret once, and their headers never; the log has both sealed', async () => {
    const created = await admin.post<CreatedWebhook>('/v1/webhooks', hook);
    const { secret, ...shown } = created.body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toMatchObject({ ...hook, headers: ['Authorization: ***', 'X-Shop: ***'] });
    expect((await admin.get<Webhook>(`/v1/webhooks/${shown.id}`)).body).toEqual(shown);
    const saved = await savedIn(created.headers['x-tessera-catalog']);
    expect(opened(saved)).toEqual({ secret, headers: hook.headers });
    expect(saved).toMatchObject({ id: BigInt(shown.id), params: ['subject'], payload: hook.payload, enabled: true });
  });

  it('keep their secret, and the headers that are sent back hidden', async () => {
    const created = await admin.post<CreatedWebhook>('/v1/webhooks', hook);
    const headers = ['authorization: ***', 'X-Shop: two'];
    const { headers: answered, body } = await admin.put<Webhook>(`/v1/webhooks/${created.body.id}`, {
      ...hook,
      headers,
    });
    expect(body.headers).toEqual(['Authorization: ***', 'X-Shop: ***']);
    expect('secret' in body).toBe(false);
    expect(opened(await savedIn(answered['x-tessera-catalog']))).toEqual({
      secret: created.body.secret,
      headers: ['Authorization: Bearer abc:def', 'X-Shop: two'],
    });
    const unknown = { ...hook, headers: ['X-New: ***'] };
    expect(await admin.fails('PUT', `/v1/webhooks/${body.id}`, unknown)).toEqual([400, 'webhook.header']);
  });

  it('are deleted', async () => {
    const { body } = await admin.post<CreatedWebhook>('/v1/webhooks', hook);
    const { headers } = await admin.delete(`/v1/webhooks/${body.id}`);
    const last = (await management.readCatalog(BigInt(headers['x-tessera-catalog'] ?? 0))).at(-1);
    expect(last?.payload).toEqual({ kind: 'WebhookDeleted', id: BigInt(body.id) });
    expect(await admin.fails('GET', `/v1/webhooks/${body.id}`)).toEqual([404, 'webhook.not_found']);
    expect(await admin.fails('DELETE', `/v1/webhooks/${body.id}`)).toEqual([404, 'webhook.not_found']);
  });

  it.each([
    [{ url: 'https://127.0.0.1/' }, 'webhook.url'],
    [{ url: 'http://shop.example/' }, 'webhook.url'],
    [{ headers: ['no colon'] }, 'field.format'],
    [{ headers: ['A: b\r\nC: d'] }, 'field.format'],
    [{ verb: 'TRACE' }, 'field.value'],
    [{ applicationIds: [999_999] }, 'application.unknown'],
  ])('are refused with %j', async (wrong, code) => {
    const [status, first] = await admin.fails('POST', '/v1/webhooks', { ...hook, ...wrong });
    expect([status, first]).toEqual([400, code]);
  });
});
