import { childrenOf, type CallNode, type Typed, type TypedFold } from './typed';

/** A window that an expression reads of a history list. */
export interface HistoryWindow {
  /** `history.sessions` */
  readonly list: string;
  /** Null: all of it. */
  readonly milliseconds: bigint | null;
}

export interface Reads {
  readonly variables: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
  readonly windows: readonly HistoryWindow[];
  readonly timeZones: ReadonlySet<string>;
}

/** What an expression may ask its activation for, found in its text alone. */
export function readsOf(root: Typed): Reads {
  const reads = { variables: new Set<string>(), paths: new Set<string>(), windows: [], timeZones: new Set<string>() };
  collect({ ...reads, locals: [] }, root, true);
  return reads;
}

interface Collecting {
  readonly variables: Set<string>;
  readonly paths: Set<string>;
  readonly windows: HistoryWindow[];
  readonly timeZones: Set<string>;
  /** What the macro variables stand for, by slot. */
  readonly locals: (string | undefined)[];
}

/** `ends`: nothing selects further from this node, so its path is one that is read. */
function collect(reads: Collecting, node: Typed, ends: boolean): void {
  const path = pathOf(reads, node);
  if (ends && path !== undefined) reads.paths.add(path);
  if (node.kind === 'variable') reads.variables.add(node.name);
  if (node.kind === 'window') reads.windows.push({ list: path ?? '', milliseconds: node.milliseconds });
  if (node.kind === 'call') collectTimeZone(reads, node);
  if (node.kind === 'fold') return collectFold(reads, node);
  const [first, ...rest] = childrenOf(node);
  if (first !== undefined) collect(reads, first, path === undefined);
  rest.forEach((child) => collect(reads, child, true));
}

function collectFold(reads: Collecting, node: TypedFold): void {
  collect(reads, node.range, true);
  const range = pathOf(reads, node.range);
  reads.locals[node.slot] = range && `${range}[]`;
  if (node.condition !== undefined) collect(reads, node.condition, true);
  if (node.result !== undefined) collect(reads, node.result, true);
}

function collectTimeZone(reads: Collecting, { name, args: [, zone] }: CallNode): void {
  if (name.startsWith('.get') && zone?.kind === 'constant' && typeof zone.value === 'string') {
    reads.timeZones.add(zone.value);
  }
}

/** `history.sessions[].total`; undefined where the value is computed. */
function pathOf(reads: Collecting, node: Typed): string | undefined {
  switch (node.kind) {
    case 'variable':
      return node.name;
    case 'local':
      return reads.locals[node.slot];
    case 'select':
    case 'has':
      return joined(pathOf(reads, node.operand), `.${node.field}`);
    case 'window':
      return pathOf(reads, node.operand);
    case 'call':
      return node.name === '_[_]' && node.args[0] ? joined(pathOf(reads, node.args[0]), '[]') : undefined;
    case 'fold':
      return node.macro === 'filter' ? pathOf(reads, node.range) : undefined;
    default:
      return undefined;
  }
}

function joined(path: string | undefined, step: string): string | undefined {
  return path === undefined ? undefined : path + step;
}
