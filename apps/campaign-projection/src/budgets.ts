import { renderInstant } from '@tessera/api-contracts';
import type { DecisionRecord } from '@tessera/event-contracts';
import {
  type CounterChanged,
  type CounterParts,
  counterParts,
  type DomainEvent,
  isOpening,
  type LimitOpeningChanged,
} from '@tessera/promotion';
import type { Addition } from './measures';

/** A counter of a limit, as a decision left it. */
export interface BudgetRow extends CounterParts {
  readonly application: bigint;
  /** Its name. */
  readonly counter: string;
  readonly value: bigint;
  readonly position: bigint;
}

type Counting = CounterChanged | LimitOpeningChanged;

/** What was only said of the time before Tessera is kept as counters too; no limit counts by those. */
function counts(event: DomainEvent): event is Counting {
  return (event.kind === 'CounterChanged' || event.kind === 'LimitOpeningChanged') && !isOpening(event.counter);
}

/** The counters that a decision moved; where it moved one twice, the last holds. */
export function budgetRows({ id, application, payload }: DecisionRecord): BudgetRow[] {
  return payload.events.filter(counts).map(({ counter, value }) => {
    return { ...counterParts(counter), application, counter, value, position: BigInt(id) };
  });
}

const ofWhole = ({ apart, profileId }: CounterParts): boolean => apart === '' && profileId === '';

/** What a decision adds to the course of those counters that are of the campaign as a whole, by their names. */
export function budgetAdditions({ application, seq, source, at, payload }: DecisionRecord): Addition[] {
  return payload.events.filter(counts).flatMap(({ counter: name, delta }) => {
    const parts = counterParts(name);
    if (!ofWhole(parts)) return [];
    const amount = delta > 0n ? { given: delta, undone: 0n } : { given: 0n, undone: -delta };
    const { partition } = source;
    return [{ application, campaign: parts.campaign, name, partition, seq, at: renderInstant(at), ...amount }];
  });
}
