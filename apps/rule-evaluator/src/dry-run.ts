import { randomBytes } from 'node:crypto';
import { type InboxRecord, integrationEvents, integrationReplies } from '@tessera/event-contracts';
import { type Json, renderExplanation } from '@tessera/api-contracts';
import {
  type Catalog,
  decide,
  ENGINE_VERSION,
  explain,
  type Explanation,
  locate,
  type Request,
  type Row,
  type Situation,
  type Verdict,
} from '@tessera/promotion';
import type { Catalogs } from './deps';
import type { Received } from './inbound';
import type { Judged } from './judge';
import { Loader } from './loader';
import type { Clock, StateReader } from './ports';
import { historyWantedFrom } from './prepare';
import { shownBy } from './shown';
import { replyRecord } from './wire/reply';
import { WorkingCopy } from './working-copy';
import { keepWritten } from './written';

const MOST_PASSES = 12;
/** More entities than a request can create. */
const NUMBERS = Array.from({ length: 2_000 }, (_, index) => BigInt(index));

type Decided = (situation: Situation, request: Request) => Verdict;

export interface DryRunDeps {
  readonly catalogs: Catalogs;
  readonly clock: Clock;
  /** Looks at rows without a lock and without the right to write. */
  readonly reading: <T>(work: (reader: StateReader) => Promise<T>) => Promise<T>;
}

/** Decides what would become of a request if it came now, and writes nothing. */
export class DryRun {
  constructor(private readonly deps: DryRunDeps) {}

  /**
   * @param bytes an InboxRecord in Confluent's frame
   * @returns a ReplyRecord in the same frame
   * @throws ContractError where the bytes are no request
   */
  async answer(bytes: Uint8Array): Promise<Uint8Array> {
    const received = this.received(integrationEvents.fromWire(bytes), bytes);
    const catalog = await this.deps.catalogs.atLeast(received.catalogVersion);
    const { judged, copy } = await this.deps.reading((reader) => this.judge(reader, catalog, received, decide));
    const answered = { ...judged, shown: shownBy(judged, catalog, copy) };
    return integrationReplies.toWire(replyRecord({ catalog, partition: 0 }, answered, 0n));
  }

  /**
   * Says why each rule would give what it would give.
   * @returns the explanation as the API shows it; `only` are the campaigns of interest, null: all that run
   * @throws ContractError where the bytes are no request
   */
  async explain(bytes: Uint8Array, only: ReadonlySet<bigint> | null): Promise<Json> {
    const received = this.received(integrationEvents.fromWire(bytes), bytes);
    const catalog = await this.deps.catalogs.atLeast(received.catalogVersion);
    let explanation: Explanation = { campaigns: [], truncated: false };
    const explained: Decided = (situation, request) => {
      const { verdict, explanation: found } = explain(situation, request, only);
      explanation = found;
      return verdict;
    };
    await this.deps.reading((reader) => this.judge(reader, catalog, received, explained));
    return renderExplanation(explanation, catalog.application(received.application)?.currency ?? '');
  }

  private async judge(
    reader: StateReader,
    catalog: Catalog,
    inbound: Received,
    decided: Decided,
  ): Promise<{ readonly judged: Judged; readonly copy: WorkingCopy }> {
    const { application, at, request } = inbound;
    const copy = new WorkingCopy();
    const loader = this.loader(reader, copy, catalog, at);
    const entropy = new Uint8Array(randomBytes(32));
    let missing: readonly Row[] = locate(catalog, application, request);
    for (let passes = 0; passes < MOST_PASSES; passes++) {
      await loader.find(missing);
      await loader.load(missing);
      const situation = { catalog, world: copy, application, at, numbers: NUMBERS, entropy, dry: true };
      const verdict = decided(situation, request);
      if (verdict.kind === 'decided') return { copy, judged: keep(copy, inbound, verdict) };
      if (verdict.kind === 'short') throw new Error(`a dry run asked for ${verdict.numbers} numbers`);
      missing = verdict.rows;
    }
    throw new Error('a dry run asked for rows again and again');
  }

  private loader(reader: StateReader, copy: WorkingCopy, catalog: Catalog, at: bigint): Loader {
    const { clock } = this.deps;
    const historyWanted = historyWantedFrom(at);
    return new Loader({ reader, lock: null, copy, clock, lockAtOnce: new Set(), historyWanted });
  }

  private received(record: InboxRecord, value: Uint8Array): Received {
    const now = this.deps.clock.now();
    const { src, requestId, application, at, catalogVersion, currency, payload } = record;
    const place = { topic: integrationEvents.name, partition: 0, offset: 0n, key: null, headers: {} };
    return {
      kind: 'received',
      record: { ...place, value, timestamp: now },
      ...{ src, requestId, application, at: at ?? now, recordedAt: now, catalogVersion, currency },
      ...{ hash: new Uint8Array(), keySent: false, request: payload },
    };
  }
}

/** The state that would result is shown as if it were there. */
function keep(copy: WorkingCopy, inbound: Received, { decision, at }: Pick<Judged, 'decision' | 'at'>): Judged {
  const judged: Judged = {
    kind: 'judged',
    ...{ inbound, position: 0n, at, decision: { ...decision, engineVersion: ENGINE_VERSION } },
    ...{ first: true, repeats: null, mismatch: false },
  };
  keepWritten(copy, judged);
  return judged;
}
