import { type CampaignAnalytics, exponentOf, renderPoints } from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import { z } from 'zod';
import { type Measures, measures, type Sum, sumOf } from './measures';

/** One hour, day … as the campaign projection gives it. */
export const bucket = z.object({ date: z.string(), measures, totals: measures });
export type Bucket = z.infer<typeof bucket>;

interface Figure {
  readonly measure: string;
  readonly side: keyof Sum;
  readonly unit: 'times' | 'money' | 'points';
}

const count = (measure: string, side: keyof Sum = 'given'): Figure => ({ measure, side, unit: 'times' });
const money = (measure: string, side: keyof Sum = 'given'): Figure => ({ measure, side, unit: 'money' });
const points = (measure: string): Figure => ({ measure, side: 'given', unit: 'points' });

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
  addedLoyaltyPoints: points('createLoyaltyPoints'),
  deductedLoyaltyPoints: points('redeemLoyaltyPoints'),
} as const;

type Name = keyof typeof FIGURES;
type Figures = Record<Name, number>;

function figures(all: Measures, currency: string): Figures {
  const entries = Object.entries(FIGURES).map(([name, { measure, side, unit }]) => {
    return [name, shown(BigInt(sumOf(all, measure)[side]), unit, currency)];
  });
  return Object.fromEntries(entries) as Figures;
}

function shown(value: bigint, unit: Figure['unit'], currency: string): number {
  if (unit === 'money') return formatAmount(value, exponentOf(currency));
  return unit === 'points' ? renderPoints(value) : Number(value);
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
