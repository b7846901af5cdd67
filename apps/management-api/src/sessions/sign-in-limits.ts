import { Injectable } from '@nestjs/common';
import { ApiError } from '@tessera/service-kit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface SignInAttempt {
  readonly email: string;
  readonly address: string;
}

const QUARTER_HOUR_SECONDS = 15 * 60;
const TRIES_PER_EMAIL_AND_ADDRESS = 5;
/** Whoever guesses from many addresses is slowed too, at the price that he can lock a user out for a quarter of an hour. */
const TRIES_PER_EMAIL = 50;
/** Also bounds how many emails one address can fill the memory with, and the time that hashing costs. */
const TRIES_PER_ADDRESS = 100;

/**
 * How often a password may be guessed. Counted in each instance: a cluster of n allows n times as many, which against a
 * password of twelve characters is still nothing.
 */
@Injectable()
export class SignInLimits {
  private readonly pair = limiter('pair', TRIES_PER_EMAIL_AND_ADDRESS);
  private readonly email = limiter('email', TRIES_PER_EMAIL);
  private readonly address = limiter('address', TRIES_PER_ADDRESS);

  /** Counts a try. Throws ApiError 429 with Retry-After where there have been too many. */
  async take({ email, address }: SignInAttempt): Promise<void> {
    try {
      await this.address.consume(address);
      await this.email.consume(email);
      await this.pair.consume(`${address} ${email}`);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw ApiError.tooMany('session.too_many', 'Too many attempts to sign in', refusal.msBeforeNext / 1000);
    }
  }

  /** A sign-in that succeeded was no guess. */
  async forgive({ email, address }: SignInAttempt): Promise<void> {
    await this.pair.delete(`${address} ${email}`);
    await this.email.reward(email);
    await this.address.reward(address);
  }
}

function limiter(keyPrefix: string, points: number): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix, points, duration: QUARTER_HOUR_SECONDS });
}
