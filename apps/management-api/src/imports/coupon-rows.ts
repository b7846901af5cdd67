import { z } from 'zod';

/** RFC 3339, or as spreadsheets write it, in UTC. */
export const csvInstant = z
  .string()
  .transform((text) => (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text))
  .pipe(z.iso.datetime({ offset: true }));

const attributes = z.string().transform((text, context): Record<string, unknown> => {
  const value = parsed(text);
  if (isObject(value)) return value;
  context.addIssue({ code: 'custom', message: 'must be a JSON object' });
  return z.NEVER;
});

/** A line of an import of coupons, by the columns of the reference. */
export const couponRow = z.object({
  value: z.string().max(100),
  expirydate: csvInstant.optional(),
  startdate: csvInstant.optional(),
  recipientintegrationid: z.string().max(1_000).default(''),
  limitval: z.coerce.number().pipe(z.int().min(0).max(999_999)).default(1),
  discountlimit: z.coerce.number().nonnegative().optional(),
  attributes: attributes.default({}),
});
export type CouponRow = z.infer<typeof couponRow>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A line of an import of referrals. */
export const referralRow = z.object({
  code: z.string().max(100),
  advocateprofileintegrationid: z.string().max(1_000),
  friendprofileintegrationid: z.string().max(1_000).default(''),
  startdate: csvInstant.optional(),
  expirydate: csvInstant.optional(),
  limitval: z.coerce.number().pipe(z.int().min(0).max(999_999)).default(1),
  attributes: attributes.default({}),
});
export type ReferralRow = z.infer<typeof referralRow>;
