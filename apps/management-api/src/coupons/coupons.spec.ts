import { newCoupons } from '@tessera/api-contracts';
import type { CouponSettings } from '@tessera/promotion';
import fc from 'fast-check';
import { refusal } from '../testing/refusal.fixture';
import { codePattern, couponChunks } from './coupon-chunks';
import { changedSettings, newSettings } from './coupon-settings';

const body = (more: object = {}) => newCoupons.parse({ usageLimit: 1, numberOfCoupons: 1, ...more });
const settings: CouponSettings = {
  campaign: 7n,
  usageLimit: 1n,
  profileLimit: null,
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
    expect(codePattern(body({ uniquePrefix: 'VIP-' }), campaign).pattern).toBe('VIP-########');
    expect(codePattern(body(), null)).toEqual({ pattern: '########', characters: [] });
  });
});

describe('chunks of coupons', () => {
  it('have at most 1,000 each and all together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (count) => {
        const chunks = couponChunks('b', count, { pattern: '########', characters: [] }, settings);
        expect(chunks.every((chunk) => chunk.count >= 1 && chunk.count <= 1000)).toBe(true);
        expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(count);
        expect(chunks.map(({ chunk }) => chunk)).toEqual(chunks.map((_, index) => index));
        expect(chunks.every((chunk) => chunk.chunks === chunks.length)).toBe(true);
      }),
    );
  });

  it('hold the code itself where the pattern draws nothing', () => {
    expect(couponChunks('b', 1, { pattern: 'WELCOME', characters: ['A'] }, settings)).toEqual([
      {
        kind: 'CouponChunkReceived',
        batch: 'b',
        chunk: 0,
        chunks: 1,
        settings,
        codes: ['WELCOME'],
        pattern: '',
        characters: [],
        count: 1,
      },
    ]);
  });

  it.each([
    [2, 'WELCOME', []],
    [3, 'AB#', ['x', 'X', 'y']],
    [1001, 'AB##', [...'0123456789']],
  ])('of %i codes cannot come from %s', (count, pattern, characters) => {
    expect(() => couponChunks('b', count, { pattern, characters }, settings)).toThrow(
      refusal(400, 'coupon.pattern_exhausted'),
    );
  });
});
