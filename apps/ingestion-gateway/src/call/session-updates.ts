import { Injectable } from '@nestjs/common';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { SessionUpdateReceived } from '@tessera/promotion';
import type { FastifyReply } from 'fastify';
import type { JsonObject } from '../answer/state';
import { CodeAttempts } from '../shed/code-attempts';
import { Answers, type Submission } from './answers';

/** Updates of sessions, whichever API they come by: who guesses codes is slowed down. */
@Injectable()
export class SessionUpdates {
  constructor(
    private readonly answers: Answers,
    private readonly attempts: CodeAttempts,
  ) {}

  /** Throws ApiError, also 429 coupon.attempts. */
  async answer(
    submission: Submission & { readonly request: SessionUpdateReceived },
    reply: FastifyReply,
    render: (decided: ReplyRecord) => JsonObject,
  ): Promise<void> {
    const { request, call } = submission;
    await this.attempts.assertAllowed(call.caller, request);
    await this.answers.answer(submission, reply, (decided) => {
      void this.attempts.count(call.caller, request, decided.payload);
      return render(decided);
    });
  }
}
