import type { z } from 'zod';
import { type CouponRow, couponRow, type ReferralRow, referralRow } from './coupon-rows';

/** A code of a file, with what its line says of it. */
export interface ImportedCode {
  readonly code: string;
  /** Whose it is; empty: anybody's. */
  readonly recipient: string;
  /** What codes of one chunk have in common. */
  readonly shared: Shared;
}

export interface Shared {
  readonly usageLimit: number;
  readonly discountLimit: number | undefined;
  readonly startDate: string | undefined;
  readonly expiryDate: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly advocate: string | null;
}

/** What a file is of. */
export interface ImportKind<T> {
  readonly entity: 'Coupon' | 'Referral';
  /** Columns that it must have. */
  readonly required: readonly string[];
  readonly row: z.ZodType<T>;
  readonly codeOf: (row: T) => ImportedCode;
}

export const COUPONS: ImportKind<CouponRow> = {
  entity: 'Coupon',
  required: ['value'],
  row: couponRow,
  codeOf: (row) => ({
    code: row.value,
    recipient: row.recipientintegrationid,
    shared: { ...sharedBy(row), discountLimit: row.discountlimit, advocate: null },
  }),
};

export const REFERRALS: ImportKind<ReferralRow> = {
  entity: 'Referral',
  required: ['code', 'advocateprofileintegrationid'],
  row: referralRow,
  codeOf: (row) => ({
    code: row.code,
    recipient: row.friendprofileintegrationid,
    shared: {
      ...sharedBy(row),
      discountLimit: undefined,
      advocate: row.advocateprofileintegrationid.normalize('NFC'),
    },
  }),
};

function sharedBy({ limitval, startdate, expirydate, attributes }: CouponRow | ReferralRow) {
  return { usageLimit: limitval, startDate: startdate, expiryDate: expirydate, attributes };
}
