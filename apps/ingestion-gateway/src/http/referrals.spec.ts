import type { Json } from '@tessera/api-contracts';
import type { CouponChunkReceived } from '@tessera/promotion';
import { campaign } from '@tessera/promotion/testing';
import { type Gateway, keyHeader, NOTHING, startGateway } from '../testing/gateway.fixture';

let gateway: Gateway;

beforeEach(async () => {
  gateway = await startGateway();
  campaign(5n, []).forEach((change) => gateway.catalog.apply(change));
  gateway.inbox.decide = ({ record: { payload } }) => ({ decision: created(payload as CouponChunkReceived) });
});
afterEach(() => gateway.app.close());

function created({ batch, settings }: CouponChunkReceived) {
  const coupons = [{ id: 77n, code: 'CODE', canonical: 'CODE', recipient: null }];
  const event = { kind: 'CouponsCreated', ...{ batch, chunk: 0, chunks: 1, settings, coupons, skipped: [] } } as const;
  return { ...NOTHING, events: [event] };
}

async function post(path: string, payload: object) {
  const headers = { authorization: keyHeader('shop1') };
  const answer = await gateway.app.inject({ method: 'POST', url: `/v1/${path}`, headers, payload });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<Json>() };
}

const settingsSent = () =>
  gateway.inbox.received.map(({ record: { payload } }) => payload.kind === 'CouponChunkReceived' && payload.settings);

describe('a referral', () => {
  it('is a code of one advocate, perhaps for one friend', async () => {
    const body = { campaignId: 5, advocateProfileIntegrationId: 'anna', friendProfileIntegrationId: 'ben' };
    const answer = await post('referrals', { ...body, usageLimit: 2, expiryDate: '2200-01-01T00:00:00Z' });
    expect(answer).toMatchObject({ status: 201, body: { id: 77, code: 'CODE', ...body, usageLimit: 2 } });
    expect(gateway.inbox.only.payload).toMatchObject({
      kind: 'CouponChunkReceived',
      count: 1,
      pattern: '#'.repeat(13),
    });
    expect(settingsSent()).toMatchObject([{ advocate: 'anna', recipient: 'ben', usageLimit: 2n, campaign: 5n }]);
  });

  it.each([
    [{ campaignId: 9, advocateProfileIntegrationId: 'anna' }, 404, 'campaign.unknown'],
    [{ campaignId: 5 }, 400, 'field.required'],
    [{ campaignId: 5, advocateProfileIntegrationId: '' }, 400, 'id.length'],
    [{ campaignId: 5, advocateProfileIntegrationId: 'anna', attributes: { x: 1 } }, 400, 'attribute.unknown'],
  ])('is refused with %j before anything is sent', async (payload, status, code) => {
    expect(await post('referrals', payload)).toMatchObject({ status, body: { errors: [{ code }] } });
    expect(gateway.inbox.received).toEqual([]);
  });
});

describe('referrals of many advocates', () => {
  const body = { campaignId: 5, advocateProfileIntegrationIds: ['anna', 'ben'], referralPattern: 'REF-####' };

  it('are a record each, silent unless asked', async () => {
    expect(await post('referrals_for_multiple_advocates', body)).toEqual({ status: 204, body: undefined });
    expect(settingsSent()).toMatchObject([{ advocate: 'anna' }, { advocate: 'ben' }]);
    const asked = await post('referrals_for_multiple_advocates?silent=no', body);
    expect(asked).toMatchObject({
      status: 201,
      body: {
        totalResultSize: 2,
        data: [{ advocateProfileIntegrationId: 'anna' }, { advocateProfileIntegrationId: 'ben' }],
      },
    });
  });

  it('are all refused where one is', async () => {
    const wrong = { ...body, advocateProfileIntegrationIds: ['anna', ''] };
    expect(await post('referrals_for_multiple_advocates', wrong)).toMatchObject({ status: 400 });
    expect(gateway.inbox.received).toEqual([]);
  });
});
