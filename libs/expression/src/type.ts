/** Types without parts. `decimal` is ours: an exact number, what amounts are. `dyn` is checked when it runs. */
export type ScalarKind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'decimal'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'null'
  | 'dyn'
  | 'type';

export interface ScalarType {
  readonly kind: ScalarKind;
}

export interface ListType {
  readonly kind: 'list';
  readonly element: Type;
  /** The most elements it can have; the static cost counts with it. */
  readonly max: number;
}

/** A list of past things, newest first, whose value is a `HistoryList`: `.within('30d')` picks the window. */
export interface HistoryType {
  readonly kind: 'history';
  readonly element: Type;
  readonly max: number;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: Type;
  readonly value: Type;
  readonly max: number;
}

/** Texts without order, of which only membership and size can be asked: `in` is one look-up, however many there are. */
export interface SetType {
  readonly kind: 'set';
}

/** Any field may be absent when it runs: `has()` is then false and reading it an error. */
export interface ObjectType {
  readonly kind: 'object';
  /** For messages: `cart item`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Type>>;
}

export type Type = ScalarType | ListType | HistoryType | MapType | SetType | ObjectType;

/** Lists and maps of which nothing is declared have at most this many elements: the limit on attribute lists. */
const DEFAULT_MAX = 1000;

const scalar = (kind: ScalarKind): ScalarType => ({ kind });

export const BOOL = scalar('bool');
export const INT = scalar('int');
export const UINT = scalar('uint');
export const DOUBLE = scalar('double');
export const DECIMAL = scalar('decimal');
export const STRING = scalar('string');
export const BYTES = scalar('bytes');
export const TIMESTAMP = scalar('timestamp');
export const DURATION = scalar('duration');
export const NULL = scalar('null');
export const DYN = scalar('dyn');
export const TYPE = scalar('type');
export const SET: SetType = { kind: 'set' };

export function listOf(element: Type, max = DEFAULT_MAX): ListType {
  return { kind: 'list', element, max };
}

export function historyOf(element: Type, max: number): HistoryType {
  return { kind: 'history', element, max };
}

export function mapOf(key: Type, value: Type, max = DEFAULT_MAX): MapType {
  return { kind: 'map', key, value, max };
}

export function objectOf(name: string, fields: Readonly<Record<string, Type>>): ObjectType {
  return { kind: 'object', name, fields };
}

/** As people write it: `list(string)`, `cart item`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'history':
      return `list(${typeName(type.element)})`;
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`;
    case 'object':
      return type.name;
    default:
      return type.kind;
  }
}
