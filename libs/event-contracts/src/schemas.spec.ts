import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'avsc';
import { RecordCodec } from './codec';
import { SCHEMA_VERSIONS } from './generated/schemas.generated';

const LIB = join(__dirname, '..');
const RELEASED = join(LIB, 'schemas/released');

interface Named {
  readonly type: string;
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: Schema }[];
}
type Schema = string | readonly Schema[] | (Named & { readonly items?: Schema; readonly values?: Schema });

const CURRENT = SCHEMA_VERSIONS.filter((version) => version.current);
const parse = (text: string): Schema => JSON.parse(text) as Schema;

/** Every schema within one, itself included. */
function within(schema: Schema): Schema[] {
  if (typeof schema === 'string') return [schema];
  if (Array.isArray(schema)) return [schema, ...schema.flatMap((branch: Schema) => within(branch))];
  const { fields = [], items, values } = schema as Exclude<Schema, string | readonly Schema[]>;
  return [schema, ...[...fields.map(({ type }) => type), items, values].flatMap((part) => (part ? within(part) : []))];
}

const records = (schema: Schema): Named[] =>
  within(schema).filter((part) => (part as Named).type === 'record') as Named[];

/** The unions of a schema by record and field; those within a record that the field holds are that record's. */
const unions = (schema: Schema): Map<string, readonly string[]> =>
  new Map(
    records(schema).flatMap(({ name, fields }) =>
      fields.flatMap((field) => {
        const union = unionOf(field.type);
        return union === undefined ? [] : [[`${name}.${field.name}`, union.map(branchName)] as const];
      }),
    ),
  );

/** The union that a type is, or that the items of a list or the values of a map are. */
function unionOf(type: Schema): readonly Schema[] | undefined {
  if (Array.isArray(type)) return type as readonly Schema[];
  if (typeof type === 'string') return undefined;
  const { items, values } = type as { items?: Schema; values?: Schema };
  const inner = items ?? values;
  return inner === undefined ? undefined : unionOf(inner);
}

const branchName = (branch: Schema): string =>
  typeof branch === 'string' ? branch : ((branch as Named).name ?? (branch as Named).type);

describe('the generated TypeScript', () => {
  it('is that of the schemas', () => {
    execFileSync(process.execPath, [join(LIB, 'tools/generate.mjs'), '--check'], { stdio: 'pipe' });
  });
});

describe.each(CURRENT)('the schema of $record', ({ record, text }) => {
  const schema = parse(text);

  it('is one that Avro takes, of the envelope and a union as payload', () => {
    const type = Type.forSchema(JSON.parse(text) as never) as unknown as { name: string; fields: { name: string }[] };
    expect(type.name).toBe(`io.tessera.${record}`);
    const names = type.fields.map(({ name }) => name);
    expect(names.slice(0, 9)).toEqual([
      'id',
      'src',
      'seq',
      'requestId',
      'application',
      'at',
      'recordedAt',
      'catalogVersion',
      'currency',
    ]);
    expect(names.at(-1)).toBe('payload');
    expect(Array.isArray(records(schema)[0]?.fields.at(-1)?.type)).toBe(true);
  });

  it('has no list of items that take no bytes: their count would be free', () => {
    const items = within(schema).flatMap((part) => (part as { items?: Schema }).items ?? []);
    for (const item of items) expect(takesBytes(item, text)).toBe(true);
  });

  it('has no field that holds JSON', () => {
    const names = records(schema).flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(names.filter((name) => /json/i.test(name))).toEqual([]);
  });
});

/** A union takes its branch number, a string its length; only null and records of nothing take no bytes. */
function takesBytes(schema: Schema, text: string): boolean {
  if (Array.isArray(schema)) return true;
  if (typeof schema !== 'string') return recordTakesBytes(schema as Named, text);
  const named = records(parse(text)).find(({ name }) => name === schema);
  return named ? recordTakesBytes(named, text) : schema !== 'null';
}

const recordTakesBytes = (record: Named, text: string): boolean =>
  record.type !== 'record' || record.fields.some((field) => takesBytes(field.type, text));

