import { askedLast, conjuncts, constraintsOf, type Checked, type Constraint, type Program } from '@tessera/expression';
import { FixedOperand, isFixed, LazyProgram } from './fixed-operand';
import { readsOf, type Reads } from './reads';
import type { Sources } from './sources';

/** What a rule asks, as a whole and in the parts that it shares with other rules. */
export interface Condition {
  /** Undefined: the rule has problems, which a saved rule has not. It then fails, and says so. */
  readonly condition: Program | undefined;
  /** What must be so wherever the condition holds. */
  readonly constraints: readonly Constraint[];
  /** The operands of its `&&` that have one value for all campaigns, as long as rules run. */
  readonly fixed: readonly FixedOperand[];
  /** Whether these are all of its operands. */
  readonly isFixed: boolean;
}

/** `checked` is undefined where the condition has problems; `bindings` are what the rule's bindings read. */
export function compileCondition(
  sources: Sources,
  checked: Checked | undefined,
  bindings: ReadonlyMap<string, Reads>,
): Condition {
  if (checked === undefined) return { condition: undefined, constraints: [], fixed: [], isFixed: false };
  const operands = conjuncts(checked);
  const fixed = new Map(operands.filter(isFixed).map((operand) => [operand, new FixedOperand(operand, sources)]));
  return {
    condition: new LazyProgram(() => sources.compiled(pastLast(checked, bindings))),
    constraints: operands.flatMap((operand) => fixed.get(operand)?.equivalent ?? constraintsOf(operand)),
    fixed: [...fixed.values()],
    isFixed: fixed.size === operands.length,
  };
}

/** The past has to be loaded, and may be cut, so it is asked last: where another operand settles the answer, not at all. */
function pastLast(condition: Checked, bindings: ReadonlyMap<string, Reads>): Checked {
  return askedLast(condition, (operand) => readsOf([operand], bindings).variables.has('history'));
}
