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

const PORTS = { timeZoneOffset: intlTimeZoneOffset };

/** Checks and compiles the expressions of one rule, and keeps what is wrong with them and what they read. */
export class Sources {
  readonly problems: RuleProblem[] = [];
  readonly checked: Checked[] = [];
  private variables: RuleVariables;

  constructor(variables: RuleVariables) {
    this.variables = variables;
  }

  get names(): RuleVariables {
    return this.variables;
  }

  /** A binding's name from here on. */
  declare(name: string, type: Type): void {
    this.variables = { ...this.variables, [name]: type };
  }

  /** With `expected`, of that type; `bound` are names that hold in this expression alone. Undefined: it has problems. */
  check(source: string, pointer: string, expected?: Type, bound: RuleVariables = {}): Checked | undefined {
    const result = check(source, { variables: { ...this.variables, ...bound } }, expected);
    if (result.ok) return this.accepted(result.checked, pointer);
    this.problems.push(...result.errors.map((error) => expressionProblem(pointer, error)));
    return undefined;
  }

  program(source: string, pointer: string, expected?: Type, bound?: RuleVariables): Program | undefined {
    const checked = this.check(source, pointer, expected, bound);
    return checked === undefined ? undefined : compile(checked, PORTS);
  }

  template(source: string, pointer: string): TemplateProgram | undefined {
    const result = parseTemplate(source, { variables: this.variables });
    if (!result.ok) {
      this.problems.push(...result.errors.map((error) => expressionProblem(pointer, error)));
      return undefined;
    }
    this.checked.push(...result.template.parts.filter((part) => typeof part !== 'string'));
    return compileTemplate(result.template, PORTS);
  }

  /** A zone that is not known would only be found out when the rule runs. */
  private accepted(checked: Checked, pointer: string): Checked | undefined {
    const unknown = [...checked.timeZones].filter((zone) => !isZone(zone));
    this.problems.push(...unknown.map((zone) => problem('expr.zone', pointer, `there is no time zone ${zone}`)));
    this.checked.push(checked);
    return unknown.length === 0 ? checked : undefined;
  }
}

function isZone(zone: string): boolean {
  return zone === 'UTC' || /^[+-]?\d\d:\d\d$/.test(zone) || intlTimeZoneOffset(zone, 0n) !== undefined;
}
