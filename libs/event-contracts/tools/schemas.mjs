// Reads the .avsc files and makes of each topic's record one schema that needs no other file.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const schemas = join(root, 'schemas');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const avsc = (directory) =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.avsc'))
    .sort()
    .map((name) => join(directory, name));

export const releasedPath = ({ record, version }) => join(schemas, 'released', record, `${version}.avsc`);

/** Named types used by several topics, in the order of their files. */
export const types = () => avsc(join(schemas, 'types')).flatMap(json);

/** The record of each topic file. */
export const records = () => avsc(schemas).map(json);

export const versions = () => json(join(schemas, 'versions.json'));

/** Puts each named type in the place where it is first used; later uses stay names. */
export function selfContained(record, named) {
  const table = new Map(named.map((type) => [type.name, type]));
  const seen = new Set();
  const inline = (schema) => {
    if (Array.isArray(schema)) return schema.map(inline);
    if (typeof schema === 'string') return table.has(schema) && !seen.has(schema) ? inline(table.get(schema)) : schema;
    if (schema.type === 'array') return { ...schema, items: inline(schema.items) };
    if (schema.type === 'map') return { ...schema, values: inline(schema.values) };
    if (schema.type !== 'record') return schema;
    seen.add(schema.name);
    return { ...schema, fields: schema.fields.map((field) => ({ ...field, type: inline(field.type) })) };
  };
  return inline(record);
}

/** Every version in use: the released ones as they were, the last of a record as its file says now. */
export function schemaVersions() {
  const named = types();
  const all = versions();
  const newest = new Map(all.map((entry) => [entry.record, entry.version]));
  const now = new Map(records().map((record) => [record.name, selfContained(record, named)]));
  return all.map((entry) => {
    const current = newest.get(entry.record) === entry.version;
    const schema = current ? now.get(entry.record) : json(releasedPath(entry));
    return { ...entry, current, schema };
  });
}
