import { CelError } from '@tessera/expression';
import { EffectFailure, type Apply, type EffectOutcome, type EffectRun, type Getter } from './effect-type';

type Getters<T> = { readonly [K in keyof T]: Getter<T[K]> };

/** Evaluates all props, then applies; a prop in error fails the effect. */
export function applying<T extends object>(
  getters: Getters<T>,
  apply: (props: T, run: EffectRun) => EffectOutcome,
): Apply {
  const names = Object.keys(getters) as (keyof T)[];
  return (run) => {
    const props: Partial<T> = {};
    for (const name of names) {
      const value = getters[name](run.activation);
      if (value instanceof CelError) return failed(value);
      props[name] = value;
    }
    return apply(props as T, run);
  };
}

export function failed(error: CelError): EffectFailure {
  return new EffectFailure(`${error.code}: ${error.message}`, true);
}
