import { eventually } from '@tessera/testing';
import type { Claimed, Free } from './deliveries/deliveries';
import { Dispatcher, type DispatcherParts } from './dispatcher';
import { claimed, webhook } from './testing.fixture';

/** A table with this many calls due per webhook, and endpoints that answer when told to. */
class Scene {
  readonly errors: unknown[] = [];
  readonly dropped: [readonly bigint[], bigint][] = [];
  readonly asked: Free[][] = [];
  running: { claimed: Claimed; finish: (error?: Error) => void; stop: AbortSignal }[] = [];
  feed = { current: new Map([7n, 8n].map((id) => [id, webhook({ id })])), version: 1n };
  failClaim: Error | undefined;
  private readonly dispatcher: Dispatcher;

  constructor(
    private readonly due: Map<bigint, number>,
    limits: Pick<DispatcherParts, 'perEndpoint' | 'atOnce'> = {},
  ) {
    const scene = () => this.feed;
    this.dispatcher = new Dispatcher({
      ...limits,
      pollMs: 5,
      feed: {
        get current() {
          return scene().current;
        },
        get version() {
          return scene().version;
        },
      },
      onError: (error) => this.errors.push(error),
      endpoints: { callable: (webhooks) => Promise.resolve([...webhooks]) },
      deliveries: {
        claim: (free, _version, limit) => this.claim(free, limit),
        drop: (ids, version) => this.drop(ids, version),
      },
      dispatch: { run: (one, _webhook, stop) => this.run(one, stop) },
    });
    this.dispatcher.start();
  }

  stop(): Promise<void> {
    return this.dispatcher.stop();
  }

  finishAll(): void {
    this.running.splice(0).forEach(({ finish }) => finish());
  }

  private claim(free: readonly Free[], limit: number): Promise<readonly Claimed[]> {
    if (this.failClaim) return Promise.reject(this.failClaim);
    this.asked.push([...free]);
    const all = free.flatMap(({ webhook: id, slots }) => this.take(id, slots));
    return Promise.resolve(all.slice(0, limit));
  }

  private take(id: bigint, slots: number): Claimed[] {
    const taken = Math.min(slots, this.due.get(id) ?? 0);
    this.due.set(id, (this.due.get(id) ?? 0) - taken);
    return Array.from({ length: taken }, () => claimed(new Uint8Array(), { webhook: id }));
  }

  private drop(ids: readonly bigint[], version: bigint): Promise<void> {
    this.dropped.push([ids, version]);
    return Promise.resolve();
  }

  private run(one: Claimed, stop: AbortSignal): Promise<undefined> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => (error ? reject(error) : resolve(undefined));
      this.running.push({ claimed: one, finish, stop });
      stop.addEventListener('abort', () => reject(new Error('stopped')));
    });
  }
}

const until = (condition: () => boolean) => eventually(() => (condition() ? true : undefined));

describe('the dispatcher', () => {
  it('lets a slow endpoint hold no more than its share', async () => {
    const scene = new Scene(new Map([[7n, 100], [8n, 1]]), { perEndpoint: 3 }); // prettier-ignore
    await until(() => scene.running.length === 4);
    expect(scene.running.filter((call) => call.claimed.webhook === 7n)).toHaveLength(3);
    await until(() => scene.asked.some((free) => !free.some(({ webhook: id }) => id === 7n)));
    scene.finishAll();
    await until(() => scene.running.length === 3);
    scene.finishAll();
    await scene.stop();
  });

  it('holds no more than its own number at once', async () => {
    const scene = new Scene(new Map([[7n, 100], [8n, 100]]), { perEndpoint: 50, atOnce: 5 }); // prettier-ignore
    await until(() => scene.running.length > 0);
    expect(scene.running).toHaveLength(5);
    scene.finishAll();
    await scene.stop();
  });

  it('goes on after an error of the database or of a call', async () => {
    const scene = new Scene(new Map([[7n, 1]]));
    await until(() => scene.running.length === 1);
    scene.running.pop()?.finish(new Error('the connection is gone'));
    scene.failClaim = new Error('no database');
    await until(() => scene.errors.includes(scene.failClaim));
    scene.failClaim = undefined;
    const asked = scene.asked.length;
    await until(() => scene.asked.length > asked);
    expect(scene.errors).toContainEqual(new Error('the connection is gone'));
    await scene.stop();
  });

  it('ends the calls of deleted webhooks once per version of the catalog', async () => {
    const scene = new Scene(new Map());
    await until(() => scene.asked.length > 3);
    scene.feed = { current: new Map([[8n, webhook({ id: 8n })]]), version: 2n };
    await until(() => scene.dropped.length === 2);
    expect(scene.dropped).toEqual([
      [[7n, 8n], 1n],
      [[8n], 2n],
    ]);
    await scene.stop();
  });

  it('waits for calls under way when it stops', async () => {
    const scene = new Scene(new Map([[7n, 1]]));
    await until(() => scene.running.length === 1);
    const order: string[] = [];
    const stopped = scene.stop().then(() => order.push('stopped'));
    await new Promise(setImmediate);
    order.push('answered');
    scene.finishAll();
    await stopped;
    expect(order).toEqual(['answered', 'stopped']);
  });
});
