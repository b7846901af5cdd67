import { bulkEvents, type InboxRecord, integrationEvents, requestKey } from '@tessera/event-contracts';
import type { NewRecord } from '@tessera/kafka';
import type { ClockTicked, SessionIdled } from '@tessera/promotion';
import type { Replies, RequestId } from './ports';
import type { DueRows, IdleSession } from './postgres/due-rows';

const MINUTE = 60_000n;

/** Of one page: the next comes as soon as these are decided. */
const MOST_IDLE = 1_000;

/** Ticks of the account: points are shared by its applications. */
const ACCOUNT = 0n;

interface Asked extends RequestId {
  readonly partition: number;
  readonly payload: ClockTicked | SessionIdled;
}

/**
 * Asks for what nobody asks for: once a minute one request per partition where something is due, and one for each session
 * that stayed open too long. A request sees to a page of what is due. Where more is due, the partition is asked again as soon as
 * it has decided that, now in the bulk lane, so that nobody waits for it. What is sent twice has the same request id, so it is
 * decided once.
 */
export class Ticks {
  private minute = 0n;
  private page = 0;
  /** By partition, the last request that it has not decided yet. */
  private readonly open = new Map<number, RequestId>();

  constructor(
    private readonly producer: Replies,
    private readonly now: () => bigint,
  ) {}

  /** @returns the partitions that were asked */
  async run(due: DueRows): Promise<readonly number[]> {
    const now = this.now();
    if (now / MINUTE !== this.minute) this.begin(now / MINUTE);
    else if (!(await this.hasRoom(due))) return [];
    const asked = await this.dueNow(due, now);
    if (asked.length === 0) return [];
    await this.producer.send(asked.map((one) => recordOf(one, now, this.page === 0 ? integrationEvents : bulkEvents)));
    for (const { partition, application, requestId } of asked) this.open.set(partition, { application, requestId });
    this.page += 1;
    return [...new Set(asked.map(({ partition }) => partition))];
  }

  /** A partition that did not get through in a minute is asked again all the same: what it was asked may be lost. */
  private begin(minute: bigint): void {
    this.minute = minute;
    this.page = 0;
    this.open.clear();
  }

  /** Whether some partition has decided what it was asked last, and with it all before. */
  private async hasRoom(due: DueRows): Promise<boolean> {
    if (this.open.size === 0) return false;
    const decided = new Set((await due.decided([...this.open.values()])).map(nameOf));
    const through = [...this.open].filter(([, last]) => decided.has(nameOf(last)));
    for (const [partition] of through) this.open.delete(partition);
    return through.length > 0;
  }

  private async dueNow(due: DueRows, now: bigint): Promise<readonly Asked[]> {
    const busy = [...this.open.keys()];
    const partitions = (await due.partitions(now)).filter((partition) => !this.open.has(partition));
    const idle = await due.idleSessions(now, busy, MOST_IDLE);
    return [...idle.map(idledOf), ...partitions.map((partition) => this.tickOf(partition))];
  }

  private tickOf(partition: number): Asked {
    const page = this.page === 0 ? '' : ` ${this.page}`;
    const requestId = `tick ${partition} ${this.minute}${page}`;
    return { application: ACCOUNT, requestId, partition, payload: { kind: 'ClockTicked', partition } };
  }
}

/** Its id names since when the session is idle. */
function idledOf({ application, id, due, partition }: IdleSession): Asked {
  return { application, requestId: `idle ${id} ${due}`, partition, payload: { kind: 'SessionIdled', sessionId: id } };
}

function nameOf({ application, requestId }: RequestId): string {
  return `${application} ${requestId}`;
}

function recordOf(
  { application, requestId, partition, payload }: Asked,
  now: bigint,
  topic: typeof integrationEvents,
): NewRecord {
  const record: InboxRecord = {
    ...{ id: requestId, src: '', seq: 0n, requestId, application, at: null, recordedAt: now },
    ...{ catalogVersion: 0n, currency: '', idempotency: null, payload },
  };
  return {
    topic: topic.name,
    partition,
    key: Buffer.from(requestKey(application, payload)),
    value: topic.toWire(record),
    timestamp: now,
    headers: { ce_id: requestId, ce_type: payload.kind },
  };
}
