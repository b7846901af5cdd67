import type { Attributes } from '../value';

/** The stored attributes with the given ones put over them; null takes an attribute away. */
export function mergeAttributes(stored: Attributes, given: Attributes | null): Attributes {
  if (given === null || Object.keys(given).length === 0) return stored;
  return withoutNulls({ ...stored, ...given });
}

/** An attribute that is null is one that is not set. */
export function withoutNulls(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes);
  return entries.some(([, value]) => value === null)
    ? Object.fromEntries(entries.filter(([, value]) => value !== null))
    : attributes;
}
