import { LIMIT_PERIODS, periodName, periodOf } from '@tessera/promotion';
import type { Span } from './buckets';

/** What a campaign used of its limits as a whole in one hour, day …; amounts as text, money in minor units. */
export interface BudgetBucket {
  /** Its start. */
  readonly date: string;
  readonly budgets: readonly Used[];
}

/** Of all limits of the campaign on one action with one period. */
export interface Used {
  readonly action: string;
  /** Null: for ever. */
  readonly period: string | null;
  readonly given: string;
  readonly undone: string;
  /** What was used up at the end, in the day, week … of the limit that the end lies in. */
  readonly counter: string;
}

/** What moved a counter in one bucket. */
export interface Move {
  /** The bucket's start. */
  readonly bucket: string;
  readonly action: string;
  /** As counters name it. */
  readonly period: string;
  readonly given: string;
  readonly undone: string;
}

/** A counter as it is now. */
export interface Value {
  readonly action: string;
  readonly period: string;
  readonly value: string;
}

/** What is asked for, and what is recorded of it. */
export interface Recorded {
  readonly spans: readonly Span[];
  /** Every counter, and what moved it from the first span until now: what it was before is the difference. */
  readonly values: readonly Value[];
  readonly moves: readonly Move[];
}

type Kind = Pick<Used, 'action' | 'period'>;

const nameOf = (action: string, period: string): string => `${action}|${period}`;

/** Every action and period that there is a counter of. */
function kindsOf(values: readonly Value[]): Kind[] {
  const kinds = values.map(({ action, period }): Kind => ({ action, period: periodOf(period) }));
  return [...new Map(kinds.map((kind) => [nameOf(kind.action, kind.period ?? ''), kind])).values()];
}

/** Counters, on the way back in time. */
class Counters {
  private readonly values: Map<string, bigint>;

  constructor(values: readonly Value[]) {
    this.values = new Map(values.map(({ action, period, value }) => [nameOf(action, period), BigInt(value)]));
  }

  of(action: string, period: string): bigint {
    return this.values.get(nameOf(action, period)) ?? 0n;
  }

  before(moves: readonly Move[]): void {
    for (const { action, period, given, undone } of moves) {
      this.values.set(nameOf(action, period), this.of(action, period) - BigInt(given) + BigInt(undone));
    }
  }
}

/**
 * The course of a campaign's limits, span by span.
 * @param now until when is recorded: of the span that it lies in, it is the end
 */
export function budgetCourse({ spans, values, moves }: Recorded, zone: string, now: string): BudgetBucket[] {
  const kinds = kindsOf(values);
  const counters = new Counters(values);
  const byBucket = new Map<string, Move[]>();
  for (const move of moves) byBucket.set(move.bucket, [...(byBucket.get(move.bucket) ?? []), move]);
  const shown = new Set(spans.map(({ start }) => start));
  counters.before(moves.filter(({ bucket }) => !shown.has(bucket)));
  const backwards = [...spans].reverse().map((span): BudgetBucket => {
    const own = byBucket.get(span.start) ?? [];
    const periods = periodsAtEnd(span, zone, now);
    const budgets = kinds.map((kind) => {
      const counter = counters.of(kind.action, periods.get(kind.period) ?? '');
      return { ...kind, ...sumOf(own, kind), counter: `${counter}` };
    });
    counters.before(own);
    return { date: span.start, budgets };
  });
  return backwards.reverse();
}

function sumOf(moves: readonly Move[], { action, period }: Kind): Pick<Used, 'given' | 'undone'> {
  const own = moves.filter((move) => move.action === action && periodOf(move.period) === period);
  const sum = (amounts: readonly string[]) => `${amounts.reduce((total, amount) => total + BigInt(amount), 0n)}`;
  return { given: sum(own.map(({ given }) => given)), undone: sum(own.map(({ undone }) => undone)) };
}

function periodsAtEnd({ start, end }: Span, zone: string, now: string): ReadonlyMap<string | null, string> {
  const [first, after, present] = [start, end, now].map(Date.parse) as [number, number, number];
  const last = first <= present && present < after ? present : after - 1;
  return new Map(LIMIT_PERIODS.map((period) => [period, periodName(period, zone, BigInt(last))]));
}
