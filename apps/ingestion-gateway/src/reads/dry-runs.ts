import { Inject, Injectable } from '@nestjs/common';
import { integrationEvents, integrationReplies, type ReplyRecord } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import type { Call } from '../call/call';
import { inboxRecord } from '../call/record';
import { type Settings, SETTINGS } from '../settings';
import { InternalHttp } from './internal-http';

/** Asks an evaluator what it would decide. Nothing is recorded: no lane, no token, no idempotency. */
@Injectable()
export class DryRuns {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'EVALUATOR_URL'>,
    private readonly http: InternalHttp,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError 503 where no evaluator answers. */
  async decide(call: Call, request: Request): Promise<ReplyRecord> {
    const record = inboxRecord(call, request, '', this.clock.now());
    const answer = await this.http.ask({
      method: 'POST',
      url: `${this.settings.EVALUATOR_URL}/internal/dry`,
      headers: { 'content-type': 'application/octet-stream' },
      body: integrationEvents.toWire({ ...record, idempotency: null }),
      claims: { application: String(record.application) },
    });
    if (answer.status !== 200) throw new Error(`the evaluator answered a dry run with ${answer.status}`);
    return integrationReplies.fromWire(answer.body);
  }
}
