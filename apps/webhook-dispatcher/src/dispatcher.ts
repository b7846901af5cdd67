import type { Webhook } from '@tessera/promotion';
import type { Claimed, Deliveries, Free } from './deliveries/deliveries';
import type { Dispatch } from './dispatch';
import type { DisabledEndpoints } from './endpoints/disabled-endpoints';
import type { WebhookFeed } from './endpoints/webhooks';
import { Wake } from './wake';

export interface DispatcherParts {
  readonly feed: WebhookFeed;
  readonly deliveries: Pick<Deliveries, 'claim' | 'drop'>;
  readonly endpoints: Pick<DisabledEndpoints, 'callable'>;
  readonly dispatch: Pick<Dispatch, 'run'>;
  readonly onError: (error: unknown, claimed?: Claimed) => void;
  readonly perEndpoint?: number;
  readonly atOnce?: number;
  readonly pollMs?: number;
}

/** A slow endpoint holds no more than its share: the others' calls go on. */
const PER_ENDPOINT = 8;
const AT_ONCE = 64;
const POLL_MS = 500;

/** How long calls may take to end when the service stops. */
const LAST_CALLS_MS = 4_000;

/** Claims what is due and tries it, many at once, until it is stopped. */
export class Dispatcher {
  private readonly wakeUp = new Wake();
  private readonly stopping = new AbortController();
  private readonly calls = new Set<Promise<void>>();
  private readonly busy = new Map<bigint, number>();
  private droppedAt = -1n;
  private ended = false;
  private loop: Promise<void> | undefined;

  constructor(private readonly parts: DispatcherParts) {}

  start(): void {
    this.loop ??= this.run();
  }

  /** There may be something to do. */
  wake(): void {
    this.wakeUp.raise();
  }

  /** Claims no more and waits a little for the calls under way; the rest are tried again, when their leases are over. */
  async stop(): Promise<void> {
    this.ended = true;
    this.wake();
    await this.loop;
    const giveUp = setTimeout(() => this.stopping.abort(), LAST_CALLS_MS);
    await Promise.all(this.calls);
    clearTimeout(giveUp);
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      const begun = await this.turn();
      if (begun === 0) await this.wakeUp.wait(this.parts.pollMs ?? POLL_MS);
    }
  }

  /** @returns how many calls it began */
  private async turn(): Promise<number> {
    try {
      await this.dropDeleted();
      const claimed = await this.claim();
      for (const one of claimed) this.begin(one);
      return claimed.length;
    } catch (error) {
      this.parts.onError(error);
      return 0;
    }
  }

  private async claim(): Promise<readonly Claimed[]> {
    const { deliveries, endpoints, feed, atOnce = AT_ONCE } = this.parts;
    const limit = atOnce - this.calls.size;
    const { version } = feed;
    const webhooks = await endpoints.callable(feed.current.values());
    const free = webhooks.map((webhook) => this.freeOf(webhook)).filter(({ slots }) => slots > 0);
    return limit > 0 && free.length > 0 ? deliveries.claim(free, version, limit) : [];
  }

  private freeOf({ id }: Webhook): Free {
    return { webhook: id, slots: (this.parts.perEndpoint ?? PER_ENDPOINT) - (this.busy.get(id) ?? 0) };
  }

  private begin(claimed: Claimed): void {
    const call = this.try(claimed).finally(() => {
      this.calls.delete(call);
      this.wake();
    });
    this.calls.add(call);
  }

  private async try(claimed: Claimed): Promise<void> {
    this.count(claimed.webhook, 1);
    try {
      const webhook = this.parts.feed.current.get(claimed.webhook);
      if (webhook) await this.parts.dispatch.run(claimed, webhook, this.stopping.signal);
    } catch (error) {
      this.parts.onError(error, claimed);
    } finally {
      this.count(claimed.webhook, -1);
    }
  }

  private count(webhook: bigint, change: 1 | -1): void {
    this.busy.set(webhook, (this.busy.get(webhook) ?? 0) + change);
  }

  /** Once per version of the catalog. */
  private async dropDeleted(): Promise<void> {
    const { feed, deliveries } = this.parts;
    const { version, current } = feed;
    if (version === this.droppedAt) return;
    await deliveries.drop([...current.keys()], version);
    this.droppedAt = version;
  }
}
