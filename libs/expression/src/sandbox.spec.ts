import { check } from './check';
import { compile } from './compile';
import type { ErrorCode } from './error';
import { BOOL, DYN, listOf, STRING } from './type';

/*
 * Expressions that are written to hurt: each must be refused with a code, or run, in a bounded time and without overflowing
 * the stack. The times asserted are hundreds of times what is measured; they fail on what is quadratic or exponential.
 */
jest.setTimeout(60_000);

const environment = { variables: { a: DYN, text: STRING, flag: BOOL, list: listOf(STRING) } };
const repeat = (part: string, times: number): string => part.repeat(times);

function codeOf(source: string): ErrorCode | 'ok' {
  const result = check(source, environment);
  return result.ok ? 'ok' : (result.errors[0]?.code ?? 'ok');
}

function within<T>(milliseconds: number, run: () => T): T {
  const start = performance.now();
  const result = run();
  expect(performance.now() - start).toBeLessThan(milliseconds);
  return result;
}

describe('hostile expressions', () => {
  it.each<[string, string, ErrorCode]>([
    ['3,000 parentheses', `${repeat('(', 3000)}1${repeat(')', 3000)}`, 'expr.depth'],
    ['101 parentheses', `${repeat('(', 101)}1${repeat(')', 101)}`, 'expr.depth'],
    ['3,000 open parentheses', repeat('(', 3000), 'expr.depth'],
    ['nested lists', `${repeat('[', 1000)}${repeat(']', 1000)}`, 'expr.depth'],
    ['nested maps', `${repeat('{1:', 1000)}1${repeat('}', 1000)}`, 'expr.depth'],
    ['nested macros', `${repeat('a.exists(x, ', 150)}true${repeat(')', 150)}`, 'expr.depth'],
    ['a long chain of fields', `a${repeat('.b', 900)}`, 'expr.depth'],
    ['a long chain of indices', `a${repeat('[0]', 600)}`, 'expr.depth'],
    ['a long sum', `1${repeat('+1', 900)}`, 'expr.depth'],
    ['nested conditions', `${repeat('flag?1:', 400)}2`, 'expr.depth'],
    ['a long text', `"${repeat('x', 10_000)}"`, 'expr.size'],
    ['a long number', repeat('9', 10_001), 'expr.size'],
    ['many tokens', `[${repeat('1,', 3000)}1]`, 'expr.size'],
    ['a number beyond int', repeat('9', 5000), 'expr.syntax'],
    ['a bad escape', '"\\u{1F600}"', 'expr.syntax'],
    ['a lone surrogate', '"\\ud800"', 'expr.syntax'],
    ['a control character', 'a\u0000b', 'expr.syntax'],
    ['crossed lists', 'list.all(i, list.all(j, list.all(k, i + j == k)))', 'expr.cost'],
    ['a crossed regular expression', 'list.all(i, list.exists(j, i.matches(j)))', 'expr.cost'],
    ['a regular expression that is none', 'text.matches("(")', 'expr.regex'],
    ['a backreference', 'text.matches("(a)\\\\1")', 'expr.regex'],
    ['a counted repetition of counted repetitions', 'text.matches("((a{1000}){1000}){1000}")', 'expr.regex'],
    ['many counted repetitions', `text.matches("${repeat('.{0,900}x', 3)}")`, 'expr.regex'],
    ['a large program', `text.matches("${repeat('((a{30}){30})', 3)}")`, 'expr.regex'],
    ['a regular expression that is computed over and over', 'list.exists(i, text.matches(i))', 'expr.cost'],
    ['a long regular expression', `text.matches("${repeat('a', 501)}")`, 'expr.regex'],
  ])('%s', (_name, source, code) => {
    expect(within(10_000, () => codeOf(source))).toBe(code);
  });

  it('takes what is large but within the limits', () => {
    expect(codeOf(`${repeat('(', 100)}1${repeat(')', 100)}`)).toBe('ok');
    expect(codeOf(`flag${repeat(' && flag', 900)}`)).toBe('ok');
    expect(codeOf(`text in ["a"${repeat(', "b"', 900)}]`)).toBe('ok');
    expect(codeOf(`${repeat('!', 1900)}flag`)).toBe('ok');
    expect(codeOf(`${repeat('flag?1:', 200)}2`)).toBe('ok');
  });

  it('evaluates the deepest that is allowed without overflowing the stack', () => {
    const result = check(`1${repeat('+1', 240)}`, environment);
    if (!result.ok) throw new Error('refused');
    expect(compile(result.checked).evaluate({ resolve: () => undefined })).toBe(241n);
  });

  it('matches in linear time', () => {
    const result = check('text.matches("^(a+)+$")', environment);
    if (!result.ok) throw new Error('refused');
    const program = compile(result.checked);
    const text = `${repeat('a', 50_000)}!`;
    expect(within(10_000, () => program.evaluate({ resolve: () => text }))).toBe(false);
    expect(program.evaluate({ resolve: () => 'aaa' })).toBe(true);
  });

  it('matches with a pattern that is computed under the same rules', () => {
    const result = check('text.matches(a)', environment);
    if (!result.ok) throw new Error('refused');
    const program = compile(result.checked);
    const match = (pattern: string) => program.evaluate({ resolve: (name) => (name === 'a' ? pattern : 'aaa') });
    expect(match('^a+$')).toBe(true);
    expect(match('(')).toMatchObject({ code: 'expr.regex' });
    expect(match(repeat('a', 501))).toMatchObject({ code: 'expr.regex' });
  });

  it.each(['decimal(a)', 'double(a)', 'int(a)', 'duration(a)', 'timestamp(a)', 'bool(a)'])(
    '%s is quick on any text',
    (source) => {
      const result = check(source, environment);
      if (!result.ok) throw new Error('refused');
      const program = compile(result.checked);
      for (const text of [`${repeat('1', 900_000)}x`, repeat('9', 900_000), repeat('1h', 400_000)]) {
        const value = within(10_000, () => program.evaluate({ resolve: () => text }));
        if (source !== 'double(a)') expect(value).toMatchObject({ code: 'expr.conversion' });
      }
    },
  );

  it('does not build values without bound', () => {
    const double = check('a + a', environment);
    if (!double.ok) throw new Error('refused');
    const program = compile(double.checked);
    expect(program.evaluate({ resolve: () => repeat('x', 600_000) })).toMatchObject({ code: 'expr.overflow' });
    expect(program.evaluate({ resolve: () => new Array<null>(60_000).fill(null) })).toMatchObject({
      code: 'expr.overflow',
    });
    expect(program.evaluate({ resolve: () => new Uint8Array(600_000) })).toMatchObject({ code: 'expr.overflow' });
  });

  it.each([
    repeat('a{', 400),
    repeat('a(', 90),
    repeat('a[', 90),
    repeat('{', 90),
    repeat('a?', 400),
    repeat('a?b:', 400),
    repeat('"', 9999),
    repeat("'''", 3000),
    repeat('r"', 3000),
    repeat('//', 5000),
    repeat('-', 1999),
    repeat('.', 1999),
    repeat('a.', 900),
    repeat('a in ', 900),
    repeat('a<', 900),
    repeat('a&&', 600),
    repeat('(a,', 90),
    repeat('[a,', 90),
    repeat('{a:', 90),
    repeat('has(', 90),
    repeat('a.b(', 90),
    `${repeat('(', 90)}${repeat('a?', 100)}`,
    repeat('1e', 3000),
    repeat('\\', 5000),
  ])('refuses %.12s… quickly', (source) => {
    expect(within(10_000, () => codeOf(source))).not.toBe('ok');
  });

  it('gives the same limits when asked for other ones', () => {
    const limits = { length: 100, tokens: 10, nesting: 2, depth: 5, cost: 1000 };
    const code = (source: string) => {
      const result = check(source, { ...environment, limits });
      return result.ok ? 'ok' : result.errors[0]?.code;
    };
    expect(
      ['((1))', '(((1)))', '1+1+1+1+1', '1+1+1+1+1+1', repeat(' ', 101), 'list.exists(x, true)'].map(code),
    ).toEqual(['ok', 'expr.depth', 'ok', 'expr.size', 'expr.size', 'expr.cost']);
  });
});
