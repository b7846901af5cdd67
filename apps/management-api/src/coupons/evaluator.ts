import { Injectable } from '@nestjs/common';
import type { InboxRecord, ReplyRecord } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import type { ApplicationEntity } from '../applications/application.entity';
import { AwaitedReplies } from './awaited-replies';
import { Inbox, type Lane } from './inbox';
import { RecentWrites } from './recent-writes';

/** As long as a call may wait for its decisions. */
export const REPLY_TIMEOUT_MS = 30_000;

/** Names this instance among all that wait for replies. */
export class Instance {
  private constructor(readonly name: string) {}

  static create(this: void): Instance {
    return new Instance(`management-api-${randomUUID()}`);
  }
}

export interface Asking {
  readonly lane: Lane;
  readonly application: ApplicationEntity;
  /** The catalog that the requests were made with; the evaluator waits until it has it. */
  readonly catalogVersion: bigint;
}

/** Asks the evaluator, through the log, and waits for what it decides. */
@Injectable()
export class Evaluator {
  constructor(
    private readonly instance: Instance,
    private readonly inbox: Inbox,
    private readonly replies: AwaitedReplies,
    private readonly writes: RecentWrites,
    private readonly clock: Clock,
  ) {}

  /**
   * The replies in the requests' order; undefined where the time is over: the requests will still be decided.
   * @param ids of the requests, where whoever asks names them: for a day each is decided once
   * Throws ApiError 504 where it is not known whether they were recorded.
   */
  async decide(
    asking: Asking,
    requests: readonly Request[],
    ids: readonly string[] = [],
  ): Promise<ReplyRecord[] | undefined> {
    const records = requests.map((request, index) => this.recordOf(asking, request, ids[index]));
    const waiting = records.map(({ requestId }) => requestId);
    const replies = await this.replies.gather(waiting, REPLY_TIMEOUT_MS, () => this.inbox.send(asking.lane, records));
    for (const { payload } of replies ?? []) this.writes.remember(asking.application.id, payload);
    return replies;
  }

  private recordOf({ application, catalogVersion }: Asking, payload: Request, given?: string): InboxRecord {
    const id = randomUUID();
    return {
      id,
      src: this.instance.name,
      seq: 0n,
      requestId: given ?? requestIdOf(payload) ?? id,
      application: application.id,
      at: null,
      recordedAt: this.clock.now(),
      catalogVersion,
      currency: application.currency,
      idempotency: null,
      payload,
    };
  }
}

/** Part of a pool has one name however often it is sent: for a day the evaluator creates it once. */
function requestIdOf(request: Request): string | undefined {
  return request.kind === 'CouponChunkReceived' ? `${request.batch}#${request.chunk}` : undefined;
}
