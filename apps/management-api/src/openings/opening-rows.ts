import { currencyExponent, parseAmount } from '@tessera/money';
import type { ProfileOpeningReceived } from '@tessera/promotion';
import { z } from 'zod';
import type { Row, WrongRow } from '../imports/csv-rows';
import { csvInstant } from '../imports/coupon-rows';

const count = z.coerce.number().pipe(z.int().nonnegative());
const amount = z.string().max(30);

/** How often a code was redeemed: by all together, or by a profile. Columns as exports of coupons have them. */
export const couponOpeningRow = z.object({
  value: z.string().max(100),
  counter: count,
  discount_counter: amount.optional(),
  profileintegrationid: z.string().max(1_000).default(''),
});
export type CouponOpeningRow = z.infer<typeof couponOpeningRow>;

/** What a profile did in the application. */
export const profileOpeningRow = z.object({
  integrationid: z.string().min(1).max(1_000),
  closedsessions: count,
  totalsales: amount,
  firstactivity: csvInstant.optional(),
  lastactivity: csvInstant,
});
export type ProfileOpeningRow = z.infer<typeof profileOpeningRow>;

/** Of a code, by whom, and how often. */
export interface SaidOfCode {
  readonly code: string;
  readonly profileId: string;
  readonly redemptions: bigint;
  readonly discount: bigint | null;
}

export type ProfileOpening = Omit<ProfileOpeningReceived, 'kind'>;

/** Rows in the domain's words, and those that say what cannot be. */
export interface Read<T> {
  readonly rows: readonly Row<T>[];
  readonly wrong: readonly WrongRow[];
}

/** @param currency of the amounts, which are in major units */
export function couponOpenings(rows: readonly Row<CouponOpeningRow>[], currency: string): Read<SaidOfCode> {
  return sorted(rows, (row) => {
    const profileId = row.profileintegrationid.normalize('NFC');
    const { discount_counter: given } = row;
    if (given !== undefined && profileId !== '') return 'discount_counter: of all profiles together only';
    const discount = given === undefined ? null : minorOf(given, currency);
    if (typeof discount === 'string') return `discount_counter: ${discount}`;
    return { code: row.value, profileId, redemptions: BigInt(row.counter), discount };
  });
}

/** @param currency as of `couponOpenings` */
export function profileOpenings(rows: readonly Row<ProfileOpeningRow>[], currency: string): Read<ProfileOpening> {
  return sorted(rows, (row) => {
    const totalSales = minorOf(row.totalsales, currency);
    if (typeof totalSales === 'string') return `totalsales: ${totalSales}`;
    const firstActivity = row.firstactivity === undefined ? null : instantOf(row.firstactivity);
    const lastActivity = instantOf(row.lastactivity);
    if (firstActivity !== null && firstActivity > lastActivity) return 'lastactivity: before firstactivity';
    const profileId = row.integrationid.normalize('NFC');
    return { profileId, closedSessions: BigInt(row.closedsessions), totalSales, firstActivity, lastActivity };
  });
}

/** Rows as `read` gives them; a text says why one cannot be. */
export function sorted<R, T extends object>(rows: readonly Row<R>[], read: (row: R) => T | string): Read<T> {
  const all = rows.map(({ line, value }) => ({ line, value: read(value) }));
  return {
    rows: all.flatMap(({ line, value }) => (typeof value === 'string' ? [] : [{ line, value }])),
    wrong: all.flatMap(({ line, value }) => (typeof value === 'string' ? [{ line, reason: value }] : [])),
  };
}

/** Or why the text is no amount that could have been given. */
function minorOf(text: string, currency: string): bigint | string {
  const minor = parseAmount(text, currencyExponent(currency) ?? 0);
  if (typeof minor === 'string') return `no amount of the currency (${minor})`;
  return minor < 0n ? 'negative' : minor;
}

function instantOf(text: string): bigint {
  return BigInt(new Date(text).getTime());
}

/** What the rows of one code say of it. */
interface OfCode {
  total: Row<SaidOfCode> | undefined;
  readonly profiles: Row<SaidOfCode>[];
}

/**
 * The rows of a code say one thing: single profiles redeemed it no more often than all together, which is their sum where the
 * file does not say it. @returns also the totals that the file leaves out
 */
export function agreeing(
  rows: readonly Row<SaidOfCode>[],
  canonical: (code: string) => string,
): Read<SaidOfCode> & { readonly totals: readonly SaidOfCode[] } {
  const codes = new Map<string, OfCode>();
  for (const row of rows) {
    const ofCode = codes.get(canonical(row.value.code)) ?? { total: undefined, profiles: [] };
    codes.set(canonical(row.value.code), ofCode);
    if (row.value.profileId === '') ofCode.total = row;
    else ofCode.profiles.push(row);
  }
  const all = [...codes.values()];
  return {
    rows: all.flatMap((one) => (exceeds(one) ? [] : rowsOf(one))),
    wrong: all.flatMap((one) => (exceeds(one) ? rowsOf(one).map(({ line }) => ({ line, reason: DISAGREE })) : [])),
    totals: all.flatMap(({ total, profiles }) => (total === undefined ? totalOf(profiles) : [])),
  };
}

const DISAGREE = 'profiles redeemed the code more often than all together';

function exceeds({ total, profiles }: OfCode): boolean {
  return total !== undefined && sumOf(profiles) > total.value.redemptions;
}

function rowsOf({ total, profiles }: OfCode): Row<SaidOfCode>[] {
  return total === undefined ? profiles : [total, ...profiles];
}

function totalOf(profiles: readonly Row<SaidOfCode>[]): SaidOfCode[] {
  const [first] = profiles;
  return first === undefined ? [] : [{ ...first.value, profileId: '', redemptions: sumOf(profiles), discount: null }];
}

function sumOf(profiles: readonly Row<SaidOfCode>[]): bigint {
  return profiles.reduce((sum, { value }) => sum + value.redemptions, 0n);
}
