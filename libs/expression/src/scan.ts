import { expressionError, type ErrorCode, type ExpressionError } from './error';
import type { Limits } from './environment';

export interface Token {
  readonly kind: 'space' | 'comment' | 'string' | 'number' | 'name' | 'operator' | 'open' | 'close' | 'unknown';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TRIPLE = `"""(?:[^\\\\]|\\\\[^])*?"""|'''(?:[^\\\\]|\\\\[^])*?'''`;
const RAW = `[rR][bB]?(?:"""[^]*?"""|'''[^]*?'''|"[^"\\n\\r]*"|'[^'\\n\\r]*')|[bB][rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\\n\\r]*"|'[^'\\n\\r]*')`;
const QUOTED = `"(?:[^"\\\\\\n\\r]|\\\\[^])*"|'(?:[^'\\\\\\n\\r]|\\\\[^])*'`;
const NUMBER = `0[xX][0-9a-fA-F]+[uU]?|(?:\\d+\\.\\d+|\\.\\d+|\\d+)(?:[eE][+-]?\\d+)?[uU]?`;

/** Alternatives never match the same text in two ways, so the scan is linear in the source. */
const TOKEN = new RegExp(
  [
    '(?<space>\\s+)',
    '(?<comment>//[^\\n]*)',
    `(?<string>${RAW}|[bB]?(?:${TRIPLE}|${QUOTED}))`,
    `(?<number>${NUMBER})`,
    '(?<name>[A-Za-z_]\\w*)',
    '(?<operator>&&|\\|\\||[=!<>]=|[-+*/%<>!?:.,])',
    '(?<open>[([{])',
    '(?<close>[)\\]}])',
    '(?<unknown>[^])',
  ].join('|'),
  'yu',
);

const KINDS = ['space', 'comment', 'string', 'number', 'name', 'operator', 'open', 'close'] as const;

/** The token that starts at an offset, also in a source that is not CEL; what starts no token is `unknown`. */
function tokenAt(source: string, start: number): Token | undefined {
  TOKEN.lastIndex = start;
  const match = TOKEN.exec(source);
  if (match === null) return undefined;
  const [text] = match;
  const kind = KINDS.find((name) => match.groups?.[name] !== undefined) ?? 'unknown';
  return { kind, text, start, end: start + text.length };
}

export function* tokensOf(source: string, from = 0): Generator<Token> {
  for (let token = tokenAt(source, from); token !== undefined; token = tokenAt(source, token.end)) yield token;
}

/** The first token from an offset on that is neither space nor comment. */
export function wordAt(source: string, offset: number): Token | undefined {
  for (const token of tokensOf(source, offset)) {
    if (token.kind !== 'space' && token.kind !== 'comment') return token;
  }
  return undefined;
}

/**
 * Everything that must hold before the source may be parsed: its length, its tokens, its nesting (the parser is recursive),
 * and what can be said better here than by the parser: open strings and brackets that do not match.
 */
export function scanProblem(source: string, limits: Limits): ExpressionError | undefined {
  if (source.length > limits.length) return tooLong(source, limits.length);
  const open: Token[] = [];
  let count = 0;
  for (const token of tokensOf(source)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    count += 1;
    const problem = count > limits.tokens ? tooMany(limits) : bracketProblem(token, open, limits);
    if (problem !== undefined) return expressionError(source, problem[0], problem[1], token);
  }
  const last = open.at(-1);
  return last && expressionError(source, 'expr.syntax', `'${last.text}' is never closed`, last);
}

type Problem = readonly [ErrorCode, string];

function tooLong(source: string, limit: number): ExpressionError {
  const message = `the expression has ${source.length} characters; ${limit} is the most`;
  return expressionError(source, 'expr.size', message, { start: limit, end: source.length });
}

function tooMany(limits: Limits): Problem {
  return ['expr.size', `the expression has more than ${limits.tokens} names, literals and operators`];
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function bracketProblem(token: Token, open: Token[], limits: Limits): Problem | undefined {
  if (token.kind === 'open') {
    open.push(token);
    return open.length > limits.nesting
      ? ['expr.depth', `brackets are nested more than ${limits.nesting} deep`]
      : undefined;
  }
  if (token.kind === 'close') {
    const opened = open.pop();
    const matches = opened !== undefined && CLOSING[opened.text] === token.text;
    return matches ? undefined : ['expr.syntax', `'${token.text}' closes nothing that was opened`];
  }
  return token.kind === 'unknown' ? unknownCharacter(token.text) : undefined;
}

function unknownCharacter(text: string): Problem {
  if (text === '"' || text === "'") return ['expr.syntax', 'the text that starts here is never closed'];
  if (text === '=') return ['expr.syntax', "'=' is not an operator; compare with '=='"];
  if (text === '&' || text === '|') return ['expr.syntax', `'${text}' is not an operator; write '${text}${text}'`];
  return ['expr.syntax', `'${text}' has no meaning here`];
}
