import { Inject, Injectable } from '@nestjs/common';
import type { Reply } from '@tessera/event-contracts';
import type { SessionUpdateReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Caller } from '../auth/caller';
import { type Settings, SETTINGS } from '../settings';

const WINDOW_SECONDS = 60;

type Limits = Pick<Settings, 'MAX_UNKNOWN_CODES_PER_MINUTE' | 'MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY'>;

/** Who is counted, and how many unknown codes it may try. */
interface Counted {
  readonly subject: string;
  readonly most: number;
}

const UNKNOWN: readonly unknown[] = ['CouponNotFound', 'ReferralNotFound'];

/**
 * Slows down whoever guesses codes: a session, a profile or a key that tried too many unknown ones waits a minute, and nothing
 * is looked up for it. Not by address: a shop's customers all come from its backend.
 */
@Injectable()
export class CodeAttempts {
  private readonly limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS });

  constructor(@Inject(SETTINGS) private readonly limits: Limits) {}

  /** Throws ApiError 429 coupon.attempts. Requests without codes pass. */
  async assertAllowed(caller: Caller, request: SessionUpdateReceived): Promise<void> {
    if (!request.couponCodes?.length && !request.referralCode) return;
    for (const { subject, most } of this.countedFor(caller, request)) {
      const used = await this.limiter.get(subject);
      if (used && used.consumedPoints > most) {
        throw ApiError.tooMany('coupon.attempts', 'Too many unknown codes were tried', used.msBeforeNext / 1000);
      }
    }
  }

  async count(caller: Caller, request: SessionUpdateReceived, { decision }: Reply): Promise<void> {
    const unknown = decision.effects.filter(({ props }) => UNKNOWN.includes(props['rejectionReason'])).length;
    if (unknown === 0) return;
    for (const { subject } of this.countedFor(caller, request)) await this.limiter.penalty(subject, unknown);
  }

  private countedFor({ application, keyId }: Caller, { sessionId, profileId }: SessionUpdateReceived): Counted[] {
    const most = this.limits.MAX_UNKNOWN_CODES_PER_MINUTE;
    const all = [
      { subject: `k:${keyId}`, most: this.limits.MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY },
      { subject: `s:${application.id}:${sessionId}`, most },
      ...(profileId ? [{ subject: `p:${application.id}:${profileId}`, most }] : []),
    ];
    return all.filter((one) => one.most > 0);
  }
}
