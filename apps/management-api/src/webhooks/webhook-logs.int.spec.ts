import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreatedWebhook } from '@tessera/api-contracts';
import { ServiceTokens } from '@tessera/service-kit';
import { Client, Management } from '../testing/management.fixture';
import type { Delivery } from './webhook-log.wire';

// Goal: a call that failed is tried once more where its webhook is still there, and the dispatcher is told so once.

const hook = {
  ...{ applicationIds: [], title: 'Mail', verb: 'POST', url: 'https://mail.example/send' },
  ...{ headers: [], params: [], payload: '{}', enabled: true },
};
const CALL = '0198c8a4-5e1f-7c7e-8d53-2b1a3c4d5e6f';
const created = '2026-07-15T12:00:00.123456+00:00';

function callOf(webhookId: number, status: Delivery['status'] = 'failed'): Delivery {
  const ids = { id: CALL, requestId: 'r', applicationId: 1, campaignId: 7, webhookId };
  return { ...ids, status, created, due: null, attempts: [] };
}

/** Stands for the webhook dispatcher, with one call at most. */
class Dispatcher {
  call: Delivery | undefined;
  down = false;
  asked: string[] = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));
  private tokens!: ServiceTokens;

  async listen(): Promise<Readonly<Record<string, string>>> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return { WEBHOOK_DISPATCHER_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` };
  }

  trust(secret: string): void {
    this.tokens = new ServiceTokens('webhook-dispatcher', secret);
  }

  stop(): void {
    this.server.close();
  }

  private async answer({ method, url, headers, socket }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down) return void socket.destroy();
    const { application } = await this.tokens.verify(headers.authorization);
    const { pathname, searchParams } = new URL(url ?? '', 'http://none');
    const { call } = this;
    this.asked.push(`${application}: ${method} ${pathname}`);
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (method === 'GET') {
      send(200, { hasMore: false, data: call?.id === searchParams.get('effectId') ? [call] : [] });
    } else if (call?.status === 'failed') send(200, { id: call.id });
    else send(409, { errors: [{ code: 'webhook.not_failed', title: 'Only a call that has failed is tried again' }] });
  }
}

describe('another try of a call', () => {
  const dispatcher = new Dispatcher();
  let management: Management;
  let admin: Client;
  let webhook: number;

  beforeAll(async () => {
    management = await Management.start(await dispatcher.listen());
    dispatcher.trust(management.settings.TESSERA_SERVICE_SECRET);
    admin = new Client(management, await management.signIn());
    webhook = (await admin.post<CreatedWebhook>('/v1/webhooks', hook)).body.id;
  });
  afterAll(async () => {
    await management.stop();
    dispatcher.stop();
  });
  beforeEach(() => {
    dispatcher.call = callOf(webhook);
    dispatcher.down = false;
    dispatcher.asked = [];
  });

  const LOOKED = '0: GET /internal/webhook_deliveries';
  const RETRIED = `0: POST /internal/webhook_deliveries/${CALL}/retry`;
  const refused = (call = CALL) => admin.fails('POST', `/v1/webhook_logs/${call}/retry`);

  it('is left to the dispatcher', async () => {
    const { status, body } = await management.call(admin.authorization, 'POST', `/v1/webhook_logs/${CALL}/retry`);
    expect([status, body]).toEqual([204, undefined]);
    expect(dispatcher.asked).toEqual([LOOKED, RETRIED]);
  });

  it('is refused with 404 where there is no such call, without asking where no call can have the id', async () => {
    expect(await refused('7')).toEqual([404, 'webhook.call']);
    expect(dispatcher.asked).toEqual([]);
    dispatcher.call = undefined;
    expect(await refused()).toEqual([404, 'webhook.call']);
    expect(dispatcher.asked).toEqual([LOOKED]);
  });

  it('is refused with 409 where its webhook was deleted', async () => {
    const { id } = (await admin.post<CreatedWebhook>('/v1/webhooks', hook)).body;
    await admin.delete(`/v1/webhooks/${id}`);
    dispatcher.call = callOf(id);
    expect(await refused()).toEqual([409, 'webhook.deleted']);
    expect(dispatcher.asked).toEqual([LOOKED]);
  });

  it('is refused as the dispatcher refuses it, and with 503 where that does not answer', async () => {
    dispatcher.call = callOf(webhook, 'delivered');
    expect(await refused()).toEqual([409, 'webhook.not_failed']);
    dispatcher.down = true;
    expect(await refused()).toEqual([503, 'read_model.unavailable']);
  });
});
