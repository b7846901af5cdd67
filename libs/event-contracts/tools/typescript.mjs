// Writes TypeScript for the named types of the schemas: 64-bit values as bigint, unions told apart by `kind`.
const PRIMITIVES = {
  null: 'null',
  string: 'string',
  boolean: 'boolean',
  int: 'number',
  long: 'bigint',
  double: 'number',
  bytes: 'Uint8Array',
};

function typeOf(schema) {
  if (Array.isArray(schema)) return schema.map(typeOf).join(' | ');
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? schema;
  if (schema.logicalType === 'big-integer') return 'bigint';
  if (schema.type === 'array') return `readonly ${parenthesised(schema.items)}[]`;
  if (schema.type === 'map') return `Readonly<Record<string, ${typeOf(schema.values)}>>`;
  if (schema.type === 'record') return schema.name;
  return PRIMITIVES[schema.type];
}

const parenthesised = (schema) => (Array.isArray(schema) ? `(${typeOf(schema)})` : typeOf(schema));

const comment = (doc, indent = '') => (doc ? `${indent}/** ${doc} */\n` : '');

function interfaceOf(record) {
  const kind = record.kind ? [`  readonly kind: '${record.kind}';\n`] : [];
  const fields = record.fields.map(
    (field) => `${comment(field.doc, '  ')}  readonly ${field.name}: ${typeOf(field.type)};\n`,
  );
  return `${comment(record.doc)}export interface ${record.name} {\n${[...kind, ...fields].join('')}}\n`;
}

/** Value is a record on the wire only because Avro cannot name a union. */
function valueType(record) {
  const branches = record.fields[0].type.map((branch) => {
    if (branch.type === 'array') return 'ListValue';
    if (branch.type === 'map') return 'MapValue';
    return typeOf(branch);
  });
  return [
    `export interface ListValue {\n  readonly kind: 'list';\n  readonly items: readonly Value[];\n}\n`,
    `export interface MapValue {\n  readonly kind: 'map';\n  readonly entries: Readonly<Record<string, Value>>;\n}\n`,
    `${comment(record.doc)}export type Value = ${branches.join(' | ')};\n`,
  ].join('\n');
}

function nested(schema) {
  if (Array.isArray(schema)) return schema.flatMap(nested);
  if (schema.type === 'record') return [...schema.fields.flatMap((field) => nested(field.type)), schema];
  return schema.items || schema.values ? nested(schema.items ?? schema.values) : [];
}

/** One interface for each record, and for each that stands within another. */
export function typescript(schemas) {
  const parts = nested(schemas).map((record) => (record.name === 'Value' ? valueType(record) : interfaceOf(record)));
  return `// Generated from schemas/ by tools/generate.mjs: change the .avsc files and run it again.\n\n${parts.join('\n')}`;
}
