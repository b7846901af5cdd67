import { type Coupon, type Json, renderCoupon } from '@tessera/api-contracts';
import { campaign } from '@tessera/promotion/testing';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coupon } from '../testing/decided.fixture';
import { type Gateway, keyHeader, NOTHING, startGateway } from '../testing/gateway.fixture';

// Reservations and inventories, before a server that stands for the projections.

let gateway: Gateway;
let upstream: Server;
let rows: Record<string, Json>;
let asked: string[];

beforeEach(async () => {
  rows = { '/internal/customer_profiles/anna?application=1': { integrationId: 'anna' } };
  asked = [];
  upstream = createServer((request, response) => {
    const found = rows[request.url ?? ''];
    asked.push(request.url ?? '');
    response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  gateway = await startGateway({ PROFILE_PROJECTION_URL: url, COUPON_PROJECTION_URL: url });
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

async function call(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const headers = { authorization: keyHeader('shop1') };
  const answer = await gateway.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<Json>() };
}

const shown = { ...coupon(31n, 'SPRING'), reservationCounter: 2n };

describe('reservations', () => {
  it('are a record for each profile, in its own order, and answer with the coupon', async () => {
    gateway.inbox.decide = () => ({ decision: NOTHING, coupons: [shown] });
    const { status, body } = await call('POST', '/v1/coupon_reservations/sp%2Fring', {
      integrationIDs: ['anna', 'ben', 'anna'],
    });
    expect([status, body]).toMatchObject([201, { value: 'SPRING', reservation: true, reservationCounter: 2 }]);
    expect(gateway.inbox.received.map(({ record }) => record.payload)).toEqual([
      { kind: 'CouponReservationReceived', code: 'sp/ring', profileId: 'anna', reserved: true },
      { kind: 'CouponReservationReceived', code: 'sp/ring', profileId: 'ben', reserved: true },
    ]);
  });

  it('are given back', async () => {
    gateway.inbox.decide = () => ({ decision: NOTHING, coupons: [shown] });
    expect(await call('DELETE', '/v1/coupon_reservations/SPRING', { integrationIDs: ['anna'] })).toEqual({
      status: 204,
    });
    expect(gateway.inbox.only.payload).toMatchObject({ reserved: false });
  });

  it.each([
    [{ integrationIDs: [] }, 'list.length'],
    [{ integrationIDs: ['anna', ''] }, 'id.length'],
    [{}, 'field.required'],
  ])('of %j are refused before anything is sent', async (payload, code) => {
    const { status, body } = await call('POST', '/v1/coupon_reservations/SPRING', payload);
    expect([status, body]).toMatchObject([400, { errors: [{ code }] }]);
    expect(gateway.inbox.received).toEqual([]);
  });

  it('say who has them', async () => {
    rows['/internal/applications/1/coupon_reservations/SPRING'] = { data: ['anna', 'new', 'ben'] };
    const query = new URLSearchParams({ application: '1', integrationIds: '["anna","new","ben"]', total: 'false' });
    rows[`/internal/customer_profiles?${query.toString()}`] = {
      data: [{ integrationId: 'ben' }, { integrationId: 'anna' }],
    };
    const headers = { authorization: keyHeader('shop1') };
    const url = '/v1/coupon_reservations/customerprofiles/SPRING';
    const answer = await gateway.app.inject({ url, headers });
    // Who came a moment ago may not be known yet, which keeps nobody from the others.
    expect([answer.statusCode, answer.headers['x-tessera-stale'], answer.json()]).toEqual([
      ...[200, 'true'],
      { totalResultSize: 2, data: [{ integrationId: 'anna' }, { integrationId: 'ben' }] },
    ]);
    expect(asked).toHaveLength(2);
    expect((await call('GET', '/v1/coupon_reservations/customerprofiles/NONE')).status).toBe(404);
  });
});

describe('codes that nobody knows', () => {
  const missing = { code: 'coupon.not_found', title: '', details: '', pointer: '/couponValue', status: 404 };
  const post = async (profile: string) =>
    (await call('POST', '/v1/coupon_reservations/GUESS', { integrationIDs: [profile] })).status;
  const get = async () => (await call('GET', '/v1/coupon_reservations/customerprofiles/GUESS')).status;

  const limited = async (limits: Record<string, string>) => {
    await gateway.app.close();
    const { port } = upstream.address() as AddressInfo;
    const limitedOne = await startGateway({ COUPON_PROJECTION_URL: `http://127.0.0.1:${port}`, ...limits });
    limitedOne.inbox.decide = () => ({ status: 404, decision: { ...NOTHING, refusals: [missing] } });
    return limitedOne;
  };

  it('are reserved by no profile without end', async () => {
    gateway = await limited({ MAX_UNKNOWN_CODES_PER_MINUTE: '2' });
    expect([await post('anna'), await post('anna'), await post('anna'), await post('anna')]).toEqual([
      404, 404, 404, 429,
    ]);
    expect(await post('ben')).toBe(404);
  });

  it('are asked for by no key without end, in whatever way', async () => {
    gateway = await limited({ MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY: '2' });
    expect([await get(), await post('anna'), await get()]).toEqual([404, 404, 404]);
    const sent = [asked.length, gateway.inbox.received.length];
    expect([await get(), await post('ben')]).toEqual([429, 429]);
    expect([asked.length, gateway.inbox.received.length]).toEqual(sent);
  });
});

describe('an inventory', () => {
  const inventory = (query: string, id = 'anna') => call('GET', `/v1/customer_profiles/${id}/inventory${query}`);

  function hold(...coupons: Coupon[]): void {
    const data = coupons.map((one) => ({ ...one, profileRedemptionCount: 1 }));
    rows['/internal/applications/1/inventories/anna/coupons?total=false'] = { data } as unknown as Json;
  }

  it('has the parts that are asked for, and no others', async () => {
    hold();
    expect((await inventory('')).body).toEqual({});
    expect((await inventory('?profile=true')).body).toEqual({ profile: { integrationId: 'anna' } });
    expect((await inventory('?coupons=true&profile=false')).body).toEqual({ coupons: [] });
    expect((await inventory('?coupons=true', 'nobody')).status).toBe(404);
  });

  it.each([
    [{}, 'active'],
    [{ usageCounter: 1 }, 'used'],
    [{ expiryDate: '2000-01-01T00:00:00.000Z' }, 'expired'],
    [{ startDate: '2200-01-01T00:00:00.000Z' }, 'pending'],
    [{ campaignId: 9 }, 'disabled'],
  ])('says of a coupon with %j that it is %s', async (changes, state) => {
    campaign(5n, []).forEach((change) => gateway.catalog.apply(change));
    const plain = renderCoupon({ ...shown, usageCounter: 0n }, 'EUR') as unknown as Coupon;
    hold({ ...plain, expiryDate: '2200-01-01T00:00:00.000Z', ...changes });
    expect((await inventory('?coupons=true')).body).toMatchObject({ coupons: [{ state, profileRedemptionCount: 1 }] });
  });
});
