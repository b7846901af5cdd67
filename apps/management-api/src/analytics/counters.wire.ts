import { type Campaign, exponentOf, renderPoints } from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import { z } from 'zod';
import { type Measures, measures, standing } from './measures';

export const campaignCounters = z.object({ campaign: z.string(), lastActivity: z.string(), measures });
export type CampaignCounters = z.infer<typeof campaignCounters>;

const COUNTS = {
  couponRedemptionCount: 'redeemCoupon',
  couponCreationCount: 'createCoupon',
  referralRedemptionCount: 'redeemReferral',
  referralCreationCount: 'createReferral',
  discountEffectCount: 'setDiscountEffect',
  addFreeItemEffectCount: 'addFreeItemEffect',
  awardedGiveawaysCount: 'awardGiveaway',
  customEffectCount: 'customEffect',
  callApiEffectCount: 'callApi',
  reservecouponEffectCount: 'reserveCoupon',
  createdLoyaltyPointsEffectCount: 'createLoyaltyPointsEffect',
  redeemedLoyaltyPointsEffectCount: 'redeemLoyaltyPointsEffect',
} as const;

type Amounts = 'discountCount' | 'createdLoyaltyPointsCount' | 'redeemedLoyaltyPointsCount';

export type Counters = Pick<Campaign, keyof typeof COUNTS | Amounts | 'lastActivity'>;

function counts(all: Measures): Partial<Counters> {
  return Object.fromEntries(Object.entries(COUNTS).map(([field, name]) => [field, Number(standing(all, name))]));
}

/** The counters of a campaign as the API shows them; undefined: it never gave anything. */
export function showCounters(counters: CampaignCounters | undefined, currency: string): Counters {
  const all = counters?.measures ?? {};
  return {
    ...counts(all),
    createdLoyaltyPointsCount: renderPoints(standing(all, 'createLoyaltyPoints')),
    redeemedLoyaltyPointsCount: renderPoints(standing(all, 'redeemLoyaltyPoints')),
    discountCount: formatAmount(standing(all, 'setDiscount'), exponentOf(currency)),
    ...(counters && { lastActivity: counters.lastActivity }),
  };
}
