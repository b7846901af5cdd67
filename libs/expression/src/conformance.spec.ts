import { fromBinary, isMessage } from '@bufbuild/protobuf';
import { DurationSchema, TimestampSchema } from '@bufbuild/protobuf/wkt';
import type { Type as SpecType } from '@bufbuild/cel-spec/cel/expr/checked_pb.js';
import type { Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import {
  getConformanceSuite,
  type IncrementalTest,
  type IncrementalTestSuite,
} from '@bufbuild/cel-spec/testdata/tests.js';
import { check, checkDynamic } from './check';
import { compile } from './compile';
import type { Environment } from './environment';
import { CelError } from './error';
import { CelMap } from './map';
import { equals } from './std/compare';
import { kindOf } from './std/kind';
import { intlTimeZoneOffset } from './std/time-zone';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  STRING,
  TIMESTAMP,
  UINT,
  type Type,
} from './type';
import { Duration, Timestamp, TypeValue, Uint, type CelValue, type Result } from './value';

/*
 * CEL's own conformance tests, the core sections, against our checker and our compiler. Left out by contract: tests on
 * protobuf messages and on back-quoted field names, which this language does not have.
 */
const SECTIONS = [
  'basic',
  'comparisons',
  'conversions',
  'fields',
  'fp_math',
  'integer_math',
  'lists',
  'logic',
  'macros',
  'namespace',
  'parse',
  'plumbing',
  'string',
  'timestamps',
];
const LEFT_OUT = /TestAllTypes|proto2|proto3|google\.protobuf|`/;

interface Case {
  readonly path: string;
  readonly test: IncrementalTest['original'];
}

function casesOf(suite: IncrementalTestSuite, path: string): Case[] {
  const own = suite.tests.map(({ original }) => ({ path: `${path}/${original.name}`, test: original }));
  return [...own, ...suite.suites.flatMap((inner) => casesOf(inner, `${path}/${inner.name}`))];
}

const cases = getConformanceSuite()
  .suites.filter((suite) => SECTIONS.includes(suite.name))
  .flatMap((suite) => casesOf(suite, suite.name))
  .filter(({ test }) => !LEFT_OUT.test(test.expr));

describe('CEL conformance, core sections', () => {
  it('has the 1,045 tests of the contract; none is skipped', () => {
    expect(cases).toHaveLength(1045);
  });

  it.each(cases)('$path', ({ test }) => {
    const result = run(test);
    const { resultMatcher: matcher } = test;
    if (matcher.case === 'evalError') return expect(result).toBeInstanceOf(CelError);
    if (matcher.case !== 'value') throw new Error(`unknown matcher ${String(matcher.case)}`);
    expect(result).not.toBeInstanceOf(CelError);
    expectSame(result as CelValue, toCel(matcher.value));
    return undefined;
  });
});

/** Runs a test. The checker takes them all: their errors are errors of running. */
function run(test: Case['test']): Result {
  const values = new Map(
    Object.entries(test.bindings).map(([name, { kind }]) => {
      if (kind.case !== 'value') throw new Error(`unknown binding ${String(kind.case)}`);
      return [name, toCel(kind.value)];
    }),
  );
  const outcome = test.disableCheck
    ? checkDynamic(test.expr, { ...environmentOf(test), variables: dynamicVariables(values) })
    : check(test.expr, environmentOf(test));
  if (!outcome.ok) throw new Error(outcome.errors.map((error) => error.message).join('; '));
  const program = compile(outcome.checked, { timeZoneOffset: intlTimeZoneOffset });
  return program.evaluate({ resolve: (name) => values.get(name) });
}

function environmentOf(test: Case['test']): Environment {
  const variables: Record<string, Type> = {};
  for (const { name, declKind } of test.typeEnv) {
    if (declKind.case === 'ident' && declKind.value.type) variables[name] = toType(declKind.value.type);
  }
  return { variables, container: test.container };
}

function dynamicVariables(values: ReadonlyMap<string, CelValue>): Record<string, Type> {
  return Object.fromEntries([...values.keys()].map((name) => [name, DYN]));
}

/** Equal in CEL is too weak here: 1, 1u and 1.0 are. NaN equals itself. */
function expectSame(actual: CelValue, expected: CelValue): void {
  expect(kindOf(actual)).toBe(kindOf(expected));
  if (typeof expected === 'number') expect(actual).toBe(expected);
  else if (!equals(actual, expected)) expect(actual).toEqual(expected);
}

const PRIMITIVES: Readonly<Record<number, Type>> = { 1: BOOL, 2: INT, 3: UINT, 4: DOUBLE, 5: STRING, 6: BYTES };
const WELL_KNOWN: Readonly<Record<number, Type>> = { 1: DYN, 2: TIMESTAMP, 3: DURATION };
const MESSAGES: Readonly<Record<string, Type>> = {
  'google.protobuf.Timestamp': TIMESTAMP,
  'google.protobuf.Duration': DURATION,
};

function toType({ typeKind: kind }: SpecType): Type {
  switch (kind.case) {
    case 'primitive':
      return PRIMITIVES[kind.value] ?? DYN;
    case 'wellKnown':
      return WELL_KNOWN[kind.value] ?? DYN;
    case 'messageType':
      return MESSAGES[kind.value] ?? DYN;
    case 'listType':
      return listOf(kind.value.elemType ? toType(kind.value.elemType) : DYN);
    case 'mapType':
      return mapOf(
        kind.value.keyType ? toType(kind.value.keyType) : DYN,
        kind.value.valueType ? toType(kind.value.valueType) : DYN,
      );
    case 'null':
      return NULL;
    default:
      return DYN;
  }
}

function toCel({ kind }: Value): CelValue {
  switch (kind.case) {
    case 'nullValue':
      return null;
    case 'uint64Value':
      return new Uint(kind.value);
    case 'boolValue':
    case 'int64Value':
    case 'doubleValue':
    case 'stringValue':
    case 'bytesValue':
      return kind.value;
    case 'typeValue':
      return new TypeValue(kind.value);
    case 'listValue':
      return kind.value.values.map(toCel);
    case 'mapValue':
      return CelMap.of(kind.value.entries.map(({ key, value }) => [toCel(key!), toCel(value!)])) as CelMap;
    case 'objectValue':
      return fromAny(kind.value.typeUrl, kind.value.value);
    default:
      throw new Error(`no value of the kind ${String(kind.case)} is in the core sections`);
  }
}

function fromAny(typeUrl: string, bytes: Uint8Array): CelValue {
  const timestamp = typeUrl.endsWith('Timestamp');
  const message = fromBinary(timestamp ? TimestampSchema : DurationSchema, bytes);
  const nanos = message.seconds * 1_000_000_000n + BigInt(message.nanos);
  return isMessage(message, TimestampSchema) ? new Timestamp(nanos) : new Duration(nanos);
}
