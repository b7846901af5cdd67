import { Inject, Injectable } from '@nestjs/common';
import { ApiError } from '@tessera/service-kit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Settings, SETTINGS } from '../settings';

/** How many requests a key may make per second at this gateway. */
@Injectable()
export class RateLimit {
  private readonly limiter: RateLimiterMemory | undefined;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'MAX_REQUESTS_PER_SECOND_AND_KEY'>) {
    const points = settings.MAX_REQUESTS_PER_SECOND_AND_KEY;
    this.limiter = points > 0 ? new RateLimiterMemory({ points, duration: 1 }) : undefined;
  }

  /** Throws ApiError 429 rate.limit. */
  async take(keyId: string): Promise<void> {
    try {
      await this.limiter?.consume(keyId);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw ApiError.tooMany('rate.limit', 'The key makes too many requests', refused.msBeforeNext / 1000);
    }
  }
}
