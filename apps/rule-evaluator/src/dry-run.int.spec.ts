import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type InboxRecord, integrationEvents, integrationReplies } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { application, campaign, coupons, effect, item, rule, update } from '@tessera/promotion/testing';
import { ServiceTokens } from '@tessera/service-kit';
import { services } from '@tessera/testing';
import { Client } from 'pg';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

const CAMPAIGN = 7n;
const tenOff = rule('coupon.valid', [effect('setDiscount', { name: 'ten', value: 'session.total * 0.1' })]);

describe('a dry run', () => {
  let bed: TestBed;
  let app: NestFastifyApplication;
  let authorization: string;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      ...campaign(CAMPAIGN, [tenOff], { features: ['coupons'] }),
    ]);
    app = await startService(bed);
    await bed.request([coupons(CAMPAIGN, ['TEN'], { attributes: {} })]);
    await bed.decided(1);
    authorization = await new ServiceTokens('spec', bed.environment['TESSERA_SERVICE_SECRET'] ?? '').header();
  });

  afterAll(async () => {
    await app.close();
    await bed.close();
  });

  const ask = (payload: Buffer, headers: Record<string, string> = { authorization }, url = '/internal/dry') =>
    app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/octet-stream', ...headers },
      payload,
    });

  it('answers what would become of a request, and writes nothing', async () => {
    const before = await everything(bed.name);
    const request = update('never', { profileId: 'nobody', cartItems: [item('tea', 1000)], couponCodes: ['ten'] });
    const answer = await ask(Buffer.from(inboxBytes(request)));
    expect(answer.statusCode).toBe(200);
    const { payload } = integrationReplies.fromWire(answer.rawPayload);
    expect(payload.decision.effects.map(({ type }) => type).sort()).toEqual(['acceptCoupon', 'setDiscount']);
    expect(payload.session).toMatchObject({ integrationId: 'never', total: 1000n });
    expect(await everything(bed.name)).toEqual(before);
  });

  it('says why each rule would give what it would give', async () => {
    const request = update('never', { cartItems: [item('tea', 1000)], couponCodes: ['ten', 'none'] });
    const answer = await ask(Buffer.from(inboxBytes(request)), { authorization }, '/internal/dry/explanation');
    expect(answer.json()).toMatchObject({
      truncated: false,
      campaigns: [
        {
          campaignId: 7,
          rules: [
            {
              ...{ outcome: 'given', couponValue: 'ten' },
              condition: { text: 'coupon.valid', value: true, parts: [] },
              effects: [
                { effectType: 'acceptCoupon', given: [{ value: 'ten' }] },
                { effectType: 'setDiscount', given: [{ name: 'ten', value: 1 }] },
              ],
            },
          ],
        },
      ],
    });
  });

  it('is for services only, and for records only', async () => {
    expect((await ask(Buffer.from(inboxBytes(update('x'))), {})).statusCode).toBe(401);
    const answer = await ask(Buffer.from('no record'));
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ code: 'schema.unknown' }] });
  });
});

function inboxBytes(payload: Request): Uint8Array {
  const envelope = { id: 'dry', src: '', seq: 0n, requestId: 'dry', application: 1n, currency: '' };
  const record: InboxRecord = { ...envelope, at: null, recordedAt: 0n, catalogVersion: 0n, idempotency: null, payload };
  return integrationEvents.toWire(record);
}

/** How many rows each table has, and where the sequence stands. */
async function everything(schema: string): Promise<unknown> {
  const client = new Client({ connectionString: services().databaseUrl, options: `-c search_path=${schema}` });
  await client.connect();
  try {
    const { rows } =
      await client.query(`SELECT (SELECT count(*) FROM state) AS states, (SELECT count(*) FROM outbox) AS slices,
      (SELECT count(*) FROM dedupe) AS ids, (SELECT last_value FROM position) AS position`);
    return rows;
  } finally {
    await client.end();
  }
}
