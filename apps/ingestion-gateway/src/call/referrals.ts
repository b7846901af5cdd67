import { Injectable } from '@nestjs/common';
import { type NewReferral, type NewReferrals, renderReferral } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { type CouponChunkReceived, couponsIn } from '@tessera/promotion';
import type { JsonObject } from '../answer/state';
import { referralRequest } from '../convert/referral';
import { assertValid, type Places } from '../convert/refusals';
import { acceptedOnly } from './answers';
import type { Call } from './call';
import { Submissions } from './submissions';

const PLACES: Places = {
  prefix: '',
  id: { pointer: '/advocate', source: { pointer: '/advocateProfileIntegrationId' } },
  renamed: { '/recipientIntegrationId': '/friendProfileIntegrationId', '/couponPattern': '/referralPattern' },
};

/** Creates referrals: limits of the campaign are for rules, not for calls. */
@Injectable()
export class Referrals {
  constructor(private readonly submissions: Submissions) {}

  /** Throws ApiError 400, 404 campaign.unknown. */
  async create(call: Call, body: NewReferral): Promise<JsonObject | undefined> {
    const people = { advocate: body.advocateProfileIntegrationId, friend: body.friendProfileIntegrationId ?? '' };
    const [created] = await this.decide(call, [referralRequest(call.requestId, body, people, call.caller)]);
    return created;
  }

  /** One for each advocate, in their order: a record each, so that each has its own partition. Throws as `create`. */
  createAll(call: Call, body: NewReferrals): Promise<JsonObject[]> {
    const requests = body.advocateProfileIntegrationIds.map((advocate, index) =>
      referralRequest(`${call.requestId}#${index}`, body, { advocate, friend: '' }, call.caller),
    );
    return this.decide(call, requests);
  }

  /** All are answered for before the first failure is: nothing then still waits in the background. */
  private async decide(call: Call, requests: readonly CouponChunkReceived[]): Promise<JsonObject[]> {
    for (const request of requests) assertValid(request, call.caller, PLACES);
    const outcomes = await Promise.allSettled(
      requests.map((request) => this.submissions.decide({ ...call, requestId: request.batch }, request)),
    );
    return outcomes.flatMap((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return referralsIn(acceptedOnly(outcome.value, PLACES));
    });
  }
}

function referralsIn({ application, at, payload }: ReplyRecord): JsonObject[] {
  return payload.decision.events.flatMap((event) =>
    event.kind === 'CouponsCreated' ? couponsIn({ application, at }, event).map((one) => renderReferral(one)) : [],
  );
}
