import { canonicalCode } from '../codes/canonical-code';
import type { Campaign } from '../catalog-event';
import type { Coupon } from '../coupon';
import { isRunning } from '../fold/running';
import { couponValueLeft } from '../effects/cap';
import type { Instant } from '../value';
import { countsByProfile, redemptionCounters, type LimitedCounter, type LimitReason } from './counters';
import type { Desk } from './desk';
import type { Draft } from './draft';

/** Why a code is not accepted, in the order of the contract: the first that applies is the one that is told. */
export type RejectionReason =
  | 'CouponNotFound'
  | 'CouponPartOfNotRunningCampaign'
  | 'CouponStartDateInFuture'
  | 'CouponExpired'
  | 'CouponRecipientDoesNotMatch'
  | 'ProfileRequired'
  | LimitReason
  | 'CouponPartOfNotTriggeredCampaign'
  | 'CouponRejectedByCondition'
  | 'EffectCouldNotBeApplied';

/** A code of the session with what stands behind it. */
export interface Code {
  /** As it was sent. */
  readonly code: string;
  readonly canonical: string;
  readonly coupon: Coupon | null;
  readonly campaign: Campaign | undefined;
  /** What speaks against it whatever else the session does; null: nothing. */
  readonly refusedFor: RejectionReason | null;
}

/** Who asks, and when. */
export interface Redeeming {
  readonly desk: Desk;
  readonly profileId: string;
  readonly at: Instant;
  /** Exactly these campaigns count, running or not; null: those that run. */
  readonly only: ReadonlySet<bigint> | null;
}

/** Each code once, by its canonical form. */
export function codesOf(codes: readonly string[], redeeming: Redeeming): Code[] {
  const byCanonical = new Map<string, string>();
  for (const code of codes) {
    const canonical = canonicalCode(code);
    if (!byCanonical.has(canonical)) byCanonical.set(canonical, code);
  }
  return Array.from(byCanonical, ([canonical, code]) => codeOf(code, canonical, redeeming));
}

function codeOf(code: string, canonical: string, redeeming: Redeeming): Code {
  const { catalog, application } = redeeming.desk.situation;
  const coupon = redeeming.desk.coupon(canonical);
  const campaign = coupon === null ? undefined : catalog.campaign(application, coupon.settings.campaign);
  return { code, canonical, coupon, campaign, refusedFor: refusedFor(coupon, campaign, redeeming) };
}

function refusedFor(
  coupon: Coupon | null,
  campaign: Campaign | undefined,
  { profileId, at, only }: Redeeming,
): RejectionReason | null {
  if (coupon === null) return 'CouponNotFound';
  if (campaign === undefined || !(only?.has(campaign.id) || isRunning(campaign, at))) {
    return 'CouponPartOfNotRunningCampaign';
  }
  const { startDate, expiryDate, recipient } = coupon.settings;
  if (startDate !== null && at < startDate) return 'CouponStartDateInFuture';
  if (expiryDate !== null && at >= expiryDate) return 'CouponExpired';
  if (recipient !== null && recipient !== profileId) return 'CouponRecipientDoesNotMatch';
  return profileId === '' && countsByProfile(campaign, coupon) ? 'ProfileRequired' : null;
}

const LIMIT_ORDER: readonly LimitReason[] = ['CouponLimitReached', 'ProfileLimitReached', 'CampaignLimitReached'];

/**
 * What speaks against a code now: its own reasons, then limits, which count the codes that this session took before.
 * Null: it can be redeemed if a rule takes it.
 */
export function reasonAgainst(code: Code, redeeming: Redeeming, taken: readonly Code[]): RejectionReason | null {
  if (code.refusedFor !== null || code.coupon === null) return code.refusedFor;
  const reached = reachedLimits(code, code.coupon, redeeming, taken);
  const first = LIMIT_ORDER.find((reason) => reached.has(reason));
  if (first !== undefined) return first;
  const { only } = redeeming;
  return only !== null && !only.has(code.coupon.settings.campaign) ? 'CouponPartOfNotTriggeredCampaign' : null;
}

function reachedLimits(
  code: Code,
  coupon: Coupon,
  redeeming: Redeeming,
  taken: readonly Code[],
): ReadonlySet<LimitReason> {
  const reached = new Set<LimitReason>();
  if (isUsedUp(coupon)) reached.add('CouponLimitReached');
  const others = taken.flatMap((other) => countersOf(other, redeeming)).map(({ counter }) => counter);
  for (const { counter, limit, reason } of countersOf(code, redeeming)) {
    const here = others.filter((other) => other === counter).length;
    if (redeeming.desk.counter(counter) + BigInt(here) >= limit) reached.add(reason);
  }
  return reached;
}

function isUsedUp(coupon: Coupon): boolean {
  const { usageLimit } = coupon.settings;
  if (usageLimit > 0n && coupon.usageCounter >= usageLimit) return true;
  const left = couponValueLeft({ coupon, draft: NOTHING_GRANTED });
  return left !== null && left <= 0n;
}

const NOTHING_GRANTED: Draft = {
  bill: { bearers: [], total: 0n },
  sessionAttributes: {},
  profileAttributes: {},
  created: [],
  durable: [],
  granted: new Map(),
};

/** The counters that taking the code moves. */
export function countersOf(
  { coupon, campaign }: Code,
  { desk, profileId, at }: Pick<Redeeming, 'desk' | 'profileId' | 'at'>,
): LimitedCounter[] {
  const { catalog, application } = desk.situation;
  const zone = catalog.application(application)?.timezone ?? 'UTC';
  return coupon === null || campaign === undefined ? [] : redemptionCounters({ campaign, coupon, profileId, zone, at });
}
