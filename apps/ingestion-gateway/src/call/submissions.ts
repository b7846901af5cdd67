import { Inject, Injectable } from '@nestjs/common';
import { type InboxRecord, type ReadToken, type ReplyRecord, requestKey } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { ApiError, Clock } from '@tessera/service-kit';
import { Inbox, type Sending } from '../inbox/inbox';
import { type Outcome, Pending, type Ticket } from '../replies/pending';
import { RecentTokens } from '../replies/recent-tokens';
import { within } from '../replies/within';
import { type Settings, SETTINGS } from '../settings';
import type { Call } from './call';
import { Instance } from './instance';
import { inboxRecord } from './record';

/** After its caller was answered, a decision is still waited for this long, for the sake of reads that follow. */
const FOLLOW_MS = 60_000;

/** The way of a call into the live lane, and of its decision back. */
@Injectable()
export class Submissions {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'REPLY_TIMEOUT_MS'>,
    private readonly inbox: Inbox,
    private readonly pending: Pending,
    private readonly tokens: RecentTokens,
    private readonly instance: Instance,
    private readonly clock: Clock,
  ) {}

  /**
   * Records the request and waits for what became of it: a decision, accepted or refused.
   * Throws ApiError 503 where nothing was recorded, 504 outcome.unknown, 422 idempotency.mismatch.
   */
  async decide(call: Call, request: Request): Promise<ReplyRecord> {
    const record = inboxRecord(call, request, this.instance.name, this.clock.now());
    const ticket = this.pending.open(record);
    const sending = this.send(ticket, record, call);
    const outcome = await ticket.wait(this.waitMs(call));
    if (!outcome) return this.giveUp(ticket, sending, record);
    ticket.close();
    return this.replyOf(outcome, record);
  }

  /** Records the request. The token stands for its decision in a read through this gateway. Throws ApiError 503, 504. */
  async accept(call: Call, request: Request): Promise<string> {
    const record = inboxRecord(call, request, this.instance.name, this.clock.now());
    const ticket = this.pending.open(record);
    const sending = this.send(ticket, record, call);
    const result = await within(sending?.result ?? Promise.resolve('sent'), this.waitMs(call));
    if (result === 'sent') {
      this.follow(ticket, record);
      return requestToken(record.requestId);
    }
    if (result === undefined) return this.giveUp(ticket, sending, record);
    ticket.close();
    throw result === 'notSent' ? notSent() : unknownOutcome();
  }

  /** The first of equal requests sends; whoever joined it waits for the same outcome, or learns of the same failure. */
  private send(ticket: Ticket, record: InboxRecord, { traceParent }: Call): Sending | undefined {
    if (!ticket.first) return undefined;
    try {
      const sending = this.inbox.send('live', record, traceParent);
      void sending.result.then((result) => {
        if (result !== 'sent') ticket.settle(result === 'notSent' ? notSent() : unknownOutcome());
      });
      return sending;
    } catch (error) {
      ticket.close();
      throw error;
    }
  }

  private giveUp(ticket: Ticket, sending: Sending | undefined, record: InboxRecord): never {
    if (sending?.cancel()) {
      ticket.close();
      throw notSent();
    }
    this.follow(ticket, record);
    throw unknownOutcome();
  }

  private replyOf(outcome: Outcome, record: InboxRecord): ReplyRecord {
    if (outcome instanceof ApiError) throw outcome;
    this.tokens.remember(requestKey(record.application, record.payload), outcome.payload);
    return outcome;
  }

  /** Reads that follow wait for this decision, though nobody waits for its answer any more. */
  private follow(ticket: Ticket, record: InboxRecord): void {
    const token = tokenFrom(ticket).finally(() => ticket.close());
    this.tokens.remember(requestKey(record.application, record.payload), token);
    this.tokens.remember(requestToken(record.requestId), token);
  }

  private waitMs({ preference }: Call): number {
    return Math.min(preference.waitMs ?? Number.POSITIVE_INFINITY, this.settings.REPLY_TIMEOUT_MS);
  }
}

/** Opaque. No read token: those are base64url of digits and a point, and never start like this. */
const requestToken = (requestId: string) => `request-${Buffer.from(requestId).toString('base64url')}`;

async function tokenFrom(ticket: Ticket): Promise<ReadToken | undefined> {
  const outcome = await ticket.wait(FOLLOW_MS);
  return !outcome || outcome instanceof ApiError ? undefined : outcome.payload;
}

export const notSent = () => ApiError.unavailable('gateway.unavailable', 'Nothing was recorded');

export const unknownOutcome = () =>
  ApiError.of(504, 'outcome.unknown', 'The outcome is not known', 'Sending it again with the same key is safe.');
