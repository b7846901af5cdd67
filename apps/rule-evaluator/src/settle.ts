import { LIMITS, type Row, rowKey } from '@tessera/promotion';
import type { SliceDeps } from './deps';
import type { Inbound } from './inbound';
import { Judge, REPEAT_WITHIN_MS } from './judge';
import { Loader } from './loader';
import { growHistories } from './past';
import type { First, RequestId, SliceTransaction } from './ports';
import type { Prepared } from './prepare';
import { shownBy } from './shown';
import type { Answered } from './wire/wire';
import { WorkingCopy } from './working-copy';

const MOST_PASSES = 8;
/** Positions that a decision is given at first: its own and those of a new session and a new profile. */
const FIRST_NUMBERS = 3;

/** The rows that a slice is known to need after its earlier tries. */
export class Needs {
  private readonly rows: Map<string, Row>;
  private readonly locked = new Set<string>();

  /**
   * @param alone one request is the whole slice: it locks at once what it mostly writes, because a second look is a second
   *   wait, and there is no other request whose locks could come out of order
   */
  constructor(located: readonly Row[], alone = false) {
    this.rows = new Map(located.map((row) => [rowKey(row), row]));
    if (alone) located.filter(({ kind }) => kind === 'activity').forEach((row) => this.locked.add(rowKey(row)));
  }

  get all(): readonly Row[] {
    return [...this.rows.values()];
  }

  get lockAtOnce(): ReadonlySet<string> {
    return this.locked;
  }

  /**
   * A row that is asked for a second time is one that a decision writes.
   * @param rows what one pass asked for; that two of its decisions asked for the same row says nothing
   */
  add(rows: readonly Row[]): void {
    for (const [key, row] of new Map(rows.map((row) => [rowKey(row), row]))) {
      if (this.rows.has(key)) this.locked.add(key);
      else this.rows.set(key, row);
    }
  }
}

export interface Settled {
  readonly answered: readonly Answered[];
  readonly copy: WorkingCopy;
  readonly heldMs: () => bigint;
}

/**
 * Decides a slice on rows that it holds, loading and locking until no decision needs more.
 * @returns null where the locks would come out of order: the transaction must begin again with `needs`
 */
export async function settle(
  tx: SliceTransaction,
  deps: SliceDeps,
  prepared: Prepared,
  needs: Needs,
): Promise<Settled | null> {
  const copy = new WorkingCopy();
  const { lockAtOnce } = needs;
  const { historyWanted } = prepared;
  const loader = new Loader({
    reader: tx,
    lock: (rows) => tx.lock(rows),
    copy,
    clock: deps.clock,
    lockAtOnce,
    historyWanted,
  });
  const wants = prepared.inbound.map(firstNumbers);
  let missing = needs.all;
  await loader.find(missing);
  const firstsFound = firstsOf(tx, prepared.inbound);
  for (let passes = 0; passes < MOST_PASSES; passes++) {
    // Sent behind each other without waiting: numbers are given after the locks, because a transaction keeps the order.
    const [firsts, inOrder, numbers] = await Promise.all([firstsFound, loader.load(missing), numbersFor(tx, wants)]);
    if (!inOrder) return null;
    const pass = judgeAll(deps, prepared, firsts, copy, numbers);
    if (pass.answered.length === prepared.inbound.length)
      return { answered: pass.answered, copy, heldMs: () => loader.heldMs() };
    pass.short.forEach((count, index) => (wants[index] = count));
    needs.add(pass.missing);
    missing = nextOf(pass.missing, copy);
    await loader.find(missing);
  }
  return null;
}

/** What a decision wants at first. A part of a pool says how many codes it creates, true or not; at others one can only guess. */
export function firstNumbers(one: Inbound): number {
  if (one.kind !== 'received') return 1;
  const { request } = one;
  if (request.kind !== 'CouponChunkReceived') return FIRST_NUMBERS;
  return 1 + Math.min(LIMITS.chunk, Math.max(0, request.count, request.codes.length));
}

/** What is not there yet is looked at before anything is locked: then all locks of the slice come at once, in order. */
function nextOf(missing: readonly Row[], copy: WorkingCopy): readonly Row[] {
  const unseen = missing.filter((row) => !copy.holds(row));
  return unseen.length > 0 ? unseen : missing;
}

interface Pass {
  readonly answered: Answered[];
  readonly missing: Row[];
  /** How many numbers a decision needs, by its index, where it was given fewer. */
  readonly short: Map<number, number>;
}

function judgeAll(
  { core, engineVersion }: SliceDeps,
  { catalog, inbound, entropy }: Prepared,
  firsts: readonly First[],
  copy: WorkingCopy,
  numbers: readonly (readonly bigint[])[],
): Pass {
  copy.restart();
  const judge = new Judge({ core, catalog, copy, engineVersion, firsts });
  const pass: Pass = { answered: [], missing: [], short: new Map() };
  inbound.forEach((one, index) => {
    const judgement = judge.judge(one, numbers[index] ?? [], entropy[index] ?? new Uint8Array());
    if (judgement.kind === 'needs') pass.missing.push(...judgement.rows);
    else if (judgement.kind === 'short') pass.short.set(index, judgement.numbers);
    else {
      growHistories(copy, judgement);
      pass.answered.push({ ...judgement, shown: shownBy(judgement, catalog, copy) });
    }
  });
  return pass;
}

async function firstsOf(tx: SliceTransaction, inbound: readonly Inbound[]): Promise<readonly First[]> {
  const named = inbound.filter((one) => one.kind === 'received').filter(({ requestId }) => requestId !== '');
  if (named.length === 0) return [];
  const ids: readonly RequestId[] = named.map(({ application, requestId }) => ({ application, requestId }));
  const earliest = named.map(({ recordedAt }) => recordedAt).reduce((a, b) => (a < b ? a : b));
  return tx.firsts(ids, earliest - REPEAT_WITHIN_MS);
}

async function numbersFor(tx: SliceTransaction, wants: readonly number[]): Promise<readonly (readonly bigint[])[]> {
  const numbers = await tx.numbers(wants.reduce((sum, count) => sum + count, 0));
  let taken = 0;
  return wants.map((count) => numbers.slice(taken, (taken += count)));
}
