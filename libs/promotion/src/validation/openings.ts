import type { Refusal } from '../decision';
import type { CouponOpening, CouponOpeningsReceived, ProfileOpeningReceived } from '../request';
import { LIMITS } from './limits';
import { refusal } from './problem';
import { idRefusals } from './text';

export function couponOpeningRefusals({ batch, openings }: CouponOpeningsReceived): Refusal[] {
  if (openings.length === 0 || openings.length > LIMITS.chunk)
    return [refusal('coupon.batch_size', '/openings', `1 to ${LIMITS.chunk} openings`)];
  const each = openings.flatMap((opening, index) => openingRefusals(opening, `/openings/${index}`));
  const named = new Set<string>();
  const twice = openings.findIndex(({ couponId, profileId }) => {
    return named.size === named.add(`${couponId}/${profileId}`).size;
  });
  return [...idRefusals(batch, '/batch', false), ...each, ...(twice < 0 ? [] : [saidTwice(twice)])];
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

function saidTwice(index: number): Refusal {
  return refusal('opening.twice', `/openings/${index}`, 'something else is said of the same coupon and profile');
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
