import { COUPONS_PER_CHUNK, type NewCoupons } from '@tessera/api-contracts';
import { type CouponChunkReceived, type CouponSettings, patternRefusals } from '@tessera/promotion';
import { refused } from '../attributes/refused';

/** 13 characters of 31 are 64 bits: nobody guesses a code, however many there are. */
const DEFAULT_PATTERN = '#############';

/** What codes are made of: the body's pattern and characters, else the campaign's, else the default. */
export interface CodePattern {
  readonly pattern: string;
  readonly characters: readonly string[];
}

export function codePattern(
  {
    couponPattern,
    uniquePrefix,
    validCharacters,
  }: Pick<NewCoupons, 'couponPattern' | 'uniquePrefix' | 'validCharacters'>,
  campaign: { readonly couponPattern: string; readonly validCharacters: readonly string[] } | null,
): CodePattern {
  const otherwise = uniquePrefix === undefined ? campaign?.couponPattern : `${uniquePrefix}${DEFAULT_PATTERN}`;
  return {
    pattern: couponPattern ?? otherwise ?? DEFAULT_PATTERN,
    characters: validCharacters ?? campaign?.validCharacters ?? [],
  };
}

/** Coupons that are created together. */
export interface Pool {
  readonly batch: string;
  readonly count: number;
  readonly pattern: CodePattern;
  readonly settings: CouponSettings;
  /** Whose each coupon is; none: as the settings say. */
  readonly recipients?: readonly string[];
}

export const chunksOf = (count: number): number => Math.ceil(count / COUPONS_PER_CHUNK);

/** Throws ApiError 400 coupon.pattern, coupon.characters, coupon.pattern_exhausted. */
export function assertPattern({ pattern, characters }: CodePattern, count: number): void {
  const refusals = patternRefusals(pattern, characters, count);
  if (refusals.length > 0) throw refused(refusals);
}

/**
 * The requests that create the coupons, from one chunk up to another: at most 1,000 coupons each. A pattern without `#` is
 * one code as it stands; drawn codes are drawn again by the evaluator.
 */
export function couponChunks(pool: Pool, from = 0, to = chunksOf(pool.count)): CouponChunkReceived[] {
  const chunks = chunksOf(pool.count);
  return Array.from({ length: Math.min(to, chunks) - from }, (_, index) => chunkOf(pool, from + index, chunks));
}

function chunkOf({ batch, count, settings, pattern: code, recipients = [] }: Pool, chunk: number, chunks: number) {
  const first = chunk * COUPONS_PER_CHUNK;
  const drawn = code.pattern.includes('#');
  return {
    kind: 'CouponChunkReceived' as const,
    ...{ batch, chunk, chunks, settings },
    codes: drawn ? [] : [code.pattern],
    pattern: drawn ? code.pattern : '',
    characters: drawn ? code.characters : [],
    count: Math.min(COUPONS_PER_CHUNK, count - first),
    recipients: recipients.slice(first, first + COUPONS_PER_CHUNK),
  };
}
