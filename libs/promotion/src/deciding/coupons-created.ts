import type { CouponsCreated } from '../event';
import type { Desk } from './desk';
import type { CreatedCoupon } from './draft';

/** Coupons that effects create: each is a batch of its own, without a name. */
export function createdByEffects(created: readonly CreatedCoupon[], ids: readonly bigint[]): CouponsCreated[] {
  return created.map(({ code, canonical, settings }, index) => ({
    kind: 'CouponsCreated',
    batch: '',
    chunk: 0,
    chunks: 1,
    settings,
    coupons: [{ id: ids[index] ?? 0n, code, canonical, recipient: null }],
    skipped: [],
  }));
}

export function writeCoupons(desk: Desk, created: readonly Pick<CreatedCoupon, 'canonical'>[]): void {
  const { application } = desk.situation;
  for (const { canonical } of created) desk.writes({ kind: 'coupon', application, canonical });
}
