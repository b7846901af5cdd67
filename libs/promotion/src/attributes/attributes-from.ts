import type { AttributeDefinition } from '../catalog-event';
import type { Attributes, Value } from '../value';
import { parseInstant } from './instant';
import { instantValue, isList, isLocation, isTagged, listValue, mapValue } from './kind';

export type Definitions = ReadonlyMap<string, AttributeDefinition>;

/**
 * Attributes as they came in (JSON of a body, or values of an Avro record) in the form that the declared types have:
 * numbers as doubles, RFC 3339 texts of time attributes as instants, arrays as lists. Total: what does not fit its
 * declaration, or has none, keeps its own form and is refused by `validate`. Applying it again changes nothing.
 */
export function attributesFrom(input: Readonly<Record<string, unknown>>, definitions: Definitions): Attributes {
  const names = Object.keys(input);
  const values = names.map((name) => attributeValue(input[name], definitions.get(name)?.type));
  // Most attributes come in their form already: those of the inbox were converted by the gateway.
  if (values.every((value, index) => Object.is(value, input[names[index] ?? '']))) return input as Attributes;
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
}

function attributeValue(input: unknown, type: string | undefined): Value {
  const element = elementType(type);
  if (element !== undefined) return listFrom(input, element);
  if (type === 'number') return numberFrom(input);
  if (type === 'time') return timeFrom(input);
  if (type === 'location') return locationFrom(input);
  return plainValue(input);
}

/** The element type of `(list string)`; undefined for a type that is no list. */
export function elementType(type: string | undefined): string | undefined {
  return type === undefined ? undefined : /^\(list (string|number|time|location)\)$/.exec(type)?.[1];
}

function listFrom(input: unknown, element: string): Value {
  const items: unknown = isList(input) ? input.items : input;
  if (!Array.isArray(items)) return plainValue(input);
  const values = items.map((item) => attributeValue(item, element));
  if (isList(input) && values.every((value, index) => Object.is(value, input.items[index]))) return input;
  return listValue(values);
}

function numberFrom(input: unknown): Value {
  if (typeof input === 'bigint') return Number(input);
  // -0 and 0 are one number to everybody but a few operators.
  if (typeof input === 'number') return input === 0 ? 0 : input;
  return plainValue(input);
}

function timeFrom(input: unknown): Value {
  const at = typeof input === 'string' ? parseInstant(input) : undefined;
  return at === undefined ? plainValue(input) : instantValue(at);
}

function locationFrom(input: unknown): Value {
  if (isLocation(input) || typeof input !== 'object' || input === null) return plainValue(input);
  const { latitude, longitude } = input as { latitude?: unknown; longitude?: unknown };
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return plainValue(input);
  return { kind: 'location', latitude, longitude };
}

/** JSON, or a value already, by its own form alone. */
export function plainValue(input: unknown): Value {
  if (typeof input === 'string' || typeof input === 'boolean' || typeof input === 'bigint') return input;
  if (typeof input === 'number') return input === 0 ? 0 : input;
  if (typeof input !== 'object' || input === null) return null;
  if (isTagged(input)) return input;
  if (Array.isArray(input)) return listValue(input.map(plainValue));
  return mapValue(Object.fromEntries(Object.entries(input).map(([name, value]) => [name, plainValue(value)])));
}
