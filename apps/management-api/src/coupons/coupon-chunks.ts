import { COUPONS_PER_CHUNK, type NewCoupons } from '@tessera/api-contracts';
import { type CouponChunkReceived, type CouponSettings, patternRefusals } from '@tessera/promotion';
import { refused } from '../attributes/refused';

/** 8 characters of 31 are 40 bits, on top of the campaign's own prefix where it has one. */
const DEFAULT_PATTERN = '########';

/** What codes are made of: the body's pattern and characters, else the campaign's, else the default. */
export interface CodePattern {
  readonly pattern: string;
  readonly characters: readonly string[];
}

export function codePattern(
  { couponPattern, uniquePrefix, validCharacters }: NewCoupons,
  campaign: { readonly couponPattern: string; readonly validCharacters: readonly string[] } | null,
): CodePattern {
  const otherwise = uniquePrefix === undefined ? campaign?.couponPattern : `${uniquePrefix}${DEFAULT_PATTERN}`;
  return {
    pattern: couponPattern ?? otherwise ?? DEFAULT_PATTERN,
    characters: validCharacters ?? campaign?.validCharacters ?? [],
  };
}

/**
 * The requests that create the coupons: chunks of at most 1,000. A pattern without `#` is one code as it stands, which is
 * an error where it exists already; drawn codes are drawn again by the evaluator.
 * Throws ApiError 400 coupon.pattern, coupon.characters, coupon.pattern_exhausted.
 */
export function couponChunks(
  batch: string,
  count: number,
  { pattern, characters }: CodePattern,
  settings: CouponSettings,
): CouponChunkReceived[] {
  const refusals = patternRefusals(pattern, characters, count);
  if (refusals.length > 0) throw refused(refusals);
  const drawn = pattern.includes('#');
  const chunks = Math.ceil(count / COUPONS_PER_CHUNK);
  return Array.from({ length: chunks }, (_, chunk) => ({
    kind: 'CouponChunkReceived' as const,
    ...{ batch, chunk, chunks, settings },
    codes: drawn ? [] : [pattern],
    pattern: drawn ? pattern : '',
    characters: drawn ? characters : [],
    count: drawn ? Math.min(COUPONS_PER_CHUNK, count - chunk * COUPONS_PER_CHUNK) : 1,
  }));
}
