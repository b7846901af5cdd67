import { Inject, Injectable } from '@nestjs/common';
import { type InboxRecord, profileKey, type ReadToken, type ReplyRecord, requestKey } from '@tessera/event-contracts';
import type { Request, Session } from '@tessera/promotion';
import { ApiError, Clock, toApiError } from '@tessera/service-kit';
import { Inbox, type SendResult } from '../inbox/inbox';
import { Pending, type Ticket } from '../replies/pending';
import { RecentTokens } from '../replies/recent-tokens';
import { within } from '../replies/within';
import { type Settings, SETTINGS } from '../settings';
import { CodeAttempts, trierOf, unknownIn } from '../shed/code-attempts';
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
    private readonly attempts: CodeAttempts,
  ) {}

  /**
   * Records the request and waits for what became of it: a decision, accepted or refused.
   * Throws ApiError 503 where nothing was recorded, 504 outcome.unknown, 422 idempotency.mismatch, 429 coupon.attempts.
   */
  async decide(call: Call, request: Request): Promise<ReplyRecord> {
    await this.attempts.assertAllowed(trierOf(call.caller, request));
    const record = inboxRecord(call, request, this.instance.name, this.clock.now());
    const ticket = this.pending.open(record);
    void this.send(ticket, record, call);
    const outcome = await ticket.wait(this.waitMs(call));
    if (!outcome) return this.giveUp(ticket, record, call);
    ticket.close();
    if (outcome instanceof ApiError) throw outcome;
    await this.countGuesses(call, record, outcome);
    entitiesOf(record, outcome.payload.session).forEach((entity) => this.tokens.remember(entity, outcome.payload));
    return outcome;
  }

  /** Records the request. The token stands for its decision in a read through this gateway. Throws ApiError 503, 504, 429. */
  async accept(call: Call, request: Request): Promise<string> {
    await this.attempts.assertAllowed(trierOf(call.caller, request));
    const record = inboxRecord(call, request, this.instance.name, this.clock.now());
    const ticket = this.pending.open(record);
    const result = await within(this.send(ticket, record, call), this.waitMs(call));
    if (result === undefined || result === 'unknown') return this.giveUp(ticket, record, call);
    if (result === 'sent') return this.follow(ticket, record, call);
    ticket.close();
    throw failureOf(result);
  }

  /**
   * Of equal requests one sends; who joined it waits for the same outcome, or learns of the same failure. The inbox fails
   * only by a mistake of ours: then whoever waits is told, and the log shows it.
   */
  private async send(ticket: Ticket, record: InboxRecord, { traceParent }: Call): Promise<SendResult> {
    if (!ticket.sends) return 'sent';
    const result = await this.inbox.send('live', record, traceParent).catch(toApiError);
    if (result !== 'sent') ticket.settle(result instanceof ApiError ? result : failureOf(result));
    return result instanceof ApiError ? 'notSent' : result;
  }

  private giveUp(ticket: Ticket, record: InboxRecord, call: Call): never {
    ticket.giveUp();
    this.follow(ticket, record, call);
    throw unknownOutcome();
  }

  /** Reads that follow wait for this decision, though nobody waits for its answer any more. Gives the request's token. */
  private follow(ticket: Ticket, record: InboxRecord, call: Call): string {
    const token = this.tokenOf(ticket, record, call).finally(() => ticket.close());
    const name = requestToken(record.requestId);
    const entities = [...entitiesOf(record, null), `${record.application}/${name}`];
    entities.forEach((entity) => this.tokens.expect(entity, token));
    return name;
  }

  private async tokenOf(ticket: Ticket, record: InboxRecord, call: Call): Promise<ReadToken | undefined> {
    const outcome = await ticket.wait(FOLLOW_MS);
    if (!outcome || outcome instanceof ApiError) return undefined;
    // Whoever did not wait may read what became of the codes.
    await this.countGuesses(call, record, outcome);
    return outcome.payload;
  }

  private countGuesses({ caller }: Call, { payload }: InboxRecord, decided: ReplyRecord): Promise<void> {
    return this.attempts.count(trierOf(caller, payload), unknownIn(decided.payload));
  }

  private waitMs({ preference }: Call): number {
    return Math.min(preference.waitMs ?? Number.POSITIVE_INFINITY, this.settings.REPLY_TIMEOUT_MS);
  }
}

/** Opaque. No read token: those are base64url of digits and a point, and never start like this. */
const REQUEST_TOKEN = 'request-';

export const isRequestToken = (token: string): boolean => token.startsWith(REQUEST_TOKEN);

/** Stands, in reads, for what the request became. */
export const requestToken = (requestId: string) => `${REQUEST_TOKEN}${Buffer.from(requestId).toString('base64url')}`;

/** The entities whose reads show what the request did: its own, and the profile that it is about or that the session has. */
function entitiesOf({ application, payload }: InboxRecord, session: Session | null): readonly string[] {
  const named = 'profileId' in payload ? payload.profileId : null;
  const profile = named ?? session?.profileId ?? '';
  const entities = new Set([requestKey(application, payload)]);
  if (profile !== '') entities.add(profileKey(application, profile));
  if (payload.kind === 'CustomEventReceived' && payload.integrationId !== null)
    entities.add(eventEntity(application, payload.integrationId));
  return [...entities];
}

/** An event that its sender gave an id, among the entities that reads wait for. */
export const eventEntity = (application: bigint, id: string): string => `${application}:e:${id}`;

/** What a caller is told whose record is not known to be in the log. */
export function failureOf(result: Exclude<SendResult, 'sent'>): ApiError {
  return result === 'notSent' ? notSent() : unknownOutcome();
}

const notSent = () => ApiError.unavailable('gateway.unavailable', 'Nothing was recorded');

export const unknownOutcome = () =>
  ApiError.of(504, 'outcome.unknown', 'The outcome is not known', 'Sending it again with the same key is safe.');
