import {
  BOOL,
  CelMap,
  CelObject,
  DOUBLE,
  DYN,
  listOf,
  objectOf,
  STRING,
  TIMESTAMP,
  Timestamp,
  type CelValue,
  type Type,
} from '@tessera/expression';
import { Rational } from '@tessera/money';
import { elementType } from '../attributes/attributes-from';
import { isTagged, type TaggedValue } from '../attributes/kind';
import type { AttributeDefinition } from '../catalog-event';
import type { Attributes, LocationValue, Value } from '../value';
import { LIMITS } from '../validation/limits';

const LOCATION = objectOf('location', { latitude: DOUBLE, longitude: DOUBLE });

const SCALARS: Readonly<Record<string, Type>> = {
  string: STRING,
  number: DOUBLE,
  boolean: BOOL,
  time: TIMESTAMP,
  location: LOCATION,
};

/** The rule language's type of a declared attribute type. */
export function typeOfAttribute(type: string): Type {
  const element = elementType(type);
  if (element !== undefined) return listOf(SCALARS[element] ?? DYN, LIMITS.listValues);
  return SCALARS[type] ?? DYN;
}

/** The object `attributes` of an entity. Where two event types declare one name with two types, it is checked when run. */
export function attributesType(entity: string, definitions: Iterable<AttributeDefinition>): Type {
  const fields: Record<string, Type> = {};
  const declared = new Map<string, string>();
  for (const { name, type } of definitions) {
    const before = declared.get(name);
    fields[name] = before !== undefined && before !== type ? DYN : typeOfAttribute(type);
    declared.set(name, before !== undefined && before !== type ? 'several' : type);
  }
  return objectOf(`${entity} attributes`, fields);
}

/** Attributes as an expression sees them: one that is unset, or sealed, is absent. */
export class AttributesObject extends CelObject {
  constructor(private readonly attributes: Attributes) {
    super();
  }

  override get(name: string): CelValue | undefined {
    if (!Object.hasOwn(this.attributes, name)) return undefined;
    return celValue(this.attributes[name] ?? null);
  }
}

class LocationObject extends CelObject {
  constructor(private readonly location: LocationValue) {
    super();
  }

  override get(field: string): CelValue | undefined {
    if (field === 'latitude') return this.location.latitude;
    return field === 'longitude' ? this.location.longitude : undefined;
  }
}

/** Undefined: there is nothing to be read. */
function celValue(value: Value): CelValue | undefined {
  if (value === null) return undefined;
  return isTagged(value) ? taggedValue(value) : value;
}

function taggedValue(value: TaggedValue): CelValue | undefined {
  switch (value.kind) {
    case 'decimal':
      return Rational.of(value.unscaled, 10n ** BigInt(value.scale));
    case 'instant':
      return Timestamp.fromMillis(value.at);
    case 'location':
      return new LocationObject(value);
    case 'list':
      return value.items.every(isPlain) ? value.items : value.items.flatMap((item) => celValue(item) ?? []);
    case 'map':
      return CelMap.fromRecord(celEntries(value.entries));
    case 'sealed':
      return undefined;
  }
}

/** The same in both worlds, so that a list of them needs no copy. */
function isPlain(value: Value): value is string | boolean | bigint | number {
  return typeof value !== 'object';
}

function celEntries(entries: Readonly<Record<string, Value>>): Record<string, CelValue> {
  const pairs = Object.entries(entries).map(([name, value]): [string, CelValue] => [name, celValue(value) ?? null]);
  return Object.fromEntries(pairs);
}
