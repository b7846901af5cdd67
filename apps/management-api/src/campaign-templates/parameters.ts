import type { NewRuleset, NewTemplateCampaign, TemplateParameter } from '@tessera/api-contracts';
import { parseInstant } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';

type Binding = NewRuleset['bindings'][number];
type Given = NewTemplateCampaign['templateParamValues'];

/** A parameter is a binding of the ruleset, so that rules name it as any other and are type-checked with its type. */
const LITERALS: Readonly<Record<TemplateParameter['type'], (value: unknown) => string | undefined>> = {
  string: (value) => (typeof value === 'string' ? textLiteral(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  number: decimalLiteral,
  percent: decimalLiteral,
  time: (value) =>
    typeof value === 'string' && parseInstant(value) !== undefined ? `timestamp(${textLiteral(value)})` : undefined,
};

/** Values with which rules are checked while nobody has given any: only their types count. */
const SAMPLES: Readonly<Record<TemplateParameter['type'], unknown>> = {
  ...{ string: '', number: 1, boolean: true, percent: 1 },
  time: '2000-01-01T00:00:00Z',
};

/** The parameters as bindings of some value. */
export function sampleBindings(parameters: readonly TemplateParameter[]): Binding[] {
  return parameters.map(({ name, type }) => bindingOf(name, LITERALS[type](SAMPLES[type]) ?? ''));
}

/**
 * The parameters as bindings of the given values. Throws ApiError 400, with a detail for each: template.parameter_missing,
 * template.parameter_unknown, template.parameter_twice, template.parameter_type.
 */
export function valueBindings(parameters: readonly TemplateParameter[], given: Given): Binding[] {
  const problems = [...parameters.flatMap((one) => missing(one, given)), ...wrong(parameters, given)];
  if (problems.length > 0) throw new ApiError(400, problems);
  return parameters.map(({ name, type }) => {
    const value = given.find((one) => one.name === name)?.expression[0];
    return bindingOf(name, LITERALS[type](value) ?? '');
  });
}

function missing({ name }: TemplateParameter, given: Given): ErrorDetail[] {
  if (given.some((one) => one.name === name)) return [];
  return [problem('template.parameter_missing', `the parameter ${name} has no value`, '/templateParamValues')];
}

function wrong(parameters: readonly TemplateParameter[], given: Given): ErrorDetail[] {
  return given.flatMap(({ name, expression: [value] }, index) => {
    const pointer = `/templateParamValues/${index}`;
    const parameter = parameters.find((one) => one.name === name);
    if (!parameter) return [problem('template.parameter_unknown', `there is no parameter ${name}`, `${pointer}/name`)];
    if (given.findIndex((one) => one.name === name) < index)
      return [problem('template.parameter_twice', `${name} has a value already`, `${pointer}/name`)];
    if (LITERALS[parameter.type](value) !== undefined) return [];
    return [problem('template.parameter_type', `${name} is a ${parameter.type}`, `${pointer}/expression/0`)];
  });
}

function problem(code: string, details: string, pointer: string): ErrorDetail {
  return { code, title: 'The template cannot be used so', details, source: { pointer } };
}

function bindingOf(name: string, literal: string): Binding {
  return { name, expression: ['cel', literal] };
}

/** JSON escapes are CEL's too. */
function textLiteral(text: string): string {
  return JSON.stringify(text);
}

function decimalLiteral(value: unknown): string | undefined {
  const digits = typeof value === 'number' ? String(value) : '';
  return /^-?\d{1,15}(\.\d{1,8})?$/.test(digits) ? `decimal("${digits}")` : undefined;
}
