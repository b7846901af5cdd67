import { canonicalCode } from '../codes/canonical-code';
import type { Campaign } from '../catalog-event';
import type { Coupon } from '../coupon';
import { couponValueLeft } from '../effects/cap';
import { isRunning } from '../fold/running';
import { REDEEM_COUPON } from '../limits/actions';
import { Budget, type SpendingType } from './budget';
import { limitsOn, missingEntities } from './counters';
import type { Draft } from './draft';
import type { Subject } from './facts';
import { isReserved } from './reservations';

/** Why a code is not accepted, in the order of the contract: the first that applies is the one that is told. */
const REJECTION_REASONS = [
  'CouponNotFound',
  'CouponPartOfNotRunningCampaign',
  'CouponStartDateInFuture',
  'CouponExpired',
  'CouponRecipientDoesNotMatch',
  'ProfileRequired',
  'CouponReservationRequired',
  'CouponLimitReached',
  'ProfileLimitReached',
  'CampaignLimitReached',
  'CouponPartOfNotTriggeredCampaign',
  'CouponRejectedByCondition',
  'EffectCouldNotBeApplied',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** The one of them that is told; undefined where there is none. */
export function firstReason(reasons: readonly RejectionReason[]): RejectionReason | undefined {
  return REJECTION_REASONS.find((reason) => reasons.includes(reason));
}

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
  readonly subject: Subject;
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
  const { desk } = redeeming.subject;
  const { catalog, application } = desk.situation;
  const coupon = desk.coupon(canonical);
  const campaign = coupon === null ? undefined : catalog.campaign(application, coupon.settings.campaign);
  return { code, canonical, coupon, campaign, refusedFor: refusedFor(coupon, campaign, redeeming) };
}

function refusedFor(
  coupon: Coupon | null,
  campaign: Campaign | undefined,
  { subject, only }: Redeeming,
): RejectionReason | null {
  const { at, profile } = subject;
  if (coupon === null) return 'CouponNotFound';
  if (campaign === undefined || !(only?.has(campaign.id) || isRunning(campaign, at))) {
    return 'CouponPartOfNotRunningCampaign';
  }
  const { startDate, expiryDate, recipient } = coupon.settings;
  if (startDate !== null && at < startDate) return 'CouponStartDateInFuture';
  if (expiryDate !== null && at >= expiryDate) return 'CouponExpired';
  if (recipient !== null && recipient !== (profile?.integrationId ?? '')) return 'CouponRecipientDoesNotMatch';
  const spender = { subject, campaign, coupon };
  const missing = limitsOn(REDEEM_COUPON, spender).flatMap((limit) => missingEntities(limit, spender));
  if (missing.includes('Profile')) return 'ProfileRequired';
  return coupon.settings.reservationMandatory ? reservationMissing(coupon, subject) : null;
}

/** Only who has reserved the coupon may redeem it. */
function reservationMissing(coupon: Coupon, { desk, profile }: Subject): RejectionReason | null {
  if (profile === null) return 'ProfileRequired';
  return isReserved(desk, coupon, profile.integrationId) ? null : 'CouponReservationRequired';
}

/** What taking a code gives, as far as limits are concerned. */
export const ACCEPTANCE: SpendingType = { type: 'acceptCoupon', lasting: 'close' };

/**
 * What speaks against a code now: its own reasons, then limits, after what this session used of them already.
 * Null: it can be redeemed if a rule takes it.
 */
export function reasonAgainst(code: Code, { subject, only }: Redeeming, draft: Draft): RejectionReason | null {
  const { refusedFor, coupon, campaign } = code;
  if (refusedFor !== null || coupon === null || campaign === undefined) return refusedFor;
  const budget = new Budget(ACCEPTANCE, { subject, campaign, coupon }, draft);
  const reasons: RejectionReason[] = budget.usedUp().map(({ reason }) => reason);
  if (isUsedUp(coupon)) reasons.push('CouponLimitReached');
  if (only !== null && !only.has(campaign.id)) reasons.push('CouponPartOfNotTriggeredCampaign');
  return firstReason(reasons) ?? null;
}

function isUsedUp(coupon: Coupon): boolean {
  const { usageLimit } = coupon.settings;
  if (usageLimit > 0n && coupon.usageCounter >= usageLimit) return true;
  const left = couponValueLeft({ coupon, draft: NOTHING_GRANTED });
  return left !== null && left <= 0n;
}

const NOTHING_GRANTED: Pick<Draft, 'granted'> = { granted: new Map() };
