import { Injectable } from '@nestjs/common';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { CouponReservationReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { normalId } from '../convert/id';
import { assertValid, type Places } from '../convert/refusals';
import { reservationsOf } from '../reads/reserved-profiles';
import { RecentTokens } from '../replies/recent-tokens';
import { CodeAttempts } from '../shed/code-attempts';
import { acceptedOnly } from './answers';
import type { Call } from './call';
import { Submissions } from './submissions';

/** Reservations of one call: a record for each profile, under `requestId#index`, so that each has its own decision. */
@Injectable()
export class Reservations {
  constructor(
    private readonly submissions: Submissions,
    private readonly tokens: RecentTokens,
    private readonly attempts: CodeAttempts,
  ) {}

  /**
   * Reserves the coupon for the profiles, or gives their reservations back. Nothing is recorded unless all are valid.
   * @returns the reply to the last one, with the coupon as it then is
   * Throws ApiError 400, 404 coupon.not_found, 429 coupon.attempts, and the first failure of a record.
   */
  async change(call: Call, code: string, profiles: readonly string[], reserved: boolean): Promise<ReplyRecord> {
    const ids = [...new Set(profiles.map(normalId))];
    const requests = ids.map((profileId): CouponReservationReceived => ({
      kind: 'CouponReservationReceived',
      ...{ code, profileId, reserved },
    }));
    requests.forEach((request, index) => assertValid(request, call.caller, placesOf(index)));
    const trier = { caller: call.caller, profileIds: ids };
    await this.attempts.assertAllowed(trier);
    const outcomes = await Promise.allSettled(
      requests.map(async (request, index) => {
        const requestId = `${call.requestId}#${index}`;
        return acceptedOnly(await this.submissions.decide({ ...call, requestId }, request), placesOf(index));
      }),
    );
    await this.attempts.count(trier, outcomes.some(isUnknown) ? 1 : 0);
    const replies = outcomes.map(valueOf);
    const entity = reservationsOf(call.caller.application.id, code);
    replies.forEach(({ payload }) => this.tokens.remember(entity, payload));
    return newestOf(replies);
  }
}

function isUnknown(outcome: PromiseSettledResult<ReplyRecord>): boolean {
  if (outcome.status === 'fulfilled' || !(outcome.reason instanceof ApiError)) return false;
  return outcome.reason.errors.some(({ code }) => code === 'coupon.not_found');
}

function valueOf(outcome: PromiseSettledResult<ReplyRecord>): ReplyRecord {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** They are decided in several partitions: the newest is the one with the highest position. */
function newestOf(replies: readonly ReplyRecord[]): ReplyRecord {
  return replies.reduce((last, reply) => (reply.payload.position > last.payload.position ? reply : last));
}

function placesOf(index: number): Places {
  const id = { pointer: '/integrationIDs', source: { pointer: `/integrationIDs/${index}` } };
  return { prefix: '', id };
}
