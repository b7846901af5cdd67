import type { TemplateParameter } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { valueBindings } from './parameters';

const parameter = (name: string, type: TemplateParameter['type']): TemplateParameter => ({
  ...{ name, type, description: '' },
});
const value = (name: string, one: unknown) => ({ name, expression: [one] });

describe('parameters of a template', () => {
  it.each<[TemplateParameter['type'], unknown, string]>([
    ['string', 'a "b"\n', '"a \\"b\\"\\n"'],
    ['number', 12.5, 'decimal("12.5")'],
    ['percent', -3, 'decimal("-3")'],
    ['boolean', false, 'false'],
    ['time', '2026-01-01T00:00:00+01:00', 'timestamp("2026-01-01T00:00:00+01:00")'],
  ])('of the type %s become bindings', (type, one, literal) => {
    expect(valueBindings([parameter('p', type)], [value('p', one)])).toEqual([
      { name: 'p', expression: ['cel', literal] },
    ]);
  });

  it.each<[TemplateParameter['type'], unknown]>([
    ['string', 1],
    ['number', '1'],
    ['number', 1e21],
    ['number', 1e-9],
    ['percent', null],
    ['boolean', 'true'],
    ['time', 'tomorrow'],
    ['time', 5],
  ])('of the type %s take no %j', (type, one) => {
    expect(problemsOf([parameter('p', type)], [value('p', one)])).toEqual([
      ['template.parameter_type', '/templateParamValues/0/expression/0'],
    ]);
  });

  it('have a value each, once', () => {
    const parameters = [parameter('a', 'number'), parameter('b', 'number')];
    expect(problemsOf(parameters, [value('b', 1), value('c', 1), value('b', 2)])).toEqual([
      ['template.parameter_missing', '/templateParamValues'],
      ['template.parameter_unknown', '/templateParamValues/1/name'],
      ['template.parameter_twice', '/templateParamValues/2/name'],
    ]);
  });
});

function problemsOf(...of: Parameters<typeof valueBindings>): unknown[] {
  try {
    valueBindings(...of);
  } catch (error) {
    if (error instanceof ApiError) return error.errors.map(({ code, source }) => [code, source?.pointer]);
  }
  return [];
}
