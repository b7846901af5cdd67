import type { Attributes } from '../value';

/** The stored attributes with the given ones put over them; null takes an attribute away. */
export function mergeAttributes(stored: Attributes, given: Attributes | null): Attributes {
  if (given === null || Object.keys(given).length === 0) return stored;
  return withoutNulls({ ...stored, ...given });
}

/** An attribute that is null is one that is not set. */
export function withoutNulls(attributes: Attributes): Attributes {
  if (!Object.values(attributes).includes(null)) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}
