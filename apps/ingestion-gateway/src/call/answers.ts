import { Injectable } from '@nestjs/common';
import { encodeReadToken, type ReplyRecord } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { FastifyReply } from 'fastify';
import { type JsonObject, type Redemptions, renderState } from '../answer/state';
import { assertValid, type Places, refusalError } from '../convert/refusals';
import { DryRuns } from '../reads/dry-runs';
import { STALE } from '../reads/due';
import { RedemptionReads } from '../reads/redemption-reads';
import { mismatch } from '../replies/pending';
import { CodeAttempts, trierOf, unknownIn } from '../shed/code-attempts';
import type { Call } from './call';
import { Submissions } from './submissions';

/** A request with what its answer is to be. */
export interface Submission {
  readonly call: Call;
  readonly request: Request;
  readonly places: Places;
  readonly dry: boolean;
  /** Names of what the answer is to hold. */
  readonly content?: readonly string[] | null | undefined;
}

/** From a request of the domain to its decision, or to the error that says why there is none. */
@Injectable()
export class Answers {
  constructor(
    private readonly submissions: Submissions,
    private readonly dryRuns: DryRuns,
    private readonly redemptions: RedemptionReads,
    private readonly attempts: CodeAttempts,
  ) {}

  /**
   * Answers 202 where the caller prefers not to wait, else with what `render` makes of the decision; undefined is 204.
   * Throws ApiError.
   */
  async answer(
    submission: Submission,
    reply: FastifyReply,
    render: (decided: ReplyRecord, redemptions: Redemptions) => JsonObject | undefined,
  ): Promise<void> {
    const { call, request, dry, content } = submission;
    if (call.preference.respondAsync && !dry) {
      assertValid(request, call.caller, submission.places);
      const token = await this.submissions.accept(call, request);
      await reply.status(202).header('x-tessera-token', token).send({ requestId: call.requestId, token });
      return;
    }
    const decided = await this.decide(submission);
    if (!dry) void reply.header('x-tessera-token', encodeReadToken(decided.payload));
    const { redemptions, stale } = await this.redemptions.of({ call, dry, record: decided, content });
    if (stale) void reply.header(STALE, 'true');
    const body = await this.explained(submission, render(decided, redemptions));
    await reply.status(body ? 200 : 204).send(body);
  }

  /** What would be given is asked for again, in other words: between the two something may have changed. */
  private async explained({ call, request, dry, content }: Submission, body: JsonObject | undefined) {
    if (!dry || content?.includes('explanation') !== true) return body;
    return { ...body, explanation: await this.dryRuns.explain(call, request) };
  }

  /** The decision, where it is not a refusal. Throws ApiError, also 429 coupon.attempts. */
  async decide({ call, request, places, dry }: Submission): Promise<ReplyRecord> {
    assertValid(request, call.caller, places);
    const decided = dry ? await this.tryOut(call, request) : await this.submissions.decide(call, request);
    return acceptedOnly(decided, places);
  }

  /** Codes can be guessed by dry runs too. */
  private async tryOut(call: Call, request: Request): Promise<ReplyRecord> {
    const trier = trierOf(call.caller, request);
    await this.attempts.assertAllowed(trier);
    const decided = await this.dryRuns.decide(call, request);
    await this.attempts.count(trier, unknownIn(decided.payload));
    return decided;
  }
}

/** Throws ApiError: 422 for a reused key, else what the domain refused. */
export function acceptedOnly(record: ReplyRecord, places: Places): ReplyRecord {
  const { status, decision, idempotencyMismatch } = record.payload;
  if (idempotencyMismatch) throw mismatch();
  if (status === 200) return record;
  if (decision.refusals.length > 0) throw refusalError(decision.refusals, places);
  throw ApiError.of(status, 'request.refused', 'The request was refused');
}

/** `renderState` for one caller. */
export const stateFor =
  (call: Call, content: readonly string[] | null | undefined) =>
  (decided: ReplyRecord, redemptions: Redemptions): JsonObject =>
    renderState({ ...decided, requestId: call.requestId }, content ?? [], call.caller, redemptions);
