import { rowKey } from '@tessera/promotion';
import { LANES } from '../lane';
import type { MemoryDatabase } from './memory-database';
import type { SimulatedBroker } from './simulated-broker';
import { TOY_TOPICS, toyDecision, type ToyDecision, toySeq } from './toy-wire';

export interface Seen {
  readonly broker: SimulatedBroker;
  readonly database: MemoryDatabase;
  readonly partitions: number;
  readonly couponLimit: bigint;
}

/** I1, I2, I3 and I5 of the protocol on what can be seen now. @returns what is wrong, or null */
export function violation(seen: Seen): string | null {
  for (let partition = 0; partition < seen.partitions; partition++) {
    const wrong =
      publishedPastDecided(seen, partition) ?? brokenSequence(seen, partition) ?? decidedTwice(seen, partition);
    if (wrong) return `partition ${partition}: ${wrong}`;
  }
  return brokenCounters(seen);
}

/** After healing: everything that was sent is decided and published. */
export function unfinished({ broker, database, partitions }: Seen): string | null {
  for (let partition = 0; partition < partitions; partition++)
    for (const lane of LANES) {
      const end = broker.end(TOY_TOPICS[lane], partition);
      if ((database.progress.get(partition)?.decided[lane] ?? 0n) < end) return `${lane}/${partition} is not decided`;
      if ((broker.committed(TOY_TOPICS[lane], partition) ?? 0n) < end) return `${lane}/${partition} is not published`;
    }
  return null;
}

function decisionsOf({ broker, partitions }: Seen): readonly ToyDecision[] {
  const each = Array.from({ length: partitions }, (_, p) =>
    broker.readCommitted(TOY_TOPICS.decisions, p).map(toyDecision),
  );
  return each.flat();
}

/** I1: K <= P. */
function publishedPastDecided({ broker, database }: Seen, partition: number): string | null {
  const decided = database.progress.get(partition)?.decided ?? { live: 0n, bulk: 0n };
  const lane = LANES.find((one) => (broker.committed(TOY_TOPICS[one], partition) ?? 0n) > decided[one]);
  return lane ? `I1: ${lane} is published further than it is decided` : null;
}

/** I3: the sequence of each output topic has no gap and no repeat. */
function brokenSequence({ broker }: Seen, partition: number): string | null {
  for (const topic of [TOY_TOPICS.decisions, TOY_TOPICS.effects]) {
    const seqs = broker.readCommitted(topic, partition).map(toySeq);
    const at = seqs.findIndex((seq, index) => seq !== BigInt(index + 1));
    if (at >= 0) return `I3: ${topic} has ${seqs[at]} where ${at + 1} belongs`;
  }
  return null;
}

/** I2: what is published decides each input once, in order, from the first. */
function decidedTwice({ broker }: Seen, partition: number): string | null {
  const decisions = broker.readCommitted(TOY_TOPICS.decisions, partition).map(toyDecision);
  for (const lane of LANES) {
    const offsets = decisions
      .filter(({ source }) => source.topic === TOY_TOPICS[lane])
      .map(({ source }) => source.offset);
    const at = offsets.findIndex((offset, index) => offset !== BigInt(index));
    if (at >= 0) return `I2: ${lane} offset ${offsets[at]} is decided where ${at} belongs`;
  }
  return null;
}

/** I5: each coupon's uses are counted 1, 2, 3 … and never above the limit; each counter of limit 1 once; each id once. */
function brokenCounters(seen: Seen): string | null {
  const events = decisionsOf(seen).flatMap((one) => one.events);
  const uses = events.filter((event) => event.kind === 'CouponRedemptionChanged');
  const ordinals = new Set(uses.map(({ code, usageCounter }) => `${code} ${usageCounter}`));
  if (ordinals.size !== uses.length) return 'I5: a use of a coupon was given twice';
  if (uses.some(({ usageCounter }) => usageCounter > seen.couponLimit)) return 'I5: a coupon was used above its limit';
  const counters = events.flatMap((event) => (event.kind === 'CounterChanged' ? event.counter : []));
  const twice = counters.find((counter, index) => counters.indexOf(counter) !== index);
  if (twice !== undefined) return `I5: the limit of one was passed: ${twice}`;
  return repeatedIds(seen);
}

/** I8: a request id has one decision; the rest are repeats of it. */
function repeatedIds(seen: Seen): string | null {
  const ids = decisionsOf(seen).flatMap(({ outcome, requestId }) => (outcome === 'accepted' ? requestId : []));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? null : `I8: ${twice} was accepted twice`;
}

/** At the end: the ordinals in the log are 1..used of each coupon, and its row says the same. */
export function wrongTotal(seen: Seen, codes: readonly string[]): string | null {
  const events = decisionsOf(seen).flatMap((one) => one.events);
  const uses = events.flatMap((event) => (event.kind === 'CouponRedemptionChanged' ? event.code : []));
  const wrong = codes.find((code) => usedBy(seen, code) !== BigInt(uses.filter((one) => one === code).length));
  return wrong === undefined ? null : `I5: the row of ${wrong} counts ${usedBy(seen, wrong)} uses, and the log others`;
}

function usedBy(seen: Seen, code: string): bigint {
  const row = seen.database.states.get(rowKey({ kind: 'coupon', application: 1n, canonical: code }));
  return (row?.kind === 'coupon' && row.value?.usageCounter) || 0n;
}
