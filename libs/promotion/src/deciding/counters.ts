import type { Campaign, LimitConfig } from '../catalog-event';
import type { Coupon } from '../coupon';
import type { Instant } from '../value';
import { periodName } from './period';

/**
 * A limit's counter is a row named by a text: `redeemCoupon|<campaign>|<period>|<coupon id>|<profile id>`, with nothing
 * between the bars where the limit does not count by it. The profile stands last, since its id may hold any character.
 *
 *     redeemCoupon|7|||             all redemptions of campaign 7
 *     redeemCoupon|7|||ann          those of the profile ann
 *     redeemCoupon|7||31|           those of the coupon 31
 *     redeemCoupon|7||31|ann        those of the coupon 31 by ann: the coupon's own limit per profile counts here too
 *     redeemCoupon|7|2026-03-28||ann  those of ann on that day, in the application's time zone
 *
 * Only limits that are configured are counted, from then on.
 */
export interface LimitedCounter {
  readonly counter: string;
  readonly limit: bigint;
  readonly reason: LimitReason;
}

export type LimitReason = 'CouponLimitReached' | 'ProfileLimitReached' | 'CampaignLimitReached';

/** What a redemption is: enough to say which counters it moves. */
export interface Redemption {
  readonly campaign: Campaign;
  readonly coupon: Coupon;
  /** Empty: anonymous. */
  readonly profileId: string;
  readonly zone: string;
  readonly at: Instant;
}

/** The counters that a redemption moves, each with its limit. Limits per profile are left out for the anonymous. */
export function redemptionCounters(redemption: Redemption): LimitedCounter[] {
  const counters = campaignLimits(redemption.campaign).flatMap((limit) => campaignCounter(redemption, limit) ?? []);
  const own = profileLimitOf(redemption.coupon);
  if (own === null || redemption.profileId === '') return counters;
  return [...counters, { counter: counterName(redemption, '', true, true), limit: own, reason: 'ProfileLimitReached' }];
}

/** Whether some limit counts by profile, so that an anonymous session cannot redeem. */
export function countsByProfile(campaign: Campaign, coupon: Coupon): boolean {
  const limits = campaignLimits(campaign);
  return profileLimitOf(coupon) !== null || limits.some(({ entities }) => entities.includes('Profile'));
}

function campaignLimits(campaign: Campaign): LimitConfig[] {
  return campaign.limits.filter(({ action, entities }) => {
    return action === 'redeemCoupon' && entities.every((entity) => entity === 'Coupon' || entity === 'Profile');
  });
}

/** 0 is no limit, as for the coupon's own use. */
function profileLimitOf(coupon: Coupon): bigint | null {
  const { profileLimit } = coupon.settings;
  return profileLimit === null || profileLimit === 0n ? null : profileLimit;
}

function campaignCounter(redemption: Redemption, { entities, limit, period }: LimitConfig): LimitedCounter | undefined {
  const byCoupon = entities.includes('Coupon');
  const byProfile = entities.includes('Profile');
  if (byProfile && redemption.profileId === '') return undefined;
  const name = periodName(period, redemption.zone, redemption.at);
  return { counter: counterName(redemption, name, byCoupon, byProfile), limit, reason: reasonOf(byCoupon, byProfile) };
}

function reasonOf(byCoupon: boolean, byProfile: boolean): LimitReason {
  if (byProfile) return 'ProfileLimitReached';
  return byCoupon ? 'CouponLimitReached' : 'CampaignLimitReached';
}

function counterName(
  { campaign, coupon, profileId }: Redemption,
  period: string,
  byCoupon: boolean,
  byProfile: boolean,
) {
  return `redeemCoupon|${campaign.id}|${period}|${byCoupon ? coupon.id : ''}|${byProfile ? profileId : ''}`;
}
