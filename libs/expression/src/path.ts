import { CelError } from './error';
import type { Activation } from './frame';
import { keyOf, type Key } from './key';
import { CelMap } from './map';
import type { Type } from './type';
import type { Typed } from './typed';
import { CelObject, type Result } from './value';

/** The step from a list to each of its elements. */
export const EACH = '[]';

/** Where values stand in what the host gives: `profile.attributes.tier`, `cartItems[].category`. */
export interface Path {
  /** Equal names are equal paths. */
  readonly name: string;
  readonly variable: string;
  /** Fields, and EACH. */
  readonly steps: readonly string[];
  /** Of the values that stand there. */
  readonly type: Type;
}

/** What the variables of macros stand for, by slot. */
export type Locals = readonly (Path | undefined)[];

/** The path that an expression is; undefined where its value is computed. */
export function pathOf(node: Typed, locals: Locals): Path | undefined {
  switch (node.kind) {
    case 'variable':
      return { name: node.name, variable: node.name, steps: [], type: node.type };
    case 'local':
      return locals[node.slot];
    case 'select': {
      const holder = pathOf(node.operand, locals);
      return holder && stepped(holder, node.field, `.${node.field}`, node.type);
    }
    default:
      return undefined;
  }
}

/** The elements of the list that stands there; undefined: it is no list. */
export function eachOf(path: Path): Path | undefined {
  return path.type.kind === 'list' ? stepped(path, EACH, EACH, path.type.element) : undefined;
}

function stepped({ name, variable, steps }: Path, step: string, written: string, type: Type): Path {
  return { name: name + written, variable, steps: [...steps, step], type };
}

/** The keys of all values that stand at the path; what is absent, in error or without a key has none. */
export function readKeys({ variable, steps }: Path, activation: Activation): Key[] {
  const keys: Key[] = [];
  walk(activation.resolve(variable), steps, 0, keys);
  return keys;
}

function walk(value: Result | undefined, steps: readonly string[], index: number, keys: Key[]): void {
  if (value === undefined || value instanceof CelError) return;
  const step = steps[index];
  if (step === undefined) addKey(keyOf(value), keys);
  else if (step === EACH) walkEach(value, steps, index + 1, keys);
  else if (value instanceof CelObject || value instanceof CelMap) walk(value.get(step), steps, index + 1, keys);
}

function walkEach(list: Result, steps: readonly string[], index: number, keys: Key[]): void {
  if (!Array.isArray(list)) return;
  for (const element of list as readonly Result[]) walk(element, steps, index, keys);
}

function addKey(key: Key | undefined, keys: Key[]): void {
  if (key !== undefined) keys.push(key);
}
