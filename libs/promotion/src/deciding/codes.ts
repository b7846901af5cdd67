import { canonicalCode } from '../codes/canonical-code';
import type { Campaign } from '../catalog-event';
import type { Coupon } from '../coupon';
import { couponValueLeft } from '../effects/cap';
import { isRunning } from '../fold/running';
import { REDEEM_COUPON, REDEEM_REFERRAL } from '../limits/actions';
import { Budget, type SpendingType } from './budget';
import { limitsOn, missingEntities } from './counters';
import type { Draft } from './draft';
import type { Subject } from './facts';
import { isReserved } from './reservations';

/**
 * Why a code is not accepted, in the order of the contract: the first that applies is the one that is told. Of a referral they
 * are called by its name.
 */
const REJECTION_REASONS = [
  'CouponNotFound',
  'CouponPartOfNotRunningCampaign',
  'CouponStartDateInFuture',
  'CouponExpired',
  'CouponRecipientDoesNotMatch',
  'ReferralRecipientIdSameAsAdvocate',
  'AdvocateNotFound',
  'ProfileRequired',
  'CouponReservationRequired',
  'CouponLimitReached',
  'ReferralCustomerAlreadyReferred',
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

/** As the effect says it. */
export function toldReason(kind: CodeKind, reason: RejectionReason): string {
  return kind === 'referral' ? reason.replace(/^Coupon/, 'Referral') : reason;
}

export type CodeKind = 'coupon' | 'referral';

/** A code of the session with what stands behind it. */
export interface Code {
  readonly kind: CodeKind;
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

/** Each coupon code once, by its canonical form, and the referral's. */
export function codesOf(codes: readonly string[], referralCode: string, redeeming: Redeeming): Code[] {
  const byCanonical = new Map<string, string>();
  for (const code of codes) {
    const canonical = canonicalCode(code);
    if (!byCanonical.has(canonical)) byCanonical.set(canonical, code);
  }
  const coupons = Array.from(byCanonical.values(), (code) => codeOf('coupon', code, redeeming));
  return referralCode === '' ? coupons : [...coupons, codeOf('referral', referralCode, redeeming)];
}

function codeOf(kind: CodeKind, code: string, redeeming: Redeeming): Code {
  const { desk } = redeeming.subject;
  const { catalog, application } = desk.situation;
  const canonical = canonicalCode(code);
  const found = desk.coupon(canonical);
  const coupon = found !== null && isReferral(found) === (kind === 'referral') ? found : null;
  const campaign = coupon === null ? undefined : catalog.campaign(application, coupon.settings.campaign);
  return { kind, code, canonical, coupon, campaign, refusedFor: refusedFor(coupon, campaign, redeeming) };
}

/** A referral is a coupon whose code has an advocate: what holds for the one holds for the other. */
export function isReferral({ settings }: Coupon): boolean {
  return settings.advocate !== null;
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
  const { action } = ACCEPTANCES[isReferral(coupon) ? 'referral' : 'coupon'];
  const missing = limitsOn(action, spender).flatMap((limit) => missingEntities(limit, spender));
  if (isReferral(coupon))
    return missing.includes('Profile') ? 'CouponRecipientDoesNotMatch' : againstFriend(coupon, subject);
  if (missing.includes('Profile')) return 'ProfileRequired';
  return coupon.settings.reservationMandatory ? reservationMissing(coupon, subject) : null;
}

/** Nobody refers himself, and nobody is referred by somebody who is not there. */
function againstFriend({ settings }: Coupon, { desk, profile }: Subject): RejectionReason | null {
  const advocate = settings.advocate ?? '';
  if (profile?.integrationId === advocate) return 'ReferralRecipientIdSameAsAdvocate';
  return desk.profile(advocate) === null ? 'AdvocateNotFound' : null;
}

/** Only who has reserved the coupon may redeem it. */
function reservationMissing(coupon: Coupon, { desk, profile }: Subject): RejectionReason | null {
  if (profile === null) return 'ProfileRequired';
  return isReserved(desk, coupon, profile.integrationId) ? null : 'CouponReservationRequired';
}

/** What taking a code gives, as far as limits are concerned. */
export const ACCEPTANCES: Readonly<Record<CodeKind, SpendingType & { readonly action: string }>> = {
  coupon: { type: 'acceptCoupon', lasting: 'close', action: REDEEM_COUPON },
  referral: { type: 'acceptReferral', lasting: 'close', action: REDEEM_REFERRAL },
};

/**
 * What speaks against a code now: its own reasons, then limits, after what this session used of them already.
 * Null: it can be redeemed if a rule takes it.
 */
export function reasonAgainst(code: Code, { subject, only }: Redeeming, draft: Draft): RejectionReason | null {
  const { kind, refusedFor, coupon, campaign } = code;
  if (refusedFor !== null || coupon === null || campaign === undefined) return refusedFor;
  const budget = new Budget(ACCEPTANCES[kind], { subject, campaign, coupon }, draft);
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
