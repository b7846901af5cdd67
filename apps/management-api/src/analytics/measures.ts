import { z } from 'zod';

/** What was given and what rollbacks took back of it; money in minor units, as text. */
export const sum = z.object({ given: z.string(), undone: z.string() });
export type Sum = z.infer<typeof sum>;

/** By the names that the campaign projection gives its measures. */
export const measures = z.record(z.string(), sum);
export type Measures = z.infer<typeof measures>;

const NOTHING: Sum = { given: '0', undone: '0' };

export const sumOf = (all: Measures, name: string): Sum => all[name] ?? NOTHING;

/** What stands of a measure. */
export function standing(all: Measures, name: string): bigint {
  const { given, undone } = sumOf(all, name);
  return BigInt(given) - BigInt(undone);
}
