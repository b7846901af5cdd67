import { Injectable } from '@nestjs/common';
import { canonicalCode } from '@tessera/promotion';
import { CouponQueries } from '../coupons/coupon-queries';
import { parts } from './once';

/** Codes of one question to the read model: what a URL takes, however they are written. */
const CODES_PER_QUESTION = 20;
const QUESTIONS_AT_ONCE = 8;

interface Found {
  readonly id: number;
  readonly code: string;
}

/** Which codes there are. */
@Injectable()
export class KnownCodes {
  constructor(private readonly queries: CouponQueries) {}

  /** Ids of the application's coupons by canonical code, of those codes that are coupons'. Throws ApiError 503. */
  coupons(application: bigint, codes: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    return found(codes, async (some) => {
      const { data } = await this.queries.list(application, { codes: JSON.stringify(some), total: 'false' });
      return data.map(({ id, value }) => ({ id, code: value }));
    });
  }

  /** As `coupons`, of referrals. */
  referrals(application: bigint, codes: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    return found(codes, async (some) => {
      const { data } = await this.queries.referrals(application, { codes: JSON.stringify(some), total: 'false' });
      return data;
    });
  }
}

async function found(
  codes: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly Found[]>,
): Promise<ReadonlyMap<string, bigint>> {
  const known = new Map<string, bigint>();
  for (const questions of parts(parts(codes, CODES_PER_QUESTION), QUESTIONS_AT_ONCE)) {
    const answers = await Promise.all(questions.map(ask));
    for (const { id, code } of answers.flat()) known.set(canonicalCode(code), BigInt(id));
  }
  return known;
}
