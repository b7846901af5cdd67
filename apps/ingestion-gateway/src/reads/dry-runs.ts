import { Inject, Injectable } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
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
    return integrationReplies.fromWire(await this.ask('dry', call, request));
  }

  /** Why rules would give what they would give, as the API shows it. Throws ApiError 503. */
  async explain(call: Call, request: Request): Promise<Json> {
    return JSON.parse(Buffer.from(await this.ask('dry/explanation', call, request)).toString()) as Json;
  }

  private async ask(path: string, call: Call, request: Request): Promise<Uint8Array> {
    const record = inboxRecord(call, request, '', this.clock.now());
    const answer = await this.http.ask({
      method: 'POST',
      url: `${this.settings.EVALUATOR_URL}/internal/${path}`,
      headers: { 'content-type': 'application/octet-stream' },
      body: integrationEvents.toWire({ ...record, idempotency: null }),
      claims: { application: String(record.application) },
    });
    if (answer.status !== 200) throw new Error(`the evaluator answered a dry run with ${answer.status}`);
    return answer.body;
  }
}
