import fc from 'fast-check';
import { z } from 'zod';
import { shapeReader } from './shape-reader';

const schema = z.object({
  text: z.string(),
  count: z.number().nullish(),
  list: z.array(z.object({ price: z.number() })).optional(),
  costs: z.record(z.string(), z.object({ price: z.number() })).optional(),
  any: z.record(z.string(), z.unknown()).nullish(),
  ids: z.array(z.int().positive()).optional(),
  kind: z.enum(['a', 'b']).optional(),
  whole: z.int().optional(),
  until: z.iso.datetime({ offset: true }).nullish(),
});
const read = shapeReader(schema);

/** Values that are nearly right, so that both answers are common. */
const value = fc.oneof(
  fc.record(
    {
      text: fc.oneof(fc.string(), fc.constant(null), fc.integer()),
      count: fc.oneof(fc.double(), fc.constant(null), fc.string()),
      list: fc.oneof(fc.array(fc.record({ price: fc.oneof(fc.double(), fc.string()) })), fc.constant({})),
      costs: fc.oneof(fc.dictionary(fc.string(), fc.record({ price: fc.integer() })), fc.constant([])),
      any: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
      ids: fc.array(fc.oneof(fc.integer(), fc.double())),
      kind: fc.constantFrom('a', 'b', 'c', 1),

      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.record({ text: fc.string(), list: fc.array(fc.record({ price: fc.integer() })) }),
  fc.record({
    text: fc.string(),
    whole: fc.oneof(fc.integer(), fc.double()),
    until: fc.constantFrom('2026-09-01T00:00:00Z', 'soon', null),
  }),
  fc.jsonValue(),
);

it('takes what zod takes, and nothing else', () => {
  fc.assert(
    fc.property(value, (candidate) => {
      const { success } = schema.safeParse(candidate);
      if (success) expect(read(candidate)).toEqual(expect.objectContaining(schema.parse(candidate)));
      else expect(() => read(candidate)).toThrow(expect.objectContaining({ status: 400 }) as Error);
    }),
    { numRuns: 2000 },
  );
});

it('says what is wrong as zod does', () => {
  expect(() => read({ text: 't', list: [{ price: 'x' }] })).toThrow(
    expect.objectContaining({
      errors: [expect.objectContaining({ code: 'field.type', source: { pointer: '/list/0/price' } })],
    }) as Error,
  );
});
