import { type CelError } from './error';
import { compileTemplate, parseTemplate } from './template';
import { DECIMAL, listOf, objectOf, STRING, TIMESTAMP } from './type';
import { CelObject, Timestamp, type Result } from './value';
import { Rational } from '@tessera/money';

class Named extends CelObject {
  constructor(private readonly name: string | undefined) {
    super();
  }

  get(field: string): Result | undefined {
    return field === 'name' ? this.name : undefined;
  }
}

const environment = {
  variables: {
    profile: objectOf('profile', { name: STRING }),
    total: DECIMAL,
    now: TIMESTAMP,
    labels: listOf(STRING),
  },
};

function render(source: string): string | CelError {
  const result = parseTemplate(source, environment);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('; '));
  const held: Record<string, Result> = {
    profile: new Named('Ada'),
    total: Rational.of(5n, 4n),
    now: Timestamp.fromMillis(0n),
  };
  return compileTemplate(result.template).render({ resolve: (variable) => held[variable] });
}

describe('templates', () => {
  it.each([
    ['', ''],
    ['plain } text } }} {', 'plain } text } }} {'],
    ['Hello {{ profile.name }}!', 'Hello Ada!'],
    ['{{profile.name}}{{profile.name}}', 'AdaAda'],
    ['{{ total * 2 }} / {{ 1 + 2 }} / {{ true }}', '2.5 / 3 / true'],
    ['{{ now }}', '1970-01-01T00:00:00Z'],
    [`{{ '{{' }} {{ "}}" }}`, '{{ }}'],
    [`{{ {'a': {'b': 'deep'}}.a.b }}`, 'deep'],
    ['{{ has(profile.name) ? profile.name : "you" }}', 'Ada'],
  ])('%j', (source, expected) => {
    expect(render(source)).toBe(expected);
  });

  it('gives the error of an expression in it', () => {
    const result = parseTemplate('Hello {{ profile.name }}', environment);
    if (!result.ok) throw new Error('unsound');
    const program = compileTemplate(result.template);
    expect(program.render({ resolve: () => new Named(undefined) })).toMatchObject({
      code: 'expr.absent',
      span: { start: 16, end: 21 },
    });
  });

  it('is bounded in length and in expressions', () => {
    const codes = (source: string) => {
      const result = parseTemplate(source, environment);
      return result.ok ? [] : result.errors.map(({ code }) => code);
    };
    expect(codes('{{ 1 }}'.repeat(100))).toEqual([]);
    expect(codes('{{ 1 }}'.repeat(101))).toEqual(['expr.size']);
    expect(codes(' '.repeat(10_001))).toEqual(['expr.size']);
  });

  it('places errors in the template', () => {
    const errors = (source: string) => {
      const result = parseTemplate(source, environment);
      return result.ok ? [] : result.errors.map(({ code, start, end }) => [code, source.slice(start, end)]);
    };
    expect(errors('a {{ foo }} b {{ bar }}')).toEqual([
      ['expr.type', 'foo'],
      ['expr.type', 'bar'],
    ]);
    expect(errors('a {{ labels }}')).toEqual([['expr.type', 'labels']]);
    expect(errors('a {{ profile.name')).toEqual([['expr.syntax', '{{']]);
    expect(errors('a {{ "unclosed }}')).toEqual([['expr.syntax', '"']]);
    expect(errors('a {{ }}')).toEqual([['expr.syntax', '']]);
  });
});
