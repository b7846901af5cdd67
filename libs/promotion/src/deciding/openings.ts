import type { Coupon } from '../coupon';
import type { Verdict } from '../decide';
import type { CouponOpeningChanged, DomainEvent, LimitOpeningChanged } from '../event';
import type { Profile } from '../profile';
import type {
  CouponOpening,
  CouponOpeningsReceived,
  LimitOpening,
  LimitOpeningsReceived,
  ProfileOpeningReceived,
  Request,
} from '../request';
import type { CounterDelta } from '../session';
import { activityAfter } from './activity';
import { counterName, redemptionCounters } from './counters';
import type { Desk } from './desk';
import { NOTHING_CREATED, type Created, type Numbers } from './numbers';
import { periodOfDay } from './period';
import { counterEvents } from './redeem';
import { newProfile } from './subject-profile';
import { verdict } from './verdict';

/**
 * What was said of a coupon or a profile before is kept as counters, named as those of limits are. So saying it again changes
 * nothing, and saying something else moves by the difference.
 */
const said = (what: string, campaign: bigint, coupon: string, profile: string): string =>
  `${what}|${campaign}||${coupon}|${profile}`;

/** Whether a counter is of what was said, which nobody but who says it again writes. */
export function isOpening(counter: string): boolean {
  return counter.startsWith('opening');
}

/**
 * Redemptions from before count in the coupon's own counters and in all limits on redemptions that have no period, whether
 * somebody has set them yet or not: when they happened is not known, how often is.
 */
export function decideCouponOpenings(desk: Desk, request: CouponOpeningsReceived): Verdict {
  const opened = new Map<bigint, Coupon>();
  const moves = new Map<string, bigint>();
  const events = request.openings.flatMap((opening) => openedBy(desk, opening, opened, moves) ?? []);
  const counters = counterEvents(desk, moving([...moves].map(([counter, delta]) => ({ counter, delta }))));
  return concluded(desk, request, NOTHING_CREATED, () => [...events, ...counters]);
}

/** @param opened coupons as openings before in the request left them @param moves of counters, summed up */
function openedBy(
  desk: Desk,
  { couponId, profileId, redemptions, discount }: CouponOpening,
  opened: Map<bigint, Coupon>,
  moves: Map<string, bigint>,
): CouponOpeningChanged | undefined {
  const coupon = opened.get(couponId) ?? desk.couponById(couponId);
  if (coupon === null) return undefined;
  const name = (what: string): string => said(what, coupon.settings.campaign, String(couponId), profileId);
  const used = movedTo(desk, name('openingRedemptions'), redemptions);
  const given = discount === null ? UNMOVED : movedTo(desk, name('openingDiscount'), discount);
  if (used.delta === 0n && given.delta === 0n) return undefined;
  desk.writes({ kind: 'couponId', application: desk.situation.application, id: couponId });
  const limited = redemptionCounters(coupon, profileId).map((counter) => ({ counter, delta: used.delta }));
  for (const { counter, delta } of [used, given, ...limited]) moves.set(counter, (moves.get(counter) ?? 0n) + delta);
  const event = openingOf(coupon, { profileId, redemptions }, used.delta, given.delta);
  opened.set(couponId, { ...coupon, usageCounter: event.usageCounter, discountCounter: event.discountCounter });
  return event;
}

const UNMOVED: CounterDelta = { counter: '', delta: 0n };

function movedTo(desk: Desk, counter: string, value: bigint): CounterDelta {
  return { counter, delta: value - desk.counter(counter) };
}

function moving(deltas: readonly CounterDelta[]): CounterDelta[] {
  return deltas.filter(({ delta }) => delta !== 0n);
}

/** Those of a single profile are among all: the coupon's counters have them already. */
function openingOf(
  coupon: Coupon,
  { profileId, redemptions }: Pick<CouponOpening, 'profileId' | 'redemptions'>,
  delta: bigint,
  discountDelta: bigint,
): CouponOpeningChanged {
  const ofAll = profileId === '';
  return {
    kind: 'CouponOpeningChanged',
    couponId: coupon.id,
    campaign: coupon.settings.campaign,
    code: coupon.code,
    profileId,
    redemptions,
    delta,
    usageCounter: coupon.usageCounter + (ofAll ? delta : 0n),
    discountDelta,
    discountCounter: coupon.discountCounter + (ofAll ? discountDelta : 0n),
    referral: coupon.settings.advocate !== null,
  };
}

