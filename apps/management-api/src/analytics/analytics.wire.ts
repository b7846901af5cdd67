import { type CampaignAnalytics, exponentOf } from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import { z } from 'zod';
import { type Measures, measures, type Sum, sumOf } from './measures';

/** One hour, day … as the campaign projection gives it. */
export const bucket = z.object({ date: z.string(), measures, totals: measures });
export type Bucket = z.infer<typeof bucket>;

interface Figure {
  readonly measure: string;
  readonly side: keyof Sum;
  readonly money: boolean;
}

const count = (measure: string, side: keyof Sum = 'given'): Figure => ({ measure, side, money: false });
const money = (measure: string, side: keyof Sum = 'given'): Figure => ({ measure, side, money: true });

const FIGURES = {
  campaignRevenue: money('revenue'),
  campaignRefund: money('revenue', 'undone'),
  campaignDiscountCosts: money('setDiscount'),
  campaignRefundedDiscounts: money('setDiscount', 'undone'),
  campaignFreeItems: count('addFreeItemEffect'),
  couponRedemptions: count('redeemCoupon'),
  couponRolledbackRedemptions: count('redeemCoupon', 'undone'),
  referralRedemptions: count('redeemReferral'),
  couponsCreated: count('createCoupon'),
  referralsCreated: count('createReferral'),
  addedLoyaltyPoints: count('createLoyaltyPoints'),
  deductedLoyaltyPoints: count('redeemLoyaltyPoints'),
} as const;

type Name = keyof typeof FIGURES;
type Figures = Record<Name, number>;

function figures(all: Measures, currency: string): Figures {
  const entries = Object.entries(FIGURES).map(([name, { measure, side, money: isMoney }]) => {
    const value = BigInt(sumOf(all, measure)[side]);
    return [name, isMoney ? formatAmount(value, exponentOf(currency)) : Number(value)];
  });
  return Object.fromEntries(entries) as Figures;
}

type Totals = { [N in Name as `total${Capitalize<N>}`]: number };

function totals(all: Measures, currency: string): Totals {
  const entries = Object.entries(figures(all, currency)).map(([name, value]) => [
    `total${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  return Object.fromEntries(entries) as Totals;
}

/** One hour, day … as the API shows it. */
export function showBucket({ date, measures: own, totals: since }: Bucket, currency: string): CampaignAnalytics {
  return { date, ...figures(own, currency), ...totals(since, currency) };
}
