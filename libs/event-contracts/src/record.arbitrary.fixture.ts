import fc from 'fast-check';

type Schema = string | readonly Schema[] | SchemaObject;

interface SchemaObject {
  readonly type: string;
  readonly name?: string;
  readonly kind?: string;
  readonly logicalType?: string;
  readonly items?: Schema;
  readonly values?: Schema;
  readonly fields?: readonly { readonly name: string; readonly type: Schema }[];
}

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const text = fc.string({ unit: 'binary', maxLength: 80 });
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const PRIMITIVES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  null: fc.constant(null),
  string: text,
  boolean: fc.boolean(),
  int: fc.integer(),
  long: fc.oneof(long, fc.bigInt({ min: -1000n, max: 1000n })),
  double,
  bytes: fc.uint8Array({ maxLength: 40 }),
};

const bigInteger = fc.bigInt({ min: -(2n ** 511n), max: 2n ** 511n - 1n });

/** Records as TypeScript has them, drawn from the schema itself: a new field or branch is in the tests at once. */
export function recordArbitrary(schemaText: string): fc.Arbitrary<unknown> {
  const named = new Map<string, fc.Arbitrary<unknown>>();

  const of = (schema: Schema): fc.Arbitrary<unknown> => {
    if (typeof schema === 'string') return PRIMITIVES[schema] ?? reference(schema);
    if (Array.isArray(schema)) return fc.oneof(...schema.map((branch: Schema) => of(branch)));
    return ofObject(schema as SchemaObject);
  };

  const reference = (name: string): fc.Arbitrary<unknown> =>
    fc.constant(null).chain(() => named.get(name) ?? fc.constant(null));

  const ofObject = (schema: SchemaObject): fc.Arbitrary<unknown> => {
    if (schema.logicalType === 'big-integer') return bigInteger;
    if (schema.type === 'array') return fc.array(of(schema.items ?? 'null'), { maxLength: 3 });
    if (schema.type === 'map') return mapOf(of(schema.values ?? 'null'));
    return schema.type === 'record' ? ofRecord(schema) : of(schema.type);
  };

  const ofRecord = (schema: SchemaObject): fc.Arbitrary<unknown> => {
    const drawn = schema.name === 'Value' ? value(schema) : plain(schema);
    named.set(schema.name ?? '', drawn);
    return drawn;
  };

  const plain = ({ kind, fields = [] }: SchemaObject): fc.Arbitrary<unknown> =>
    record({
      ...(kind !== undefined && { kind: fc.constant(kind) }),
      ...Object.fromEntries(fields.map((field) => [field.name, of(field.type)])),
    });

  /** The branches of Value, with lists and maps of them as deep as `tie` allows. */
  const value = (schema: SchemaObject): fc.Arbitrary<unknown> =>
    fc.letrec((tie) => {
      const branches = (schema.fields?.[0]?.type as readonly Schema[]).map((branch) => {
        const { type } = branch as SchemaObject;
        if (type === 'array') return record({ kind: fc.constant('list'), items: fc.array(tie('value')) });
        if (type === 'map') return record({ kind: fc.constant('map'), entries: mapOf(tie('value')) });
        return of(branch);
      });
      return { value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, ...branches) };
    }).value;

  return of(JSON.parse(schemaText) as Schema);
}

const record = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  fc.record(fields, { noNullPrototype: true });

const mapOf = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    values,
    { maxKeys: 3, noNullPrototype: true },
  );
