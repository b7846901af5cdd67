import type { Application, Campaign, LimitConfig } from '../catalog-event';
import type { Coupon } from '../coupon';
import { REDEEM_COUPON, REDEEM_REFERRAL } from '../limits/actions';
import type { Subject } from './facts';
import { periodName } from './period';

/**
 * A limit's counter is a row named by a text: `<action>|<campaign>|<period>|<coupon id>|<profile id>`, with nothing
 * between the bars where the limit does not count by it. The profile stands last, since its id may hold any character;
 * session and identifier stand escaped behind the coupon, whose id is digits.
 *
 *     redeemCoupon|7|||                 all redemptions of campaign 7
 *     redeemCoupon|7|||ann              those of the profile ann
 *     redeemCoupon|7||31|               those of the coupon 31
 *     redeemCoupon|7||31|ann            those of the coupon 31 by ann: the coupon's own limit per profile counts here too
 *     redeemCoupon|7|2026-03-28||ann    those of ann on that day, in the application's time zone
 *     setDiscount|7|2026-03||           the minor units that campaign 7 gave in that month
 *     setDiscountEffect|7||;s=cart-1|   its discounts in the session cart-1
 *     customEffect|7||31;i=10.0.0.1|    those with the coupon 31 for the identifier 10.0.0.1
 *
 * Only limits that are configured are counted, from then on.
 */
export interface LimitedCounter {
  readonly action: string;
  readonly counter: string;
  readonly limit: bigint;
  /** Why a code is rejected where the limit is used up. */
  readonly reason: LimitReason;
}

export type LimitReason =
  'CouponLimitReached' | 'ReferralCustomerAlreadyReferred' | 'ProfileLimitReached' | 'CampaignLimitReached';

/** Who gives, with which coupon, in which situation: all that a limit may count by. */
export interface Spender {
  readonly subject: Subject;
  readonly campaign: Campaign;
  /** Or the referral. */
  readonly coupon: Coupon | null;
}

/** What a limit may count by. */
const ENTITIES: Readonly<Record<string, (spender: Spender) => boolean>> = {
  Coupon: ({ coupon }) => coupon !== null && coupon.settings.advocate === null,
  Referral: ({ coupon }) => coupon !== null && coupon.settings.advocate !== null,
  Profile: ({ subject }) => profileOf(subject) !== '',
  Identifier: ({ subject }) => identifiersOf(subject).length > 0,
  Session: ({ subject }) => subject.session !== null,
};

export const LIMIT_ENTITIES: readonly string[] = Object.keys(ENTITIES);

/** The counters of a limit. Where something is missing that it counts by: none. */
export function limitedCounters(limit: LimitConfig, spender: Spender): LimitedCounter[] {
  return missingEntities(limit, spender).length === 0 ? named(limit, spender) : [];
}

/** What a limit counts by and what is not there, so that it could not be kept. */
export function missingEntities({ entities }: LimitConfig, spender: Spender): string[] {
  return entities.filter((entity) => !(ENTITIES[entity]?.(spender) ?? false));
}

/** The campaign's limits on the action, or, where it says nothing of it, the application's. */
export function configuredLimits(
  action: string,
  campaign: Pick<Campaign, 'limits'>,
  application: Pick<Application, 'limits'>,
): readonly LimitConfig[] {
  const own = campaign.limits.filter((limit) => limit.action === action);
  return own.length > 0 ? own : application.limits.filter((limit) => limit.action === action);
}

/** The limits on the action that are configured, and the coupon's own. */
export function limitsOn(action: string, { campaign, coupon, subject }: Spender): readonly LimitConfig[] {
  const limits = configuredLimits(action, campaign, subject.application);
  if (action === REDEEM_REFERRAL) return [...limits, ...onlyOnce(limits, subject)];
  return action === REDEEM_COUPON && coupon !== null ? [...limits, ...limitOf(coupon)] : limits;
}

/** A customer is referred once by a campaign, unless it limits that otherwise. */
const ONE_REFERRAL: LimitConfig = { action: REDEEM_REFERRAL, limit: 1n, entities: ['Profile'], period: null };

function onlyOnce(limits: readonly LimitConfig[], subject: Subject): LimitConfig[] {
  const limited = limits.some(({ entities }) => entities.includes('Profile'));
  return limited || profileOf(subject) === '' ? [] : [ONE_REFERRAL];
}

/** 0 is no limit, as for the coupon's own use. */
function limitOf({ settings }: Coupon): LimitConfig[] {
  const { profileLimit } = settings;
  if (profileLimit === null || profileLimit === 0n) return [];
  return [{ action: REDEEM_COUPON, limit: profileLimit, entities: ['Coupon', 'Profile'], period: null }];
}

