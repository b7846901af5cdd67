/** Reads Avro's binary encoding by its schema (Avro 1.12 specification, "Binary Encoding"): a page of code, no library. */
export function decoderOf(schema) {
  const named = namesOf(schema);
  return (bytes) => {
    const input = { bytes, at: 0 };
    const value = read(schema, input, named);
    if (input.at !== bytes.length) throw new Error(`${bytes.length - input.at} bytes are left over`);
    return value;
  };
}

/** Every record, enum and fixed by its name: a branch may refer to a type that no record before it held. */
function namesOf(schema, named = new Map()) {
  if (schema === null || typeof schema !== 'object') return named;
  if (typeof schema.name === 'string' && COMPLEX[schema.type]) named.set(shortName(schema.name), schema);
  for (const part of Object.values(schema)) namesOf(part, named);
  return named;
}

const shortName = (name) => name.split('.').at(-1);

function long(input) {
  let result = 0n;
  for (let shift = 0n; ; shift += 7n) {
    if (input.at >= input.bytes.length) throw new Error('the record ends within a number');
    const byte = input.bytes[input.at++];
    result |= BigInt(byte & 0x7f) << shift;
    if ((byte & 0x80) === 0) return (result >> 1n) ^ -(result & 1n);
  }
}

function take(input, size) {
  if (size < 0 || input.at + size > input.bytes.length) throw new Error('the record ends too early');
  const part = input.bytes.subarray(input.at, input.at + size);
  input.at += size;
  return part;
}

function* blocks(input) {
  for (;;) {
    let count = Number(long(input));
    if (count === 0) return;
    if (count < 0) {
      count = -count;
      long(input);
    }
    for (let index = 0; index < count; index += 1) yield index;
  }
}

const PRIMITIVES = {
  null: () => null,
  boolean: (input) => take(input, 1)[0] === 1,
  int: (input) => Number(long(input)),
  long,
  float: (input) => take(input, 4).readFloatLE(0),
  double: (input) => take(input, 8).readDoubleLE(0),
  bytes: (input) => take(input, Number(long(input))),
  string: (input) => take(input, Number(long(input))).toString('utf8'),
};

const COMPLEX = {
  array: (schema, input, named) => Array.from(blocks(input), () => read(schema.items, input, named)),
  map: (schema, input, named) =>
    Object.fromEntries(Array.from(blocks(input), () => [PRIMITIVES.string(input), read(schema.values, input, named)])),
  enum: (schema, input) => schema.symbols[Number(long(input))],
  fixed: (schema, input) => take(input, schema.size),
  record: (schema, input, named) => {
    const record = { $type: shortName(schema.name) };
    for (const field of schema.fields) record[field.name] = read(field.type, input, named);
    return record;
  },
};

function read(schema, input, named) {
  if (Array.isArray(schema)) return read(schema[Number(long(input))], input, named);
  if (typeof schema === 'string') {
    return PRIMITIVES[schema] ? PRIMITIVES[schema](input) : read(named.get(shortName(schema)), input, named);
  }
  const complex = COMPLEX[schema.type];
  return complex ? complex(schema, input, named) : read(schema.type, input, named);
}
