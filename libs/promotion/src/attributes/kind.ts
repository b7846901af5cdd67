import type { InstantValue, ListValue, LocationValue, MapValue, SealedValue, Value } from '../value';

/** A value that is an object, told apart by `kind`. */
export type TaggedValue = Exclude<Value, null | string | boolean | bigint | number>;

export function isTagged(value: unknown): value is TaggedValue {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

export function isInstant(value: unknown): value is InstantValue {
  return isTagged(value) && value.kind === 'instant' && typeof value.at === 'bigint';
}

export function isLocation(value: unknown): value is LocationValue {
  return isTagged(value) && value.kind === 'location';
}

export function isList(value: unknown): value is ListValue {
  return isTagged(value) && value.kind === 'list' && Array.isArray(value.items);
}

export function isMap(value: unknown): value is MapValue {
  return isTagged(value) && value.kind === 'map' && typeof value.entries === 'object';
}

export function isSealed(value: unknown): value is SealedValue {
  return isTagged(value) && value.kind === 'sealed';
}

export function instantValue(at: bigint): InstantValue {
  return { kind: 'instant', at };
}

export function listValue(items: readonly Value[]): ListValue {
  return { kind: 'list', items };
}

export function mapValue(entries: Readonly<Record<string, Value>>): MapValue {
  return { kind: 'map', entries };
}
