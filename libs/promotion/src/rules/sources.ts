import {
  check,
  compile,
  compileTemplate,
  intlTimeZoneOffset,
  parseTemplate,
  type Checked,
  type Program,
  type TemplateProgram,
  type Type,
} from '@tessera/expression';
import type { RuleVariables } from './environment';
import { expressionProblem, problem, type RuleProblem } from './problem';
import { readsOf, type Reads } from './reads';

const PORTS = { timeZoneOffset: intlTimeZoneOffset };

/** Names that hold in one expression alone, which runs so many times. */
export interface Each {
  readonly bound: RuleVariables;
  readonly times: number;
}

/** What one expression may take: elementary steps on the longest lists that its types allow. */
export interface Cost {
  readonly pointer: string;
  readonly steps: number;
}

/** Checks and compiles the expressions of one rule, and keeps what is wrong with them, what they read and what they cost. */
export class Sources {
  readonly problems: RuleProblem[] = [];
  readonly checked: Checked[] = [];
  readonly costs: Cost[] = [];
  /** By the names of bindings. */
  readonly bindingReads = new Map<string, Reads>();
  private variables: RuleVariables;

  constructor(variables: RuleVariables) {
    this.variables = variables;
  }

  get names(): RuleVariables {
    return this.variables;
  }

  /** A binding's name from here on, for what was checked last. */
  declare(name: string, checked: Checked): void {
    this.variables = { ...this.variables, [name]: checked.type };
    this.bindingReads.set(name, readsOf([checked], this.bindingReads));
  }

  /** What the expressions read, with their bindings, that were checked when there were `before` of them. */
  readsSince(before: number): Reads {
    return readsOf(this.checked.slice(before), this.bindingReads);
  }

  /**
   * With `expected`, of that type; `each` are names that hold in this expression alone, which runs once for each of `times`
   * things. Undefined: it has problems.
   */
  check(source: string, pointer: string, expected?: Type, each?: Each): Checked | undefined {
    const result = check(source, { variables: { ...this.variables, ...each?.bound } }, expected);
    if (result.ok) return this.accepted(result.checked, pointer, each?.times ?? 1);
    this.problems.push(...result.errors.map((error) => expressionProblem(pointer, error)));
    return undefined;
  }

  program(source: string, pointer: string, expected?: Type, each?: Each): Program | undefined {
    const checked = this.check(source, pointer, expected, each);
    return checked && this.compiled(checked);
  }

  compiled(checked: Checked): Program {
    return compile(checked, PORTS);
  }

  template(source: string, pointer: string, each?: Each): TemplateProgram | undefined {
    const result = parseTemplate(source, { variables: { ...this.variables, ...each?.bound } });
    if (!result.ok) {
      this.problems.push(...result.errors.map((error) => expressionProblem(pointer, error)));
      return undefined;
    }
    const parts = result.template.parts.filter((part) => typeof part !== 'string');
    this.checked.push(...parts);
    const steps = parts.reduce((sum, { cost }) => sum + cost, 0);
    this.costs.push({ pointer, steps: steps * (each?.times ?? 1) });
    return compileTemplate(result.template, PORTS);
  }

  /** A zone that is not known would only be found out when the rule runs. */
  private accepted(checked: Checked, pointer: string, times: number): Checked | undefined {
    const unknown = [...checked.timeZones].filter((zone) => !isZone(zone));
    this.problems.push(...unknown.map((zone) => problem('expr.zone', pointer, `there is no time zone ${zone}`)));
    this.checked.push(checked);
    this.costs.push({ pointer, steps: checked.cost * times });
    return unknown.length === 0 ? checked : undefined;
  }
}

function isZone(zone: string): boolean {
  return zone === 'UTC' || /^[+-]?\d\d:\d\d$/.test(zone) || intlTimeZoneOffset(zone, 0n) !== undefined;
}
