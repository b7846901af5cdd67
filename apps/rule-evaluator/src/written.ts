import { rowsAfter, type WrittenRow } from '@tessera/promotion';
import type { Judged } from './judge';
import type { RowOf, Stored } from './ports';
import type { WorkingCopy } from './working-copy';

type CouponWritten = Extract<WrittenRow, { readonly row: RowOf<'couponId'> }>;

/** Lets the decisions that follow in the slice, and the database after it, see the rows that this one wrote. */
export function keepWritten(copy: WorkingCopy, { inbound, decision, position, at }: Judged): void {
  const { application } = inbound;
  for (const written of rowsAfter({ application, at }, decision.events)) {
    // Past events and closed sessions go by `pastOf`, into their own tables.
    if (written.row.kind === 'history') continue;
    if (isCoupon(written)) keepCoupon(copy, written, position);
    else copy.write({ kind: written.row.kind, ...written, version: position } as Stored);
  }
}

/** Coupons are written under the id they have; their row is that of their code. */
function keepCoupon(copy: WorkingCopy, written: CouponWritten, version: bigint): void {
  const row = copy.couponRow(written.row);
  if (!row) throw new Error(`a decision wrote the coupon ${written.row.id}, which it did not hold`);
  const coupon = copy.coupon(row.application, row.canonical)?.value ?? null;
  const value = 'counters' in written ? coupon && { ...coupon, ...written.counters } : written.value;
  copy.write({ kind: 'coupon', row, value, version });
}

function isCoupon(written: WrittenRow): written is CouponWritten {
  return written.row.kind === 'couponId';
}
