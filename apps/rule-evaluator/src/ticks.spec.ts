import { bulkEvents, integrationEvents } from '@tessera/event-contracts';
import type { NewRecord } from '@tessera/kafka';
import type { RequestId } from './ports';
import type { DueRows, IdleSession } from './postgres/due-rows';
import { Ticks } from './ticks';

const MINUTE = 60_000n;
const PAGE = 100;

/** Rows that are due, and what is decided of what was asked: pages, as an evaluator would decide them. */
class Cluster implements DueRows {
  readonly sent: NewRecord[] = [];
  readonly ledgers = new Map<number, number>();
  idle: IdleSession[] = [];
  now = 100n * MINUTE;
  readonly standsStill = new Set<number>();
  private readonly done: RequestId[] = [];
  private taken = 0;
  readonly ticks = new Ticks({ send: (records) => Promise.resolve(void this.sent.push(...records)) }, () => this.now);

  partitions(): Promise<readonly number[]> {
    return Promise.resolve([...this.ledgers].flatMap(([partition, left]) => (left > 0 ? [partition] : [])));
  }

  idleSessions(_: bigint, besides: readonly number[], most: number): Promise<readonly IdleSession[]> {
    return Promise.resolve(this.idle.filter(({ partition }) => !besides.includes(partition)).slice(0, most));
  }

  decided(ids: readonly RequestId[]): Promise<readonly RequestId[]> {
    return Promise.resolve(ids.filter((one) => this.done.some((done) => nameOf(done) === nameOf(one))));
  }

  run = () => this.ticks.run(this);

  /** The evaluator comes to what was sent. */
  decide(): void {
    for (const { partition, value } of this.sent.slice(this.taken)) {
      const { application, requestId, payload } = integrationEvents.fromWire(value);
      if (this.standsStill.has(partition)) continue;
      this.done.push({ application, requestId });
      if (payload.kind === 'ClockTicked') this.ledgers.set(partition, (this.ledgers.get(partition) ?? 0) - PAGE);
      else this.idle = this.idle.filter(({ id }) => payload.kind !== 'SessionIdled' || id !== payload.sessionId);
    }
    this.taken = this.sent.length;
  }
}

const nameOf = ({ application, requestId }: RequestId) => `${application} ${requestId}`;
const ids = (records: readonly NewRecord[]) => records.map(({ headers }) => headers['ce_id']);

describe('ticks', () => {
  it('ask a partition once where one page is all', async () => {
    const cluster = new Cluster();
    cluster.ledgers.set(1, PAGE);
    expect(await cluster.run()).toEqual([1]);
    cluster.decide();
    expect(await cluster.run()).toEqual([]);
    expect(ids(cluster.sent)).toEqual(['tick 1 100']);
  });

  it('ask again within the minute as long as more is due, each time when the page before is decided', async () => {
    const cluster = new Cluster();
    cluster.ledgers.set(1, 30 * PAGE);
    for (let runs = 0; runs < 60; runs++) {
      await cluster.run();
      // Nothing is decided between: nothing more is sent.
      expect(await cluster.run()).toEqual([]);
      cluster.decide();
    }
    expect(cluster.sent).toHaveLength(30);
    expect(new Set(ids(cluster.sent)).size).toBe(30);
  });

  it('send what follows the first page behind everybody, in the bulk lane', async () => {
    const cluster = new Cluster();
    cluster.ledgers.set(1, 3 * PAGE);
    for (let runs = 0; runs < 5; runs++) {
      await cluster.run();
      cluster.decide();
    }
    const { name: live } = integrationEvents;
    const { name: bulk } = bulkEvents;
    expect(cluster.sent.map(({ topic }) => topic)).toEqual([live, bulk, bulk]);
  });

  it('are not held up by a partition that stands still, which is asked again in the next minute', async () => {
    const cluster = new Cluster();
    cluster.ledgers.set(1, 3 * PAGE).set(2, 3 * PAGE);
    cluster.standsStill.add(1);
    for (let runs = 0; runs < 5; runs++) {
      await cluster.run();
      cluster.decide();
    }
    expect(ids(cluster.sent)).toEqual(['tick 1 100', 'tick 2 100', 'tick 2 100 1', 'tick 2 100 2']);
    cluster.now += MINUTE;
    expect(await cluster.run()).toEqual([1]);
  });

  it('cancel idle sessions page by page, without waiting for the next minute', async () => {
    const cluster = new Cluster();
    cluster.idle = Array.from({ length: 2_500 }, (_, index) => {
      return { application: 1n, id: `s${index}`, due: 5n, partition: index % 2 };
    });
    for (let runs = 0; runs < 10; runs++) {
      await cluster.run();
      cluster.decide();
    }
    expect(cluster.idle).toEqual([]);
    expect(cluster.sent).toHaveLength(2_500);
  });

  it('look for what is due once a minute where nothing was', async () => {
    const cluster = new Cluster();
    const partitions = jest.spyOn(cluster, 'partitions');
    for (let runs = 0; runs < 10; runs++) await cluster.run();
    expect(partitions).toHaveBeenCalledTimes(1);
  });
});
