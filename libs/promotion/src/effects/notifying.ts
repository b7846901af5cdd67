import type { EffectOutcome, EffectRun } from './effect-type';
import type { Value } from '../value';

/** An effect that changes nothing here: it only tells somebody. */
export function telling(run: EffectRun, props: Readonly<Record<string, Value>>): EffectOutcome {
  return { draft: run.draft, effects: [{ props, shares: [], value: '' }] };
}
