import type { Key, Program } from '@tessera/expression';
import type { FixedOperand } from '../rules/fixed-operand';
import type { Reading } from './indexed-rule';
import type { Operand, Operands } from './operand';

/** An operand that rules share. */
export interface Answer {
  /** true, false, or (neither of them) an error. */
  in(reading: Reading): unknown;
}

/** Evaluated once per reading, when the first rule asks. */
class Evaluated implements Answer {
  private generation = 0;
  private value: unknown;

  constructor(private readonly program: Program) {}

  in({ generation, activation }: Reading): unknown {
    if (this.generation === generation) return this.value;
    this.generation = generation;
    return (this.value = this.program.evaluate(activation));
  }
}

/** Compared by keys, which settle it but where they are equal; the values are asked then. */
class Compared implements Answer {
  private readonly exact: Evaluated;

  constructor(
    private readonly operand: Operand,
    private readonly bound: number,
    private readonly isAbove: boolean,
    program: Program,
  ) {
    this.exact = new Evaluated(program);
  }

  in(reading: Reading): unknown {
    const [key] = this.operand.read(reading);
    if (typeof key === 'number' && (key > this.bound || key < this.bound)) return key > this.bound === this.isAbove;
    return this.exact.in(reading);
  }
}

/** Looked up among the keys that are read anyway. Where it is not there, the rule lacks what it needs: that is a no. */
class LookedUp implements Answer {
  constructor(
    private readonly operand: Operand,
    private readonly keys: readonly Key[],
  ) {}

  in(reading: Reading): boolean {
    const there = this.operand.read(reading);
    for (const key of this.keys) if (there.includes(key)) return true;
    return false;
  }
}

interface Shared {
  readonly answer: Answer;
  users: number;
}

/** The operands of all rules of the index, each once. */
export class Answers {
  private readonly byKey = new Map<string, Shared>();

  constructor(private readonly operands: Operands) {}

  take(operand: FixedOperand): Answer {
    const shared = this.byKey.get(operand.key) ?? { answer: this.answerOf(operand), users: 0 };
    this.byKey.set(operand.key, shared);
    shared.users += 1;
    return shared.answer;
  }

  giveBack({ key }: FixedOperand): void {
    const shared = this.byKey.get(key);
    if (shared === undefined) return;
    shared.users -= 1;
    if (shared.users === 0) this.byKey.delete(key);
  }

  private answerOf(operand: FixedOperand): Answer {
    const { equivalent, bound } = operand;
    if (equivalent !== undefined) return new LookedUp(this.operands.at(equivalent.path), equivalent.keys);
    const program = operand.compiled();
    if (bound === undefined) return new Evaluated(program);
    return new Compared(this.operands.at(bound.path), bound.bound, bound.kind === 'atLeast', program);
  }
}
