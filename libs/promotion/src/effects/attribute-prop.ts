import { CelError, CelObject, Timestamp, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import { attributesFrom, elementType } from '../attributes/attributes-from';
import { instantValue, listValue } from '../attributes/kind';
import type { AttributeDefinition } from '../catalog-event';
import { typeOfAttribute } from '../rules/attribute-type';
import { problem } from '../rules/problem';
import type { Each, Sources } from '../rules/sources';
import { attributeRefusals } from '../validation/attributes';
import type { Value } from '../value';
import type { Getter } from './effect-type';

/**
 * The value that a rule writes into an attribute. A string attribute takes a text with `{{ expression }}` in it, any other
 * an expression of its type (a number also an int or an exact amount), or a constant that is no text.
 */
export function attributeGetter(
  sources: Sources,
  type: string,
  value: Value,
  pointer: string,
  each?: Each,
): Getter<Value> {
  if (typeof value !== 'string') return constant(sources, type, value, pointer);
  if (type === 'string') {
    const template = sources.template(value, pointer, each);
    return (activation) => template?.render(activation) ?? '';
  }
  // An int or an amount is welcome where a number is wanted, so numbers are looked at after their own type is known.
  const expected = type === 'number' ? undefined : typeOfAttribute(type);
  const checked = sources.program(value, pointer, expected, each);
  return (activation) => fromCel(checked?.evaluate(activation) ?? null, type);
}

function constant(sources: Sources, type: string, value: Value, pointer: string): Getter<Value> {
  const definition = { ...ANY_DEFINITION, type };
  const definitions = new Map([['value', definition]]);
  const wrong = attributeRefusals({ value }, definitions, '');
  sources.problems.push(...wrong.map(({ code, details }) => problem(code, pointer, details)));
  const converted = attributesFrom({ value }, definitions)['value'] ?? null;
  return () => converted;
}

const ANY_DEFINITION: AttributeDefinition = {
  id: 0n,
  entity: '',
  name: 'value',
  title: '',
  type: 'string',
  description: '',
  suggestions: [],
  restrictedBySuggestions: false,
  editable: true,
  eventType: null,
  personal: false,
  subscribedApplications: [],
  created: 0n,
};

/** What an expression gave, in the form that attributes of the type have. */
function fromCel(value: Result, type: string): Value | CelError {
  if (value instanceof CelError) return value;
  const element = elementType(type);
  if (element === undefined) return scalarFromCel(value, type);
  if (!Array.isArray(value)) return wrong(type);
  const items: Value[] = [];
  for (const each of value as readonly Result[]) {
    const item = scalarFromCel(each, element);
    if (item instanceof CelError) return item;
    items.push(item);
  }
  return listValue(items);
}

function scalarFromCel(value: Result, type: string): Value | CelError {
  if (type === 'number') return numberFromCel(value);
  if (type === 'time') return value instanceof Timestamp ? instantValue(value.nanos / 1_000_000n) : wrong(type);
  if (type === 'location') return locationFromCel(value);
  return typeof value === type && (typeof value === 'string' || typeof value === 'boolean') ? value : wrong(type);
}

function numberFromCel(value: Result): Value | CelError {
  if (value instanceof Rational) return value.toNumber();
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : wrong('number');
}

function locationFromCel(value: Result): Value | CelError {
  if (!(value instanceof CelObject)) return wrong('location');
  const [latitude, longitude] = [value.get('latitude'), value.get('longitude')];
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return wrong('location');
  return { kind: 'location', latitude, longitude };
}

function wrong(type: string): CelError {
  return new CelError('expr.overload', `the attribute is declared as ${type}`);
}