it('knows what takes no bytes', () => {
  const nothing = { type: 'record', name: 'N', fields: [{ name: 'n', type: 'null' }] };
  expect(['null', 'string', 'N'].map((name) => takesBytes(name, JSON.stringify(nothing)))).toEqual([
    false,
    true,
    false,
  ]);
});

describe('schema ids', () => {
  it('are given once', () => {
    const ids = SCHEMA_VERSIONS.map(({ id }) => id);
    expect(new Set<number>(ids).size).toBe(ids.length);
  });

  it('belong to versions that go up by one', () => {
    for (const { record } of CURRENT) {
      const versions = SCHEMA_VERSIONS.filter((entry) => entry.record === record).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
  });
});

const plain = (text: string): Type => Type.forSchema(JSON.parse(text) as never);

const RELEASES = readdirSync(RELEASED).flatMap((record) =>
  readdirSync(join(RELEASED, record)).map((file) => ({
    record,
    file,
    released: readFileSync(join(RELEASED, record, file), 'utf8'),
    text: CURRENT.find((entry) => entry.record === record)?.text ?? '',
  })),
);

describe.each(RELEASES)('what $record $file wrote', ({ record, file, released, text }) => {
  it('was written by the schema that its id still names: a change needs a new version (README)', () => {
    const version = SCHEMA_VERSIONS.find((entry) => entry.record === record && `${entry.version}.avsc` === file);
    expect(JSON.parse(version?.text ?? 'null')).toEqual(JSON.parse(released));
  });

  it('is readable now', () => {
    expect(() => plain(text).createResolver(plain(released))).not.toThrow();
  });

  it('has its branches where they were', () => {
    const now = unions(parse(text));
    for (const [place, branches] of unions(parse(released))) {
      expect(now.get(place)?.slice(0, branches.length)).toEqual(branches);
    }
  });

  if (record === 'EffectRecord') {
    it('has readers that still read what is written now', () => {
      expect(() => plain(released).createResolver(plain(text))).not.toThrow();
    });
  }
});

describe('a codec of two versions', () => {
  const version = (name: string, payload: unknown[], more: unknown[] = []) =>
    JSON.stringify({
      ...{ type: 'record', name: 'R', namespace: 'io.tessera' },
      fields: [{ name, type: 'string' }, ...more, { name: 'payload', type: payload }],
    });
  const saved = (fields: unknown[]) => ({ type: 'record', name: 'Saved', kind: 'Saved', fields });
  const dropped = { type: 'record', name: 'Dropped', kind: 'Dropped', fields: [{ name: 'id', type: 'long' }] };
  const first = version('id', [saved([{ name: 'at', type: 'long' }])]);
  const second = version(
    'id',
    [
      saved([
        { name: 'at', type: 'long' },
        { name: 'by', type: ['null', 'string'], default: null },
      ]),
      dropped,
    ],
    [
      { name: 'count', type: 'long', default: 7 },
      { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
    ],
  );
  const before = new RecordCodec([{ id: 1, current: true, text: first }]);
  const after = new RecordCodec([
    { id: 1, current: false, text: first },
    { id: 9, current: true, text: second },
  ]);

  it('reads what the first wrote, with the defaults of what is new', () => {
    const bytes = before.encode({ id: 'a', payload: { kind: 'Saved', at: 2n ** 60n } }, 100);
    expect(after.decode(bytes, 100)).toEqual({
      ...{ id: 'a', count: 7n, tags: [] },
      payload: { kind: 'Saved', at: 2n ** 60n, by: null },
    });
  });

  it('writes the second', () => {
    const record = { id: 'a', count: 1n, tags: ['x'], payload: { kind: 'Dropped', id: 1n } };
    const bytes = after.encode(record, 100);
    expect(bytes[4]).toBe(9);
    expect(after.decode(bytes, 100)).toEqual(record);
    expect(() => before.decode(bytes, 100)).toThrow('schema.unknown');
  });

  it('refuses hostile bytes of the first as it does those of the second', () => {
    const bytes = Buffer.from('000000000102610080ffffffffffffffffff', 'hex');
    expect(() => after.decode(bytes, 100)).toThrow('avro.decode');
  });
});
