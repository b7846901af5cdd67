import { Inject, Injectable } from '@nestjs/common';
import { ApiError, Clock, Lifecycle } from '@tessera/service-kit';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Caller } from '../auth/caller';
import { Instance } from '../call/instance';
import { CatalogFeed } from '../catalog/catalog-feed';
import { Inbox } from '../inbox/inbox';
import { Pending } from '../replies/pending';
import { type Settings, SETTINGS } from '../settings';
import { CodeAttempts } from '../shed/code-attempts';
import { IngestStream } from './ingest-stream';
import { Output } from './output';

/** A client that goes on sending after its stream has ended is cut off. */
const LINGER_MS = 1000;

/** The NDJSON streams of this gateway. */
@Injectable()
export class IngestStreams {
  private readonly running = new Set<Promise<void>>();

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'MAX_STREAMS'>,
    private readonly inbox: Inbox,
    private readonly pending: Pending,
    private readonly feed: CatalogFeed,
    private readonly instance: Instance,
    private readonly clock: Clock,
    private readonly lifecycle: Lifecycle,
    private readonly attempts: CodeAttempts,
  ) {
    lifecycle.onStop('streams', 'ingest', () => Promise.all(this.running));
  }

  /** Throws ApiError 503 ingest.too_many_streams, before anything is answered. */
  assertRoom(): void {
    if (this.running.size < this.settings.MAX_STREAMS) return;
    throw ApiError.unavailable('ingest.too_many_streams', 'Too many streams are open', 5);
  }

  /** Runs one stream to its end; the response belongs to it from here on. */
  async run(caller: Caller, allResults: boolean, input: Readable, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    input.on('error', () => gone.abort());
    response.on('error', () => gone.abort());
    response.on('close', () => gone.abort());
    const { inbox, pending, attempts } = this;
    const options = { inbox, pending, attempts, instance: this.instance.name, allResults, now: () => this.clock.now() };
    const stream = new IngestStream({ ...options, caller: () => this.stillAllowed(caller) }, new Output(response));
    const run = stream.run(input, this.lifecycle.stopping, gone.signal);
    this.running.add(run);
    await run.finally(() => this.running.delete(run));
    drop(input);
  }

  /** A stream may last for days: each line is judged by the catalog of its moment, and by a key that still holds. */
  private stillAllowed({ keyId, scopes }: Caller): Caller | undefined {
    const catalog = this.feed.current;
    const key = catalog.apiKey(keyId);
    const application = key && catalog.application(key.application);
    if (!key || !application || key.revoked || key.expires <= this.clock.now()) return undefined;
    return { keyId, scopes, application, catalog, readToken: undefined };
  }
}

/** Reads on for a moment: closing a socket with unread bytes would take the last lines away from the client. */
function drop(input: Readable): void {
  if (input.readableEnded || input.destroyed) return;
  const timer = setTimeout(() => input.destroy(), LINGER_MS);
  input.on('close', () => clearTimeout(timer)).resume();
}
