import { CelError } from './error';
import type { Step } from './frame';
import { HistoryList } from './history';
import { CelMap } from './map';
import { noOverload } from './std/kind';
import type { HasNode, SelectNode, VariableNode, WindowNode } from './typed';
import { CelObject, type CelValue, type Result } from './value';

export function compileVariable(node: VariableNode): Step {
  const { name } = node;
  const unknown = new CelError('expr.unknown', `'${name}' has no value here`, node);
  return ({ activation }) => {
    const value = activation.resolve(name);
    if (value === undefined) return unknown;
    return value instanceof CelError ? value.at(node) : value;
  };
}

export function compileSelect(node: SelectNode, operand: Step): Step {
  const { field } = node;
  const absent = new CelError('expr.absent', `'${field}' is not set`, node);
  return (frame) => {
    const holder = operand(frame);
    if (holder instanceof CelError) return holder;
    const value = read(holder, field);
    if (value === undefined) return absent;
    return value instanceof CelError ? value.at(node) : value;
  };
}

export function compileHas(node: HasNode, operand: Step): Step {
  const { field } = node;
  return (frame) => {
    const holder = operand(frame);
    if (holder instanceof CelError) return holder;
    const value = read(holder, field);
    return value instanceof CelError ? value.at(node) : value !== undefined;
  };
}

function read(holder: CelValue, field: string): Result | undefined {
  if (holder instanceof CelObject || holder instanceof CelMap) return holder.get(field);
  return noOverload(`.${field}`, holder);
}

export function compileWindow(node: WindowNode, operand: Step): Step {
  const { milliseconds } = node;
  return (frame) => {
    const list = operand(frame);
    if (!(list instanceof HistoryList)) return list instanceof CelError ? list : noOverload('within', list).at(node);
    const items = milliseconds === null ? list.all() : list.within(milliseconds);
    return items instanceof CelError ? items.at(node) : items;
  };
}
