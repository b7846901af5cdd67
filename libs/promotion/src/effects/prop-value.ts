import type { Effect } from '../effect';
import type { Value } from '../value';

/** The whole number that a prop holds; 0 where it holds none. */
export function wholeIn(value: Value | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

/** What an effect gives or takes by its prop `value`: an amount in minor units, or points; 0 where it has none. */
export function effectValue({ props: { value } }: Pick<Effect, 'props'>): bigint {
  return wholeIn(value);
}
