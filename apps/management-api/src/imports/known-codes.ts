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

  /**
   * Ids of the application's coupons, or of one of its campaigns', by canonical code, of those codes that are coupons'.
   * Throws ApiError 503.
   */
  coupons(application: bigint, codes: readonly string[], campaign?: bigint): Promise<ReadonlyMap<string, bigint>> {
    return found(codes, async (some) => {
      const { data } = await this.queries.list(application, question(some, campaign));
      return data.map(({ id, value }) => ({ id, code: value }));
    });
  }

  /** As `coupons`, of referrals. */
  referrals(application: bigint, codes: readonly string[], campaign?: bigint): Promise<ReadonlyMap<string, bigint>> {
    return found(codes, async (some) => {
      const { data } = await this.queries.referrals(application, question(some, campaign));
      return data;
    });
  }
}

function question(codes: readonly string[], campaign: bigint | undefined): Record<string, string> {
  const within = campaign === undefined ? {} : { campaignId: String(campaign) };
  return { codes: JSON.stringify(codes), total: 'false', ...within };
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
