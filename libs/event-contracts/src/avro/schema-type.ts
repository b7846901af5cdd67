import { type Schema, Type, types } from 'avsc';
import { BoundedArray, BoundedMap } from './collections';
import { Kind } from './kind';
import { primitiveType } from './primitives';
import { Union } from './union';
import { Value } from './value';

interface RecordSchema {
  readonly type: 'record';
  readonly name: string;
  readonly kind?: string;
  readonly fields: readonly { readonly name: string; readonly type: Schema }[];
}

/**
 * The avsc type of one of our schemas: reads into the generated TypeScript's shapes and refuses, while it reads, what
 * is outside them; writes those shapes.
 * @param text the schema as self-contained JSON
 */
export function schemaType(text: string): Type {
  return Type.forSchema(JSON.parse(text) as Schema, { typeHook, omitRecordMethods: true, wrapUnions: 'always' });
}

function typeHook(schema: Schema, options: object): Type | undefined {
  if (Array.isArray(schema)) return new Union(schema, options);
  const primitive = primitiveType(schema);
  if (primitive || typeof schema === 'string') return primitive;
  switch ((schema as { type: unknown }).type) {
    case 'array':
      return new BoundedArray(schema, options);
    case 'map':
      return new BoundedMap(schema, options);
    case 'record':
      return recordType(schema as unknown as RecordSchema, options);
    default:
      return undefined;
  }
}

function recordType(schema: RecordSchema, options: object): Type {
  if (schema.name === 'Value') return new Value(schema as never, options);
  const kind = schema.kind === undefined ? [] : [{ name: 'kind', type: new Kind(schema.kind) }];
  const type = new types.RecordType({ ...schema, fields: [...kind, ...schema.fields] }, options);
  // Decoded records are plain objects, equal to literals of the same content.
  (type.recordConstructor as { prototype: object }).prototype = Object.prototype;
  return type;
}
