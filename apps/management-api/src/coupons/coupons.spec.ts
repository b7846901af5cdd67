import { newCoupons } from '@tessera/api-contracts';
import type { CouponSettings } from '@tessera/promotion';
import fc from 'fast-check';
import { refusal } from '../testing/refusal.fixture';
import { assertPattern, codePattern, couponChunks } from './coupon-chunks';
import { changedSettings, newSettings } from './coupon-settings';

const body = (more: object = {}) => newCoupons.parse({ usageLimit: 1, numberOfCoupons: 1, ...more });
const settings: CouponSettings = {
  campaign: 7n,
  usageLimit: 1n,
  profileLimit: null,
  ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false, advocate: null },
  discountLimit: 1250n,
  startDate: null,
  expiryDate: 1_800_000_000_000n,
  attributes: {},
  recipient: 'ann',
};

describe('settings of new coupons', () => {
  it('are in minor units and instants', () => {
    const given = body({
      discountLimit: 12.5,
      expiryDate: '2027-01-15T08:00:00Z',
      recipientIntegrationId: 'ann',
      limits: [{ action: 'redeemCoupon', limit: 2, entities: ['Profile'] }],
    });
    expect(newSettings(given, 7n, 'EUR', {})).toEqual({ ...settings, profileLimit: 2n });
  });

  it('have no more decimals than the currency', () => {
    expect(newSettings(body({ discountLimit: 12 }), 7n, 'JPY', {}).discountLimit).toBe(12n);
    expect(() => newSettings(body({ discountLimit: 12.5 }), 7n, 'JPY', {})).toThrow(
      refusal(400, 'coupon.discount_limit'),
    );
  });

  it.each([
    { action: 'setDiscount', limit: 1, entities: ['Profile'] },
    { action: 'redeemCoupon', limit: 1, entities: [] },
    { action: 'redeemCoupon', limit: 1, entities: ['Profile'], period: 'daily' },
    { action: 'redeemCoupon', limit: 1.5, entities: ['Profile'] },
  ])('may not have the limit %j', (limit) => {
    expect(() => newSettings(body({ limits: [limit] }), 7n, 'EUR', {})).toThrow(refusal(400, 'limit.unsupported'));
  });
});

describe('settings of a changed coupon', () => {
  it('stay where the body says nothing', () => {
    expect(changedSettings(settings, {}, 'EUR', {})).toEqual(settings);
  });

  it('are cleared by null', () => {
    const cleared = { discountLimit: null, expiryDate: null, recipientIntegrationId: null, limits: [] };
    expect(changedSettings({ ...settings, profileLimit: 3n }, cleared, 'EUR', {})).toEqual({
      ...settings,
      discountLimit: null,
      expiryDate: null,
      recipient: null,
    });
  });

  it('take what the body says', () => {
    const changed = changedSettings(
      settings,
      { usageLimit: 0, discountLimit: 1, startDate: '2026-01-01T00:00:00Z' },
      'EUR',
      {},
    );
    expect(changed).toEqual({ ...settings, usageLimit: 0n, discountLimit: 100n, startDate: 1_767_225_600_000n });
  });
});

describe('the pattern of codes', () => {
  const campaign = { couponPattern: 'SPRING-####', validCharacters: ['A', 'B'] };

  it("is the body's, else the campaign's, else a default", () => {
    expect(codePattern(body({ couponPattern: 'X-##', validCharacters: ['Z'] }), campaign)).toEqual({
      pattern: 'X-##',
      characters: ['Z'],
    });
    expect(codePattern(body(), campaign)).toEqual({ pattern: 'SPRING-####', characters: ['A', 'B'] });
    expect(codePattern(body({ uniquePrefix: 'VIP-' }), campaign).pattern).toBe(`VIP-${'#'.repeat(13)}`);
    expect(codePattern(body(), null)).toEqual({ pattern: '#############', characters: [] });
  });

  it('has at least 60 random bits where nobody chose one', () => {
    const { pattern } = codePattern(body(), null);
    expect((pattern.split('#').length - 1) * Math.log2(31)).toBeGreaterThanOrEqual(60);
  });
});

describe('chunks of coupons', () => {
  const pool = (count: number, pattern = '########', characters: string[] = []) => ({
    ...{ batch: 'b', count, settings },
    pattern: { pattern, characters },
  });

  it('have at most 1,000 each and all together, taken at once or some at a time', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(sizes, ([count, atOnce]) => {
        const chunks = couponChunks(pool(count));
        expect(chunks.every((chunk) => chunk.count >= 1 && chunk.count <= 1000)).toBe(true);
        expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(count);
        expect(chunks.map(({ chunk }) => chunk)).toEqual(chunks.map((_, index) => index));
        expect(chunks.every((chunk) => chunk.chunks === chunks.length)).toBe(true);
        const steps = chunks.flatMap((_, from) =>
          from % atOnce === 0 ? couponChunks(pool(count), from, from + atOnce) : [],
        );
        expect(steps).toEqual(chunks);
      }),
    );
  });

  it('share the recipients out', () => {
    const recipients = Array.from({ length: 1_500 }, (_, index) => `p${index}`);
    const chunks = couponChunks({ ...pool(1_500), recipients });
    expect(chunks.map((chunk) => chunk.recipients.length)).toEqual([1000, 500]);
    expect(chunks.flatMap((chunk) => chunk.recipients)).toEqual(recipients);
  });

  it('hold the code itself where the pattern draws nothing', () => {
    expect(couponChunks(pool(1, 'WELCOME', ['A']))).toEqual([
      {
        kind: 'CouponChunkReceived',
        ...{ batch: 'b', chunk: 0, chunks: 1, settings },
        codes: ['WELCOME'],
        ...{ pattern: '', characters: [], count: 1, recipients: [] },
      },
    ]);
  });

  it.each([
    [2, 'WELCOME', []],
    [3, 'AB#', ['x', 'X', 'y']],
    [1001, 'AB##', [...'0123456789']],
  ])('of %i codes cannot come from %s', (count, pattern, characters) => {
    expect(() => assertPattern({ pattern, characters }, count)).toThrow(refusal(400, 'coupon.pattern_exhausted'));
  });
});
