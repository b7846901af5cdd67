import { Inject, Injectable } from '@nestjs/common';
import { ApiError } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { SETTINGS, type Settings } from '../settings';
import type { Actor } from './actor';

/** How often a user, with all keys of that user, may call one endpoint per second at this instance. */
@Injectable()
export class RateLimit {
  private readonly limiter: RateLimiterMemory | undefined;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'MAX_REQUESTS_PER_SECOND_AND_ENDPOINT'>) {
    const points = settings.MAX_REQUESTS_PER_SECOND_AND_ENDPOINT;
    this.limiter = points > 0 ? new RateLimiterMemory({ points, duration: 1 }) : undefined;
  }

  /** Throws ApiError 429 rate.limit with Retry-After. */
  async take({ userId }: Actor, { method, routeOptions }: FastifyRequest): Promise<void> {
    try {
      await this.limiter?.consume(`${userId} ${method} ${routeOptions.url}`);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw ApiError.tooMany('rate.limit', 'The endpoint is called too often', refused.msBeforeNext / 1000);
    }
  }
}
