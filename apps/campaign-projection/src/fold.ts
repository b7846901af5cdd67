import type { DecisionRecord } from '@tessera/event-contracts';
import type { Erasure } from '@tessera/projection';
import { budgetAdditions, type BudgetRow, budgetRows } from './budgets';
import { type EventRow, eventRows } from './events';
import { type Addition, type Movement, movements } from './measures';

export interface ProfileRow {
  readonly integrationId: string;
  readonly id: bigint;
  readonly position: bigint;
}

/** What decisions change in this read model. */
export interface Changes {
  readonly movements: readonly Movement[];
  /** How much of limits is used up. */
  readonly budgets: readonly BudgetRow[];
  readonly budgetAdditions: readonly Addition[];
  readonly events: readonly EventRow[];
  readonly profiles: readonly ProfileRow[];
  readonly erasures: readonly Erasure[];
}

function erasures({ id, payload }: DecisionRecord): Erasure[] {
  return payload.events.flatMap((event) =>
    event.kind === 'ProfileErased' ? [{ profileId: event.profileId, position: BigInt(id) }] : [],
  );
}

function created({ id: position, payload }: DecisionRecord): ProfileRow[] {
  return payload.events.flatMap((event) => {
    if (event.kind !== 'ProfileChanged' || event.type !== 'talon_profile_created') return [];
    const { integrationId, id } = event.profile;
    return [{ integrationId, id, position: BigInt(position) }];
  });
}

/** Folds decisions, in the order of one partition, into what changes; pure, so that a second run changes nothing. */
export function fold(records: readonly DecisionRecord[]): Changes {
  return {
    movements: records.flatMap(movements),
    budgets: records.flatMap(budgetRows),
    budgetAdditions: records.flatMap(budgetAdditions),
    events: records.flatMap(eventRows),
    profiles: records.flatMap(created),
    erasures: records.flatMap(erasures),
  };
}
