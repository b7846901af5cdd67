import type { Catalog } from '../catalog';
import type { LimitConfig } from '../catalog-event';
import type { Refusal } from '../decision';
import { configuredLimits } from '../deciding/counters';
import { openedCounters } from '../deciding/openings';
import { REDEEM_COUPON, REDEEM_REFERRAL } from '../limits/actions';
import type {
  CouponOpening,
  CouponOpeningsReceived,
  LimitOpening,
  LimitOpeningsReceived,
  ProfileOpeningReceived,
} from '../request';
import { LIMITS } from './limits';
import { refusal } from './problem';
import { idRefusals } from './text';

export function couponOpeningRefusals({ batch, openings }: CouponOpeningsReceived): Refusal[] {
  const each = openings.flatMap((opening, index) => openingRefusals(opening, `/openings/${index}`));
  const names = openings.map(({ couponId, profileId }) => `${couponId}/${profileId}`);
  return [...listRefusals(names, 'coupon and profile'), ...idRefusals(batch, '/batch', false), ...each];
}

/** @param names equal where openings are of the same, which is `what` */
function listRefusals(names: readonly string[], what: string): Refusal[] {
  if (names.length === 0 || names.length > LIMITS.chunk)
    return [refusal('coupon.batch_size', '/openings', `1 to ${LIMITS.chunk} openings`)];
  const seen = new Set<string>();
  const twice = names.findIndex((name) => seen.size === seen.add(name).size);
  if (twice < 0) return [];
  return [refusal('opening.twice', `/openings/${twice}`, `something else is said of the same ${what}`)];
}

export function limitOpeningRefusals(
  catalog: Catalog,
  application: bigint,
  { batch, openings }: LimitOpeningsReceived,
): Refusal[] {
  const each = openings.flatMap((opening, index) =>
    limitOpeningProblems(catalog, application, opening, `/openings/${index}`),
  );
  if (each.length > 0) return each;
  const names = openings.map((opening) => openedCounters(opening).counter);
  return [...listRefusals(names, 'counter'), ...idRefusals(batch, '/batch', false)];
}

/** What speaks against an opening, with pointers below `at`. */
export function limitOpeningProblems(
  catalog: Catalog,
  application: bigint,
  opening: LimitOpening,
  at: string,
): Refusal[] {
  const { campaign, action, period, day, sessionId, identifier, profileId, amount } = opening;
  const ids = { sessionId, identifier, profileId };
  const named = Object.entries(ids).flatMap(([name, id]) =>
    id === null ? [] : idRefusals(id, `${at}/${name}`, false),
  );
  const ofDay = (day === null) === (period === null) && (day === null || isDay(day)) ? [] : [wrongDay(at)];
  const wrong = [...named, ...countRefusals(amount, `${at}/amount`), ...ofDay];
  if (!limitsOf(catalog, application, opening).some((limit) => countsBy(limit, opening)))
    wrong.push(refusal('opening.limit', at, `no limit of campaign ${campaign} on ${action.slice(0, 100)} counts so`));
  else if (isSaidOfCodes(opening)) wrong.push(refusal('opening.codes', at, 'redemptions for ever are said of codes'));
  return wrong;
}

function limitsOf(catalog: Catalog, id: bigint, { campaign, action }: LimitOpening): readonly LimitConfig[] {
  const [own, application] = [catalog.campaign(id, campaign), catalog.application(id)];
  return own && application ? configuredLimits(action, own, application) : [];
}

function countsBy({ entities, period }: LimitConfig, opening: LimitOpening): boolean {
  const by = (...those: string[]): boolean => entities.some((entity) => those.includes(entity));
  return (
    period === opening.period &&
    by('Coupon', 'Referral') === (opening.couponId !== null) &&
    by('Session') === (opening.sessionId !== null) &&
    by('Identifier') === (opening.identifier !== null) &&
    by('Profile') === (opening.profileId !== null)
  );
}

/** What openings of coupons move already. */
function isSaidOfCodes({ action, period, sessionId, identifier }: LimitOpening): boolean {
  const ofCodes = action === REDEEM_COUPON || action === REDEEM_REFERRAL;
  return ofCodes && period === null && sessionId === null && identifier === null;
}

function isDay(day: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function wrongDay(at: string): Refusal {
  return refusal('opening.day', `${at}/day`, 'a day as 2026-03-28 where there is a period, and only there');
}

function openingRefusals({ profileId, redemptions, discount }: CouponOpening, at: string): Refusal[] {
  return [
    ...idRefusals(profileId, `${at}/profileId`, true),
    ...countRefusals(redemptions, `${at}/redemptions`),
    ...countRefusals(discount ?? 0n, `${at}/discount`),
    ...(profileId !== '' && discount !== null ? [discountOfOne(at)] : []),
  ];
}

function discountOfOne(at: string): Refusal {
  return refusal('opening.discount', `${at}/discount`, 'what a coupon gave is said of all profiles together');
}

export function profileOpeningRefusals(request: ProfileOpeningReceived): Refusal[] {
  const { profileId, closedSessions, totalSales, firstActivity, lastActivity } = request;
  return [
    ...idRefusals(profileId, '/profileId', false),
    ...countRefusals(closedSessions, '/closedSessions'),
    ...countRefusals(totalSales, '/totalSales'),
    ...(firstActivity !== null && firstActivity > lastActivity ? [DATES] : []),
  ];
}

const DATES = refusal('opening.dates', '/lastActivity', 'the last activity is not before the first');

function countRefusals(count: bigint, pointer: string): Refusal[] {
  if (count >= 0n && count <= LIMITS.amount) return [];
  return [refusal('number.range', pointer, 'from 0 to 2^53')];
}
