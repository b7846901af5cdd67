import type { SealedValue, Value } from '@tessera/promotion';

type Open = (sealed: SealedValue, name: string) => Value | undefined;

/** The ids of the keys under which values in it are sealed. */
export function sealedUnder(value: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  withOpened(value, '', ({ keyId }) => {
    ids.add(keyId);
    return null;
  });
  return ids;
}

/** The same with its sealed values opened, each by the name of its attribute; what cannot be opened is absent. */
export function opened<T>(value: T, open: Open): T {
  return withOpened(value, '', open) as T;
}

function withOpened(value: unknown, name: string, open: Open): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((each) => withOpened(each, name, open));
  if ('kind' in value && value.kind === 'sealed') return open(value as SealedValue, name) ?? null;
  const entries = Object.entries(value).map(([key, each]) => [key, withOpened(each, key, open)]);
  return Object.fromEntries(entries) as unknown;
}
