import { assignable } from './assign';
import {
  BOOL,
  BYTES,
  DECIMAL,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  SET,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
  type Type,
} from './type';

export interface Signature {
  readonly params: readonly Type[];
  readonly result: Type;
}

const TYPES: Readonly<Record<string, Type>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  decimal: DECIMAL,
  string: STRING,
  bytes: BYTES,
  timestamp: TIMESTAMP,
  duration: DURATION,
  type: TYPE,
  dyn: DYN,
  list: listOf(DYN),
  map: mapOf(DYN, DYN),
  set: SET,
};

/** Any two of int, uint and double compare. */
const ORDER = `int int, int uint, int double, uint int, uint uint, uint double, double int, double uint, double double,
  decimal decimal, string string, bytes bytes, bool bool, timestamp timestamp, duration duration`;
const TIME_PART = 'timestamp -> int, timestamp string -> int';
const CLOCK_PART = `${TIME_PART}, duration -> int`;
const TEXT_TEST = 'string string -> bool';

/**
 * Functions and operators with their parameter types and results, by CEL's standard definitions and with ours for decimal.
 * A name with a dot is a method; its first parameter is the target. What is generic (`==`, `in`, `[]`, `?:`, macros,
 * lists with `+`) is settled in check-call.ts.
 */
const DEFINITIONS: Readonly<Record<string, string>> = {
  '_+_': `int int -> int, uint uint -> uint, double double -> double, decimal decimal -> decimal,
    string string -> string, bytes bytes -> bytes, timestamp duration -> timestamp, duration timestamp -> timestamp,
    duration duration -> duration`,
  '_-_': `int int -> int, uint uint -> uint, double double -> double, decimal decimal -> decimal,
    timestamp timestamp -> duration, timestamp duration -> timestamp, duration duration -> duration`,
  '_*_': 'int int -> int, uint uint -> uint, double double -> double, decimal decimal -> decimal',
  '_/_': 'int int -> int, uint uint -> uint, double double -> double, decimal decimal -> decimal',
  '_%_': 'int int -> int, uint uint -> uint',
  '-_': 'int -> int, double -> double, decimal -> decimal',
  '!_': 'bool -> bool',
  '_<_': withResult(ORDER),
  '_<=_': withResult(ORDER),
  '_>_': withResult(ORDER),
  '_>=_': withResult(ORDER),
  size: 'string -> int, bytes -> int, list -> int, map -> int, set -> int',
  '.size': 'string -> int, bytes -> int, list -> int, map -> int, set -> int',
  '.count': 'list -> int',
  '.contains': TEXT_TEST,
  '.startsWith': TEXT_TEST,
  '.endsWith': TEXT_TEST,
  '.matches': TEXT_TEST,
  matches: TEXT_TEST,
  percent: 'decimal decimal -> decimal',
  decimal: 'decimal -> decimal, double -> decimal, uint -> decimal, string -> decimal',
  int: 'int -> int, uint -> int, double -> int, decimal -> int, string -> int, timestamp -> int, duration -> int',
  uint: 'uint -> uint, int -> uint, double -> uint, string -> uint',
  double: 'double -> double, int -> double, uint -> double, decimal -> double, string -> double',
  string: `string -> string, bool -> string, int -> string, uint -> string, double -> string, decimal -> string,
    bytes -> string, timestamp -> string, duration -> string`,
  bytes: 'bytes -> bytes, string -> bytes',
  bool: 'bool -> bool, string -> bool',
  timestamp: 'timestamp -> timestamp, string -> timestamp, int -> timestamp',
  duration: 'duration -> duration, string -> duration, int -> duration',
  dyn: 'dyn -> dyn',
  type: 'dyn -> type',
  '.getFullYear': TIME_PART,
  '.getMonth': TIME_PART,
  '.getDate': TIME_PART,
  '.getDayOfMonth': TIME_PART,
  '.getDayOfWeek': TIME_PART,
  '.getDayOfYear': TIME_PART,
  '.getHours': CLOCK_PART,
  '.getMinutes': CLOCK_PART,
  '.getSeconds': CLOCK_PART,
  '.getMilliseconds': CLOCK_PART,
};

const SIGNATURES: ReadonlyMap<string, readonly Signature[]> = new Map(
  Object.entries(DEFINITIONS).map(([name, text]) => [name, text.split(',').map(parseSignature)]),
);

function withResult(pairs: string): string {
  return pairs.replaceAll(',', ' -> bool,').concat(' -> bool');
}

function parseSignature(text: string): Signature {
  const [params = '', result = ''] = text.split('->');
  return { params: params.trim().split(/\s+/).map(typeOf), result: typeOf(result.trim()) };
}

function typeOf(name: string): Type {
  const type = TYPES[name];
  if (type === undefined) throw new TypeError(`no type ${name}`);
  return type;
}

/** All signatures of a function; undefined: no such function. */
export function signaturesOf(name: string): readonly Signature[] | undefined {
  return SIGNATURES.get(name);
}

/** Names for suggestions: of methods, or of functions (operators have no names that anyone mistypes). */
export function functionNames(methods: boolean): string[] {
  return [...SIGNATURES.keys()].filter((name) => name.startsWith('.') === methods && !name.includes('_'));
}

/** What a call with these arguments gives; `dyn` where that depends on values. Undefined: no overload takes them. */
export function resultOf(signatures: readonly Signature[], args: readonly Type[]): Type | undefined {
  const [first, ...rest] = signatures.filter((signature) => takes(signature, args));
  if (first === undefined) return undefined;
  return rest.every((other) => other.result === first.result) ? first.result : DYN;
}

function takes(signature: Signature, args: readonly Type[]): boolean {
  const { params } = signature;
  return params.length === args.length && params.every((param, index) => assignable(args[index] ?? DYN, param));
}
