import { fields, list, long, text, type Fields, type Told } from '@tessera/testing/log';
import type { Seen } from './seen';

/** What is wrong, each a sentence; an empty list is a pass. */
export type Violations = readonly string[];

const payload = ({ value }: Seen): Fields => fields(value['payload']);

function byPartition(records: readonly Seen[]): Map<number, Seen[]> {
  const partitions = new Map<number, Seen[]>();
  for (const record of records) partitions.set(record.partition, [...(partitions.get(record.partition) ?? []), record]);
  return partitions;
}

/** I3: per output partition, read from its beginning, the numbers run from 1 without gap or repeat, in the order of the offsets. */
export function contiguous(records: readonly Seen[]): Violations {
  return [...byPartition(records)].flatMap(([partition, own]) => {
    const numbers = own.sort((a, b) => Number(a.offset - b.offset)).map(({ value }) => long(value['seq']));
    return numbers.flatMap((number, index) => {
      const before = numbers[index - 1] ?? 0n;
      return number === before + 1n ? [] : [`${own[0]?.topic}/${partition}: ${number} follows ${before}`];
    });
  });
}

/** I2 and I8: each request that was answered has one decision that is not a repeat, and no request has two. */
export function decidedOnce(decisions: readonly Seen[], requestIds: Iterable<string>): Violations {
  const counts = new Map<string, number>();
  for (const record of decisions) {
    if (text(payload(record)['outcome']) === 'repeated') continue;
    const id = text(record.value['requestId']);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const twice = [...counts].filter(([, count]) => count > 1).map(([id, count]) => `request ${id}: ${count} decisions`);
  const never = [...requestIds].filter((id) => !counts.has(id)).map((id) => `request ${id}: answered, never decided`);
  return [...twice, ...never];
}

const PUBLISHED = new Set(['committed', 'durable', 'rolledBack']);

const indexOf = ({ index }: Fields): string => JSON.stringify(index);

/** The effect topic holds exactly the published effects of the decisions, each once. */
export function effectsMatch(decisions: readonly Seen[], effects: readonly Seen[]): Violations {
  const owed = new Set(
    decisions.flatMap((record) =>
      list(payload(record)['effects'])
        .filter((effect) => PUBLISHED.has(text(effect['phase'])))
        .map((effect) => `${text(record.value['id'])}/${indexOf(effect)}`),
    ),
  );
  const given = effects.map((record) => {
    const { position, effect } = payload(record);
    return `${long(position)}/${indexOf(fields(effect))}`;
  });
  const counts = new Map<string, number>();
  for (const name of given) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [
    ...[...owed].filter((name) => !counts.has(name)).map((name) => `effect ${name}: decided, not published`),
    ...[...counts].filter(([, count]) => count > 1).map(([name, count]) => `effect ${name}: published ${count} times`),
    ...[...counts.keys()].filter((name) => !owed.has(name)).map((name) => `effect ${name}: published, not decided`),
    ...duplicateIds(effects),
  ];
}

function duplicateIds(effects: readonly Seen[]): Violations {
  const ids = effects.map(({ value }) => text(value['id']));
  return ids.length === new Set(ids).size ? [] : ['effects.v1: an effect id stands twice'];
}

/** What came before Tessera counts as a redemption does; that of single profiles is among it. */
function movesUses({ $type, profileId }: Fields): boolean {
  return $type === 'CouponRedemptionChanged' || ($type === 'CouponOpeningChanged' && profileId === '');
}

/** I5: the redemptions of a coupon, in the order of positions, count up and down and never pass its limit. */
export function withinLimits(decisions: readonly Seen[], limits: ReadonlyMap<string, bigint>): Violations {
  const counters = new Map<string, bigint>();
  return inOrder(decisions).flatMap((record) =>
    list(payload(record)['events'])
      .filter(movesUses)
      .flatMap((event) => {
        const code = text(event['code']);
        const before = counters.get(code) ?? 0n;
        const after = long(event['usageCounter']);
        counters.set(code, after);
        const limit = limits.get(code);
        return [
          ...(after === before + long(event['delta']) ? [] : [`coupon ${code}: ${before} became ${after}`]),
          ...(limit !== undefined && after > limit ? [`coupon ${code}: ${after} uses of ${limit}`] : []),
        ];
      }),
  );
}

export const positionOf = ({ value }: Seen): bigint => BigInt(text(value['id']));

export const inOrder = (decisions: readonly Seen[]): readonly Seen[] =>
  [...decisions].sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));

/** The decisions as what folds them wants them. */
export const toldIn = (decisions: readonly Seen[]): Told[] =>
  decisions.map((record) => ({
    position: positionOf(record),
    application: long(record.value['application']),
    at: long(record.value['at']),
    events: list(payload(record)['events']),
  }));