/** One counter, or, where the limit counts by identifier, one for each of the session's. */
function named(config: LimitConfig, spender: Spender): LimitedCounter[] {
  const { action, limit, entities } = config;
  const names = entities.includes('Identifier')
    ? identifiersOf(spender.subject).map((identifier) => counterOf(config, spender, identifier))
    : [counterOf(config, spender, null)];
  return names.map((counter) => ({
    action,
    counter,
    limit,
    reason: config === ONE_REFERRAL ? 'ReferralCustomerAlreadyReferred' : reasonOf(entities),
  }));
}

function reasonOf(entities: readonly string[]): LimitReason {
  if (entities.includes('Profile')) return 'ProfileLimitReached';
  const byCode = entities.includes('Coupon') || entities.includes('Referral');
  return byCode ? 'CouponLimitReached' : 'CampaignLimitReached';
}

function counterOf(
  { action, entities, period }: LimitConfig,
  { campaign, coupon, subject }: Spender,
  identifier: string | null,
): string {
  const by = <T>(those: readonly string[], what: T): T | null =>
    those.some((entity) => entities.includes(entity)) ? what : null;
  return counterName({
    action,
    campaign: campaign.id,
    period: periodName(period, subject.application.timezone, subject.at),
    couponId: by(['Coupon', 'Referral'], coupon?.id ?? null),
    sessionId: by(['Session'], subject.session?.integrationId ?? ''),
    identifier,
    profileId: by(['Profile'], profileOf(subject)),
  });
}

/** What a counter counts; null: not by that. */
export interface Counted {
  readonly action: string;
  readonly campaign: bigint;
  /** As `periodName` gives it. */
  readonly period: string;
  readonly couponId: bigint | null;
  readonly sessionId: string | null;
  readonly identifier: string | null;
  readonly profileId: string | null;
}

export function counterName({ profileId, ...counted }: Counted): string {
  const { action, campaign, period } = counted;
  return [action, campaign, period, counterApart(counted), profileId ?? ''].join('|');
}

/** The part of a counter's name that says of which coupon, session and identifier it is; empty: of none of them. */
export function counterApart({
  couponId,
  sessionId,
  identifier,
}: Pick<Counted, 'couponId' | 'sessionId' | 'identifier'>): string {
  const session = sessionId === null ? '' : `;s=${encodeURIComponent(sessionId)}`;
  const asked = identifier === null ? '' : `;i=${encodeURIComponent(identifier)}`;
  return `${couponId ?? ''}${session}${asked}`;
}

/** The parts of a counter's name, as they stand in it. */
export interface CounterParts {
  readonly action: string;
  readonly campaign: bigint;
  /** As `periodName` gives it. */
  readonly period: string;
  /** As `counterApart` gives it. */
  readonly apart: string;
  /** Empty: not by profile. */
  readonly profileId: string;
}

export function counterParts(counter: string): CounterParts {
  const [action = '', campaign = '0', period = '', apart = '', ...profile] = counter.split('|');
  return { action, campaign: BigInt(campaign), period, apart, profileId: profile.join('|') };
}

function profileOf({ profile }: Subject): string {
  return profile?.integrationId ?? '';
}

function identifiersOf({ session }: Subject): readonly string[] {
  return session?.identifiers ?? [];
}

/**
 * The counters, of limits without a period, that count redemptions of the code: by the profile, or, where it is empty, by all
 * together.
 */
export function redemptionCounters({ id, settings }: Coupon, profile: string): string[] {
  const action = settings.advocate === null ? REDEEM_COUPON : REDEEM_REFERRAL;
  return [`${action}|${settings.campaign}|||${profile}`, `${action}|${settings.campaign}||${id}|${profile}`];
}

/** What a counter's name says of whom it counts for; null: not by coupon. */
export interface CounterPlace {
  readonly action: string;
  readonly campaign: bigint;
  readonly coupon: bigint | null;
}

/** The parts that stand before anything with a customer's id in it. */
export function counterPlace(counter: string): CounterPlace {
  const { action, campaign, apart } = counterParts(counter);
  const [coupon = ''] = apart.split(';');
  return { action, campaign, coupon: coupon === '' ? null : BigInt(coupon) };
}

/** Whether a counter counts redemptions of the campaign. */
export function countsRedemptionsOf(counter: string, campaign: bigint): boolean {
  return counter.startsWith(`${REDEEM_COUPON}|${campaign}|`);
}
