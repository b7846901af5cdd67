import { ApiError } from '@tessera/service-kit';
import { limitsOf } from './limits';

const limit = (action: string, most: number, more: object = {}) => ({ action, limit: most, entities: [], ...more });

/** Code, details and place of the refusal. */
function refusal(...limits: Parameters<typeof limitsOf>[0]): unknown[] {
  try {
    limitsOf(limits, 'EUR');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const [detail] = error.errors;
    return [detail?.code, detail?.details, detail?.source?.pointer];
  }
  return [];
}

describe('limits of a campaign', () => {
  it('are counts, and amounts in the minor units of the currency; each combination in one form', () => {
    const limits = [
      limit('setDiscount', 12.5, { entities: ['Session', 'Coupon', 'Session'], period: 'weekly' }),
      limit('customEffect', 7),
    ];
    expect(limitsOf(limits, 'EUR')).toEqual([
      { action: 'setDiscount', limit: 1250n, entities: ['Coupon', 'Session'], period: 'weekly' },
      { action: 'customEffect', limit: 7n, entities: [], period: null },
    ]);
    expect(limitsOf([limit('setDiscount', 12)], 'JPY')).toMatchObject([{ limit: 12n }]);
  });

  it.each(['redeemCoupon', 'setDiscount', 'setDiscountEffect', 'createCoupon', 'redeemLoyaltyPoints', 'callApi'])(
    'are kept on %s',
    (action) => expect(refusal(limit(action, 1))).toEqual([]),
  );

  it('are refused where no effect would count towards them, with the actions that there are', () => {
    const [code, details, pointer] = refusal(limit('setDiscount', 1), limit('giveAway', 1));
    expect([code, pointer]).toEqual(['limit.unsupported', '/limits/1/action']);
    expect(details).toContain('limits are on redeemCoupon');
  });

  it('are refused where they count by what nobody counts, by its name', () => {
    const [code, details, pointer] = refusal(limit('setDiscount', 1, { entities: ['Profile', 'Store'] }));
    expect([code, pointer]).toEqual(['limit.unsupported', '/limits/0/entities']);
    expect(details).toContain('not by Store');
  });

  it('are refused in two sizes, whatever the order of what they count by', () => {
    const twice = [
      ['Profile', 'Coupon'],
      ['Coupon', 'Profile'],
    ].map((entities, n) => limit('setDiscount', n, { entities }));
    expect(refusal(...twice)[0]).toBe('limit.twice');
    expect(refusal(limit('setDiscount', 1), limit('setDiscount', 1, { period: 'daily' }))).toEqual([]);
  });

  it.each([
    ['setDiscount', 0.001],
    ['setDiscount', 1e15],
    ['setDiscountEffect', 0.5],
    ['setDiscountEffect', 2 ** 53],
  ])('are refused: %s %d', (action, most) => {
    expect(refusal(limit(action, most))).toEqual(['limit.range', undefined, '/limits/0/limit']);
  });
});
