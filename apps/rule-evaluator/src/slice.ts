import type { DecidedSlice, Slice, SliceDeps } from './deps';
import { Conflict, Unwritable } from './errors';
import { moved, type Offsets } from './lane';
import { pastOf } from './past';
import type { First, OutboxRow, SliceOutcome, SliceTransaction, SubjectKey } from './ports';
import { prepare, type Prepared } from './prepare';
import { Needs, settle, type Settled } from './settle';
import type { Answered, Written } from './wire/wire';

/** How often a slice begins again because its rows change, before it is cut smaller. */
const MOST_TRIES = 4;

/**
 * Decides one slice in one transaction: all of its requests, or nothing.
 * @throws Lost, CommitUnknown, or Conflict (also where the rows it needs keep changing, or it grew too large)
 */
export async function decideSlice(deps: SliceDeps, slice: Slice): Promise<DecidedSlice> {
  let prepared = await prepare(deps, slice);
  const needs = new Needs(prepared.rows, slice.records.length === 1);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const decided = await tryOnce(deps, slice, prepared, needs);
    if (decided === 'unwritable') prepared = await prepare(deps, slice);
    else if (decided) return decided;
  }
  throw new Conflict('the slice needed other rows at each try');
}

async function tryOnce(
  deps: SliceDeps,
  slice: Slice,
  prepared: Prepared,
  needs: Needs,
): Promise<DecidedSlice | 'unwritable' | null> {
  const tx = await deps.store.begin(slice.partition, slice.progress.decided, endOf(slice));
  try {
    const settled = await settle(tx, deps, prepared, needs);
    if (settled) return await finish(tx, deps, slice, prepared, settled);
  } catch (error) {
    await tx.rollback();
    if (!(error instanceof Unwritable)) throw error;
    slice.aside.set(error.offset, 'decision.too_large');
    return 'unwritable';
  }
  await tx.rollback();
  return null;
}

async function finish(
  tx: SliceTransaction,
  { wire, clock, reached }: SliceDeps,
  slice: Slice,
  { catalog }: Prepared,
  { answered, copy, heldMs }: Settled,
): Promise<DecidedSlice> {
  const keys = await subjectKeys(tx, wire.subjectKeys(catalog, answered), answered);
  tx.write({ ...copy.writes(), ...pastOf(answered) });
  const { partition, progress } = slice;
  const written = wire.write({ partition, catalog, answered, seqs: progress.seqs, keys, now: clock.now() });
  const row = outboxRow(slice, written);
  const outcome: SliceOutcome = {
    firsts: answered.flatMap((one) => firstOf(one, written) ?? []),
    seqs: written.seqs,
    catalogVersion: catalog.version,
    outbox: row,
  };
  reached('before_pg_commit');
  await tx.commit(outcome);
  reached('after_pg_commit');
  const { seqs, catalogVersion } = outcome;
  return { row, heldMs: heldMs(), progress: { decided: row.to, seqs, outbox: row.number, catalogVersion } };
}

async function subjectKeys(
  tx: SliceTransaction,
  candidates: readonly SubjectKey[],
  answered: readonly Answered[],
): Promise<ReadonlyMap<string, SubjectKey>> {
  if (candidates.length === 0) return new Map();
  const position = answered.at(-1)?.position ?? 0n;
  const sorted = [...candidates].sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const held = await tx.subjectKeys(sorted.map((key) => ({ ...key, position })));
  return new Map(held.map((key) => [key.subject, key]));
}

function outboxRow(slice: Slice, { records, replies }: Written): OutboxRow {
  const { progress } = slice;
  const to = endOf(slice);
  return { number: progress.outbox + 1n, from: progress.decided, to, requests: slice.records.length, records, replies };
}

/** Only what was decided here stands for its request id: a repeat leaves the first in its place. */
function firstOf({ inbound, position, first }: Answered, { kept }: Written): First | null {
  if (inbound.kind !== 'received' || inbound.requestId === '' || !first) return null;
  const { application, requestId, hash, recordedAt } = inbound;
  return { application, requestId, hash, recordedAt, position, reply: kept.get(position) ?? null };
}

function endOf({ progress, lane, records }: Slice): Offsets {
  const last = records.at(-1);
  return last ? moved(progress.decided, lane, last.offset + 1n) : progress.decided;
}
