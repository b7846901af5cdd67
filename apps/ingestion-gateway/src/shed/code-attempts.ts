import { Inject, Injectable } from '@nestjs/common';
import type { Reply } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Caller } from '../auth/caller';
import { type Settings, SETTINGS } from '../settings';

const WINDOW_SECONDS = 60;

type Limits = Pick<Settings, 'MAX_UNKNOWN_CODES_PER_MINUTE' | 'MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY'>;

/** Who tries codes. */
export interface Trier {
  readonly caller: Caller;
  readonly sessionId?: string;
  readonly profileIds: readonly string[];
}

/** Who is counted, and how many unknown codes it may try. */
interface Counted {
  readonly subject: string;
  readonly most: number;
}

const UNKNOWN: readonly unknown[] = ['CouponNotFound', 'ReferralNotFound'];

/** Undefined: the request tries no codes. */
export function trierOf(caller: Caller, request: Request): Trier | undefined {
  if (request.kind !== 'SessionUpdateReceived') return undefined;
  const { sessionId, profileId, couponCodes, referralCode } = request;
  if (!couponCodes?.length && !referralCode) return undefined;
  return { caller, sessionId, profileIds: profileId ? [profileId] : [] };
}

/** How many codes of a session nobody knows. */
export function unknownIn({ decision }: Reply): number {
  return decision.effects.filter(({ props }) => UNKNOWN.includes(props['rejectionReason'])).length;
}

/**
 * Slows down whoever guesses codes: a session, a profile or a key that tried too many unknown ones waits a minute, and nothing
 * is looked up for it. Not by address: a shop's customers all come from its backend.
 */
@Injectable()
export class CodeAttempts {
  private readonly limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS });

  constructor(@Inject(SETTINGS) private readonly limits: Limits) {}

  /** Throws ApiError 429 coupon.attempts. */
  async assertAllowed(trier: Trier | undefined): Promise<void> {
    for (const { subject, most } of this.countedFor(trier)) {
      const used = await this.limiter.get(subject);
      if (used && used.consumedPoints > most) {
        throw ApiError.tooMany('coupon.attempts', 'Too many unknown codes were tried', used.msBeforeNext / 1000);
      }
    }
  }

  async count(trier: Trier | undefined, unknown: number): Promise<void> {
    if (unknown === 0) return;
    for (const { subject } of this.countedFor(trier)) await this.limiter.penalty(subject, unknown);
  }

  private countedFor(trier: Trier | undefined): Counted[] {
    if (trier === undefined) return [];
    const { caller, sessionId, profileIds } = trier;
    const { id } = caller.application;
    const most = this.limits.MAX_UNKNOWN_CODES_PER_MINUTE;
    const all = [
      { subject: `k:${caller.keyId}`, most: this.limits.MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY },
      ...(sessionId === undefined ? [] : [{ subject: `s:${id}:${sessionId}`, most }]),
      ...profileIds.map((profile) => ({ subject: `p:${id}:${profile}`, most })),
    ];
    return all.filter((one) => one.most > 0);
  }
}
