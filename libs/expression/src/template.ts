import type { Checked, CheckResult } from './check';
import type { Activation, Ports } from './compile';
import type { Environment } from './environment';
import type { CelError } from './error';

export interface Template {
  readonly source: string;
  /** Text, and expressions whose values are put in as text. */
  readonly parts: readonly (string | Checked)[];
}

export type TemplateResult =
  | { readonly ok: true; readonly template: Template }
  | Extract<CheckResult, { readonly ok: false }>;

/** `Hello {{ profile.attributes.name }}`. Error positions count in the template. */
export declare function parseTemplate(source: string, environment: Environment): TemplateResult;

export interface TemplateProgram {
  render(activation: Activation): string | CelError;
}

export declare function compileTemplate(template: Template, ports?: Ports): TemplateProgram;
