import { campaignAnalytics } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { ApplicationEntity } from '../applications/application.entity';
import type { Projections } from '../read-models/projections';
import { showBucket } from './analytics.wire';
import { CampaignFigures } from './campaign-figures';
import { showCounters } from './counters.wire';

const measures = {
  setDiscount: { given: '1250', undone: '250' },
  setDiscountEffect: { given: '3', undone: '1' },
  redeemCoupon: { given: '4', undone: '1' },
  revenue: { given: '9900', undone: '900' },
  createLoyaltyPoints: { given: '2550', undone: '50' },
  createLoyaltyPointsEffect: { given: '2', undone: '0' },
};

describe('the figures of a campaign', () => {
  it('are what stands, as the API shows it', () => {
    expect(showCounters({ campaign: '7', lastActivity: '2026-07-15T12:00:00.000Z', measures }, 'EUR')).toEqual({
      ...{ couponRedemptionCount: 3, couponCreationCount: 0, referralRedemptionCount: 0, referralCreationCount: 0 },
      ...{ discountCount: 10, discountEffectCount: 2, addFreeItemEffectCount: 0, awardedGiveawaysCount: 0 },
      ...{ customEffectCount: 0, callApiEffectCount: 0, reservecouponEffectCount: 0 },
      ...{ createdLoyaltyPointsCount: 25, createdLoyaltyPointsEffectCount: 2 },
      ...{ redeemedLoyaltyPointsCount: 0, redeemedLoyaltyPointsEffectCount: 0 },
      lastActivity: '2026-07-15T12:00:00.000Z',
    });
    expect(showCounters(undefined, 'JPY')).not.toHaveProperty('lastActivity');
  });

  it('are, over time, what was given and what was taken back, each with its total', () => {
    const date = '2026-07-15T00:00:00.000Z';
    const shown = showBucket({ date, measures, totals: { revenue: { given: '12345', undone: '900' } } }, 'EUR');
    expect(shown).toMatchObject({
      ...{ date, campaignRevenue: 99, campaignRefund: 9, totalCampaignRevenue: 123.45, totalCampaignRefund: 9 },
      ...{ campaignDiscountCosts: 12.5, campaignRefundedDiscounts: 2.5, totalCampaignDiscountCosts: 0 },
      ...{ couponRedemptions: 4, couponRolledbackRedemptions: 1, addedLoyaltyPoints: 25.5 },
    });
    expect(campaignAnalytics.strict().parse(shown)).toEqual(shown);
  });

  it('are left out where their read model does not answer, and only then', async () => {
    const application = { id: 1n, currency: 'EUR' } as ApplicationEntity;
    const failing = (error: Error) =>
      new CampaignFigures({ ask: () => Promise.reject(error) } as unknown as Projections).counters(application, [7n]);
    await expect(failing(ApiError.unavailable('read_model.unavailable', 'gone'))).resolves.toEqual(new Map());
    await expect(failing(new Error('another'))).rejects.toThrow('another');
  });
});