/** What limits count that have a period, or count anything but redemptions of codes. */
export function decideLimitOpenings(desk: Desk, request: LimitOpeningsReceived): Verdict {
  const events = request.openings.flatMap((opening) => limitOpenedBy(desk, opening));
  return concluded(desk, request, NOTHING_CREATED, () => events);
}

/** The counter of an opening's limits, and the one that keeps what was said of it. */
export function openedCounters({ day, period, ...counted }: LimitOpening): {
  readonly counter: string;
  readonly said: string;
} {
  const counter = counterName({ ...counted, period: day === null ? '' : periodOfDay(period, day) });
  return { counter, said: `opening:${counter}` };
}

function limitOpenedBy(desk: Desk, opening: LimitOpening): DomainEvent[] {
  const { counter, said } = openedCounters(opening);
  const { campaign, action, amount } = opening;
  const move = movedTo(desk, said, amount);
  if (move.delta === 0n) return [];
  desk.writes({ kind: 'counter', application: desk.situation.application, counter });
  const value = desk.counter(counter) + move.delta;
  const opened: LimitOpeningChanged = {
    ...{ kind: 'LimitOpeningChanged', campaign, action, counter, amount },
    ...{ delta: move.delta, value },
  };
  return [opened, ...counterEvents(desk, [move])];
}

/** A profile that is not there yet is created. Since when it is known only goes back, when it was last active only on. */
export function decideProfileOpening(desk: Desk, request: ProfileOpeningReceived): Verdict {
  const { application, at } = desk.situation;
  const { profileId, closedSessions, totalSales, firstActivity, lastActivity } = request;
  const stored = desk.profile(profileId);
  const before = stored ?? newProfile(profileId, at);
  const known = firstActivity ?? at;
  const profile = { ...before, created: known < before.created ? known : before.created, updated: at };
  const sessions = movedTo(desk, said('openingClosedSessions', 0n, '', profileId), closedSessions);
  const sales = movedTo(desk, said('openingTotalSales', 0n, '', profileId), totalSales);
  const activity = desk.activity(profileId);
  const delta = { closedSessions: sessions.delta, totalSales: sales.delta };
  const after = activityAfter(application, profileId, activity, lastActivity, delta);
  const counters = counterEvents(desk, moving([sessions, sales]));
  const events: DomainEvent[] = [...counters];
  if (activity === null || counters.length > 0 || after.lastActivity !== activity.lastActivity) {
    desk.writes({ kind: 'activity', application, profile: profileId });
    const deltas = { closedSessionsDelta: sessions.delta, totalSalesDelta: sales.delta };
    events.unshift({ kind: 'ProfileOpeningChanged', ...deltas, activity: after });
  }
  const isNew = stored === null;
  if (!isNew && profile.created === before.created) return concluded(desk, request, NOTHING_CREATED, () => events);
  desk.writes({ kind: 'profile', id: profileId });
  return concluded(desk, request, { ...NOTHING_CREATED, profile: isNew }, (numbers) => [
    profileChanged(profile, isNew, numbers),
    ...events,
  ]);
}

function profileChanged(profile: Profile, isNew: boolean, numbers: Numbers): DomainEvent {
  const type = isNew ? 'talon_profile_created' : 'talon_profile_updated';
  return { kind: 'ProfileChanged', type, profile: isNew ? { ...profile, id: numbers.profile } : profile };
}

function concluded(
  desk: Desk,
  request: Request,
  created: Created,
  events: (numbers: Numbers) => readonly DomainEvent[],
): Verdict {
  const complete = (numbers: Numbers) => ({ events: events(numbers), effects: [], ruleFailures: [] });
  return verdict(desk, request, { at: desk.situation.at, created, complete });
}
