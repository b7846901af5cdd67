import type { Catalog, Decision, Instant, Request, Row, Situation, Verdict } from '@tessera/promotion';
import type { Core } from './core';
import { type Inbound, type Received, refuse, type Undecodable } from './inbound';
import type { First } from './ports';
import type { WorkingCopy } from './working-copy';
import { keepWritten } from './written';

/** A request id is judged as repeated within a day of recorded time; so deciding again gives the same. */
export const REPEAT_WITHIN_MS = 24n * 60n * 60n * 1000n;

export interface Judged {
  readonly kind: 'judged';
  readonly inbound: Inbound;
  readonly position: bigint;
  readonly at: Instant;
  readonly decision: Decision;
  /** Whether this is the first decision under its request id. */
  readonly first: boolean;
  /** The first decision under the same request id, where this is a repeat of it. */
  readonly repeats: First | null;
  readonly mismatch: boolean;
}

export type Judgement =
  | Judged
  | { readonly kind: 'needs'; readonly rows: readonly Row[] }
  | { readonly kind: 'short'; readonly numbers: number };

interface JudgeOptions {
  readonly core: Core;
  readonly catalog: Catalog;
  readonly copy: WorkingCopy;
  readonly engineVersion: string;
  /** First decisions of earlier slices under the request ids of this one. */
  readonly firsts: readonly First[];
}

/** One pass over a slice in offset order: what becomes of each record, seen on what the records before it left. */
export class Judge {
  private readonly firsts: Map<string, First>;

  constructor(private readonly options: JudgeOptions) {
    this.firsts = new Map(options.firsts.map((first) => [idOf(first), first]));
  }

  /** @param numbers this decision's position, then one for each entity it may create */
  judge(inbound: Inbound, numbers: readonly bigint[], entropy: Uint8Array): Judgement {
    const position = numbers[0];
    if (position === undefined) return { kind: 'short', numbers: 1 };
    if (inbound.kind === 'undecodable') return this.undecodable(inbound, position, entropy);
    const first = this.firstOf(inbound);
    return first ? this.repeat(inbound, first, position, entropy) : this.decide(inbound, numbers, position, entropy);
  }

  private decide(inbound: Received, numbers: readonly bigint[], position: bigint, entropy: Uint8Array): Judgement {
    const { core, catalog, copy } = this.options;
    const { application, at, request } = inbound;
    const situation = { catalog, world: copy, application, at, numbers, entropy, dry: false };
    const verdict = decideSafely(core, situation, request);
    // A pure function that throws once throws always: the request is put aside, and the partition goes on.
    if (verdict instanceof Error)
      return this.undecodable(refuse(inbound, 'engine.error', 500, verdict.message), position, entropy);
    if (verdict.kind !== 'decided') return verdict;
    this.remember(inbound, position);
    const judged: Judged = { kind: 'judged', inbound, position, at: verdict.at, decision: verdict.decision, ...NEW };
    keepWritten(copy, judged);
    return judged;
  }

  private firstOf(inbound: Received): First | undefined {
    const first = this.firsts.get(idOf(inbound));
    return first && inbound.recordedAt - first.recordedAt < REPEAT_WITHIN_MS ? first : undefined;
  }

  private remember({ application, requestId, hash, recordedAt }: Received, position: bigint): void {
    if (requestId === '') return;
    const first = { application, requestId, hash, position, recordedAt, reply: null };
    this.firsts.set(idOf(first), first);
  }

  private repeat(inbound: Received, first: First, position: bigint, entropy: Uint8Array): Judged {
    const mismatch = !sameHash(first.hash, inbound.hash);
    const decision: Decision = {
      ...this.bare(entropy),
      outcome: mismatch ? 'refused' : 'repeated',
      request: inbound.request,
      repeats: mismatch ? null : first.position,
      refusals: mismatch ? [MISMATCH] : [],
    };
    return {
      kind: 'judged',
      inbound,
      position,
      at: inbound.at,
      decision,
      first: false,
      repeats: mismatch ? null : first,
      mismatch,
    };
  }

  private undecodable(inbound: Undecodable, position: bigint, entropy: Uint8Array): Judged {
    const { code, details, status } = inbound;
    const decision: Decision = {
      ...this.bare(entropy),
      outcome: 'undecodable',
      refusals: [{ code, title: 'The record cannot be decided on', details, pointer: null, status }],
    };
    return { kind: 'judged', inbound, position, at: inbound.at, decision, ...NEW, first: false };
  }

  private bare(entropy: Uint8Array): Decision {
    return {
      outcome: 'accepted',
      request: null,
      repeats: null,
      engineVersion: this.options.engineVersion,
      entropy,
      reads: [],
      events: [],
      effects: [],
      refusals: [],
      ruleFailures: [],
      evaluationPlaces: [],
    };
  }
}

function decideSafely(core: Core, situation: Situation, request: Request): Verdict | Error {
  try {
    return core.decide(situation, request);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const NEW = { first: true, repeats: null, mismatch: false };

const MISMATCH = {
  code: 'idempotency.mismatch',
  title: 'The idempotency key was used for another request',
  details: 'Within a day a key may be sent again only with the same method, path and body.',
  pointer: null,
  status: 422,
};

function idOf({ application, requestId }: { readonly application: bigint; readonly requestId: string }): string {
  return `${application}:${requestId}`;
}

function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === 0 || b.length === 0 || Buffer.compare(a, b) === 0;
}
