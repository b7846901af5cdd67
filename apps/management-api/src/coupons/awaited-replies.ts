import type { ReplyRecord } from '@tessera/event-contracts';

/** The requests of this instance that wait for their decisions, by request id. */
export class AwaitedReplies {
  private readonly waiting = new Map<string, (reply: ReplyRecord) => void>();

  get size(): number {
    return this.waiting.size;
  }

  /** Replies come at least once; a second one, and one of a request that waits no more, finds nobody. */
  settle(reply: ReplyRecord): void {
    this.waiting.get(reply.requestId)?.(reply);
    this.waiting.delete(reply.requestId);
  }

  /**
   * The replies to the requests, in their order; undefined where the time was over before all had come.
   * @param send sends the requests; called when the replies can be received
   */
  async gather(
    requestIds: readonly string[],
    timeoutMs: number,
    send: () => Promise<void>,
  ): Promise<ReplyRecord[] | undefined> {
    const replies = requestIds.map((id) => new Promise<ReplyRecord>((resolve) => this.waiting.set(id, resolve)));
    try {
      await send();
      return await inTime(Promise.all(replies), timeoutMs);
    } finally {
      for (const id of requestIds) this.waiting.delete(id);
    }
  }
}

async function inTime<T>(result: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), timeoutMs)));
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
