/** What was given and what was undone of it. */
export interface Sum {
  readonly given: string;
  readonly undone: string;
}

export interface NamedSum extends Sum {
  /** The start of its bucket; undefined: since the campaign began. */
  readonly bucket: string | undefined;
  readonly name: string;
}

/** One hour, day … of a campaign. */
export interface Bucket {
  /** Its start. */
  readonly date: string;
  readonly measures: Readonly<Record<string, Sum>>;
  /** Since the campaign began, up to the bucket's end. */
  readonly totals: Readonly<Record<string, Sum>>;
}

interface Amounts {
  readonly given: bigint;
  readonly undone: bigint;
}

type Totals = ReadonlyMap<string, Amounts>;

const NOTHING: Amounts = { given: 0n, undone: 0n };

function plus(totals: Totals, sums: readonly NamedSum[], sign: bigint): Totals {
  const next = new Map(totals);
  for (const { name, given, undone } of sums) {
    const before = next.get(name) ?? NOTHING;
    next.set(name, { given: before.given + sign * BigInt(given), undone: before.undone + sign * BigInt(undone) });
  }
  return next;
}

const asText = (totals: Totals): Record<string, Sum> =>
  Object.fromEntries(
    [...totals].map(([name, { given, undone }]) => [name, { given: `${given}`, undone: `${undone}` }]),
  );

/**
 * Buckets with their running totals.
 * @param starts the buckets that are asked for, in order
 * @param sums the totals since the campaign began, and every bucket from the first one asked for until now: what lies before
 *   them is the difference, so the campaign's older past need not be read
 */
export function cumulated(starts: readonly string[], sums: readonly NamedSum[]): Bucket[] {
  const since = sums.filter(({ bucket }) => bucket === undefined);
  const within = sums.filter(({ bucket }) => bucket !== undefined);
  const byBucket = new Map<string | undefined, NamedSum[]>();
  for (const sum of within) byBucket.set(sum.bucket, [...(byBucket.get(sum.bucket) ?? []), sum]);
  let totals = plus(plus(new Map(), since, 1n), within, -1n);
  return starts.map((date) => {
    const own = byBucket.get(date) ?? [];
    totals = plus(totals, own, 1n);
    const measures = Object.fromEntries(own.map(({ name, given, undone }) => [name, { given, undone }]));
    return { date, measures, totals: asText(totals) };
  });
}
