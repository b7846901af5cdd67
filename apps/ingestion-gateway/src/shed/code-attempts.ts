import { Inject, Injectable } from '@nestjs/common';
import type { Reply } from '@tessera/event-contracts';
import type { SessionUpdateReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Settings, SETTINGS } from '../settings';

const WINDOW_SECONDS = 60;

/**
 * Slows down whoever guesses coupon codes: a session or profile that tried too many unknown ones waits a minute. Not by
 * address: a shop's customers all come from its backend.
 */
@Injectable()
export class CodeAttempts {
  private readonly limiter: RateLimiterMemory | undefined;
  private readonly points: number;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'MAX_UNKNOWN_CODES_PER_MINUTE'>) {
    this.points = settings.MAX_UNKNOWN_CODES_PER_MINUTE;
    const limits = { points: this.points, duration: WINDOW_SECONDS };
    this.limiter = this.points > 0 ? new RateLimiterMemory(limits) : undefined;
  }

  /** Throws ApiError 429 coupon.attempts. Requests without codes pass. */
  async assertAllowed(application: bigint, request: SessionUpdateReceived): Promise<void> {
    if (!this.limiter || !request.couponCodes?.length) return;
    for (const subject of subjectsOf(application, request)) {
      const used = await this.limiter.get(subject);
      if (used && used.consumedPoints > this.points) {
        throw ApiError.tooMany('coupon.attempts', 'Too many unknown coupon codes were tried', used.msBeforeNext / 1000);
      }
    }
  }

  async count(application: bigint, request: SessionUpdateReceived, { decision }: Reply): Promise<void> {
    const unknown = decision.effects.filter(
      ({ type, props }) => type === 'rejectCoupon' && props['rejectionReason'] === 'CouponNotFound',
    ).length;
    if (!this.limiter || unknown === 0) return;
    for (const subject of subjectsOf(application, request)) {
      await this.limiter.penalty(subject, unknown);
    }
  }
}

function subjectsOf(application: bigint, { sessionId, profileId }: SessionUpdateReceived): string[] {
  return [`${application}:s:${sessionId}`, ...(profileId ? [`${application}:p:${profileId}`] : [])];
}
