import {
  askedLast,
  conjuncts,
  constraintsOf,
  type Activation,
  type Checked,
  type Constraint,
  type Program,
} from '@tessera/expression';
import { FixedOperand, isFixed, LazyProgram } from './fixed-operand';
import { readsOf } from './reads';
import type { Sources } from './sources';

/** What a rule asks, as a whole and in the parts that it shares with other rules. */
export interface Condition {
  /** Undefined: the rule has problems, which a saved rule has not. It then fails, and says so. */
  readonly condition: Program | undefined;
  /** As it was written; for who asks why. */
  readonly checked: Checked | undefined;
  /** The place of the first operand of its `&&` that does not hold; null: all of them do. */
  readonly failing: (activation: Activation) => number | null;
  /** What must be so wherever the condition holds. */
  readonly constraints: readonly Constraint[];
  /** The operands of its `&&` that have one value for all campaigns, as long as rules run. */
  readonly fixed: readonly FixedOperand[];
  /** Whether these are all of its operands. */
  readonly isFixed: boolean;
}

/** `checked` is undefined where the condition has problems. */
export function compileCondition(sources: Sources, checked: Checked | undefined): Condition {
  if (checked === undefined) return NO_CONDITION;
  const operands = conjuncts(checked);
  const isPast = (operand: Checked): boolean => readsOf([operand], sources.bindingReads).variables.has('history');
  const fixed = new Map(operands.filter(isFixed).map((operand) => [operand, new FixedOperand(operand, sources)]));
  return {
    condition: new LazyProgram(() => sources.compiled(askedLast(checked, isPast))),
    checked,
    failing: failingOf(operands.map((operand) => new Operand(operand, isPast(operand), sources))),
    constraints: operands.flatMap((operand) => fixed.get(operand)?.equivalent ?? constraintsOf(operand)),
    fixed: [...fixed.values()],
    isFixed: fixed.size === operands.length,
  };
}

const NO_CONDITION: Condition = {
  condition: undefined,
  checked: undefined,
  failing: () => null,
  constraints: [],
  fixed: [],
  isFixed: false,
};

/** The past has to be loaded, and may be cut, so it is asked last: where another operand settles the answer, not at all. */
function failingOf(operands: readonly Operand[]): Condition['failing'] {
  const inOrder = [...operands.filter(({ isPast }) => !isPast), ...operands.filter(({ isPast }) => isPast)];
  return (activation) => {
    const failing = inOrder.find(({ program }) => program.evaluate(activation) !== true);
    return failing === undefined ? null : operands.indexOf(failing);
  };
}

class Operand {
  readonly program: Program;

  constructor(
    checked: Checked,
    readonly isPast: boolean,
    sources: Sources,
  ) {
    this.program = new LazyProgram(() => sources.compiled(checked));
  }
}
