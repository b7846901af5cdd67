import type { Catalog } from '../catalog';
import type { LimitConfig } from '../catalog-event';
import type { Refusal } from '../decision';
import { configuredLimits } from '../deciding/counters';
import { openedCounters } from '../deciding/openings';
import { REDEEM_COUPON, REDEEM_REFERRAL } from '../limits/actions';
import type {
  CouponOpening,
  CouponOpeningsReceived,
  LedgerOpeningReceived,
  LimitOpening,
  LimitOpeningsReceived,
  LotOpening,
  ProfileOpeningReceived,
} from '../request';
import { LIMITS } from './limits';
import { programRefusals } from './points';
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
  return twiceRefusals(names, '/openings', `the same ${what}`);
}

function twiceRefusals(names: readonly string[], pointer: string, what: string): Refusal[] {
  const seen = new Set<string>();
  const twice = names.findIndex((name) => seen.size === seen.add(name).size);
  return twice < 0 ? [] : [refusal('opening.twice', `${pointer}/${twice}`, `something else is said of ${what}`)];
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

/** In a program that the application is subscribed to; lots have different dates. */
export function ledgerOpeningRefusals(
  catalog: Catalog,
  application: bigint,
  request: LedgerOpeningReceived,
): Refusal[] {
  const { profileId, program, lots, negative } = request;
  const owes = negative > 0n && catalog.loyaltyProgram(program)?.returnPolicy !== 'unlimited';
  return [
    ...idRefusals(profileId, '/profileId', false),
    ...programRefusals(catalog, application, request),
    ...sumRefusals(request),
    ...(owes ? [DEBT] : []),
    ...(lots.length > LIMITS.openingLots ? [TOO_MANY_LOTS] : []),
    ...lots.flatMap((lot, index) => lotRefusals(lot, `/lots/${index}`)),
    ...twiceRefusals(
      lots.map(({ start, expiry }) => `${start}/${expiry}`),
      '/lots',
      'points with the same dates',
    ),
  ];
}

const DEBT = refusal('opening.debt', '/negative', 'the returnPolicy of the program is not unlimited');
const TOO_MANY_LOTS = refusal('loyalty.too_many', '/lots', `at most ${LIMITS.openingLots}, each with other dates`);

function sumRefusals({ spent, expired, negative }: LedgerOpeningReceived): Refusal[] {
  const sums = Object.entries({ spent, expired, negative });
  return sums.flatMap(([name, points]) => pointsRefusals(points, 0n, `/${name}`));
}

function lotRefusals({ points, start, expiry }: LotOpening, at: string): Refusal[] {
  const ends = start !== null && expiry !== null && expiry <= start;
  const dates = ends ? [refusal('loyalty.dates', `${at}/expiry`, 'the points expire before they are active')] : [];
  return [...pointsRefusals(points, 1n, `${at}/points`), ...dates];
}

function pointsRefusals(points: bigint, least: bigint, pointer: string): Refusal[] {
  if (points >= least && points <= LIMITS.points) return [];
  return [refusal('number.range', pointer, `from ${least} to ${LIMITS.points} hundredths of a point`)];
}

const DATES = refusal('opening.dates', '/lastActivity', 'the last activity is not before the first');

function countRefusals(count: bigint, pointer: string): Refusal[] {
  if (count >= 0n && count <= LIMITS.amount) return [];
  return [refusal('number.range', pointer, 'from 0 to 2^53')];
}
