import { CelError } from './error';
import { compilePattern } from './std/text';
import { childrenOf, type CallNode, type Typed } from './typed';

/** Steps of calls whose work grows with the text. */
const TEXT_STEPS: ReadonlyMap<string, number> = new Map([
  ['.contains', 20],
  ['size', 20],
  ['.size', 20],
  ['string', 20],
  ['bytes', 20],
]);

/** Elementary steps in the worst case, where every list is as long as its type allows. */
export function costOf(node: Typed): number {
  const own = node.kind === 'call' ? callSteps(node) : 1;
  if (node.kind === 'condition') {
    return own + costOf(node.test) + Math.max(costOf(node.then), costOf(node.otherwise));
  }
  if (node.kind === 'window') return own + costOf(node.operand) + maxOf(node);
  if (node.kind !== 'fold') return childrenOf(node).reduce((sum, child) => sum + costOf(child), own);
  const body = [node.condition, node.result].reduce((sum, part) => sum + (part ? costOf(part) : 0), 1);
  return own + costOf(node.range) + maxOf(node.range) * (node.macro === 'distinct' ? body + 1 : body);
}

function callSteps(node: CallNode): number {
  const [left, right] = node.args;
  switch (node.name) {
    case '@in':
      return right?.type.kind === 'list' ? 1 + maxOf(right) : 1;
    case '_==_':
    case '_!=_':
      return 1 + Math.min(left ? maxOf(left) : 0, right ? maxOf(right) : 0);
    case '_+_':
      return 1 + maxOf(node);
    case '.matches':
    case 'matches':
      return patternSteps(right);
    default:
      return TEXT_STEPS.get(node.name) ?? 1;
  }
}

/** The most elements that the value can have; what is no collection has none. */
function maxOf({ type }: Typed): number {
  return type.kind === 'list' || type.kind === 'map' || type.kind === 'history' ? type.max : 0;
}

/** A regular expression runs once over the text; one that is computed is compiled each time as well. */
function patternSteps(pattern: Typed | undefined): number {
  const constant = pattern?.kind === 'constant' && typeof pattern.value === 'string' ? pattern.value : undefined;
  const compiled = constant === undefined ? undefined : compilePattern(constant);
  if (compiled === undefined || compiled instanceof CelError) return 50_000;
  return 1000 + 20 * compiled.programSize();
}
