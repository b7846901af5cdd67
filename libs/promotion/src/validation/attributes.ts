import { attributesFrom, elementType, type Definitions } from '../attributes/attributes-from';
import { isInstant, isList, isLocation, isSealed } from '../attributes/kind';
import type { AttributeDefinition } from '../catalog-event';
import type { Refusal } from '../decision';
import type { Attributes, Value } from '../value';
import { LIMITS } from './limits';
import { pointerPart, refusal } from './problem';
import { nameRefusals, textRefusals } from './text';

/** Everything that is wrong with attributes; `pointer` is where they stand. Null values are ones that are taken away. */
export function attributeRefusals(attributes: Attributes | null, definitions: Definitions, pointer: string): Refusal[] {
  const names = Object.keys(attributes ?? {});
  if (attributes === null || names.length === 0) return [];
  if (names.length > LIMITS.attributes) {
    return [refusal('attribute.too_many', pointer, `at most ${LIMITS.attributes} attributes`)];
  }
  const values = attributesFrom(attributes, definitions);
  return names.flatMap((name) =>
    oneAttribute(name, values[name] ?? null, definitions.get(name), `${pointer}/${pointerPart(name)}`),
  );
}

function oneAttribute(
  name: string,
  value: Value,
  definition: AttributeDefinition | undefined,
  pointer: string,
): Refusal[] {
  const unusable = nameRefusals(name, pointer);
  if (unusable.length > 0) return unusable;
  if (definition === undefined) return [refusal('attribute.unknown', pointer, `${name} is not declared`)];
  if (value === null || isSealed(value)) return [];
  const wrong = typeRefusals(value, definition.type, pointer);
  return wrong.length > 0 ? wrong : suggestionRefusals(value, definition, pointer);
}

function typeRefusals(value: Value, type: string, pointer: string): Refusal[] {
  const element = elementType(type);
  if (element === undefined) return scalarRefusals(value, type, pointer);
  if (!isList(value)) return [wrongType(type, pointer)];
  if (value.items.length > LIMITS.listValues) {
    return [refusal('attribute.list_length', pointer, `at most ${LIMITS.listValues} values`)];
  }
  return value.items.flatMap((item, index) => scalarRefusals(item, element, `${pointer}/${index}`));
}

function scalarRefusals(value: Value, type: string, pointer: string): Refusal[] {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? textRefusals(value, pointer) : [wrongType(type, pointer)];
    case 'number':
      if (typeof value !== 'number') return [wrongType(type, pointer)];
      return Number.isFinite(value) ? [] : [refusal('number.finite', pointer, 'neither NaN nor infinite')];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(type, pointer)];
    case 'time':
      return isInstant(value) ? [] : [wrongType('time (RFC 3339)', pointer)];
    case 'location':
      return isLocation(value) && onEarth(value.latitude, value.longitude) ? [] : [wrongType(type, pointer)];
    default:
      return [wrongType(type, pointer)];
  }
}

function onEarth(latitude: number, longitude: number): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

function wrongType(type: string, pointer: string): Refusal {
  return refusal('attribute.type', pointer, `declared as ${type}`);
}

function suggestionRefusals(value: Value, definition: AttributeDefinition, pointer: string): Refusal[] {
  if (!definition.restrictedBySuggestions) return [];
  const values = isList(value) ? value.items : [value];
  return values.every((one) => definition.suggestions.includes(suggestionText(one)))
    ? []
    : [refusal('attribute.value', pointer, `${definition.name} only takes its suggested values`)];
}

function suggestionText(value: Value): string {
  return typeof value === 'object' ? '' : String(value);
}
