import type { parse } from '@bufbuild/cel';
import type { Limits } from './environment';
import type { ErrorCode, Span } from './error';
import { wordAt } from './scan';
import type { FoldNode, Node } from './syntax';
import { Uint, type CelValue } from './value';

type Parsed = ReturnType<typeof parse>;
type Expr = Parsed['expr'];
type Kind<C extends Expr['exprKind']['case']> = Extract<Expr['exprKind'], { case: C }>['value'] & object;

interface Context {
  readonly source: string;
  readonly info: NonNullable<Parsed['sourceInfo']>;
  readonly limits: Limits;
}

/** Why an expression that parses is still none of ours. Caught by `parse`. */
export class Unlowered extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

/** From the standard tree, in which macros are expanded to loops, to ours, in which they are named. */
export function lower(source: string, parsed: Parsed, limits: Limits): Node {
  const info = parsed.sourceInfo;
  if (info === undefined) throw new TypeError('the parser gave no positions');
  return lowerExpr({ source, info, limits }, parsed.expr, 1);
}

function lowerExpr(context: Context, expr: Expr | undefined, depth: number): Node {
  if (expr === undefined) throw new TypeError('the parser gave an empty node');
  const span = spanOf(context, expr.id);
  if (depth > context.limits.depth) {
    throw new Unlowered('expr.depth', `the expression is nested more than ${context.limits.depth} deep`, span);
  }
  const { exprKind: kind } = expr;
  const below = (child: Expr | undefined) => lowerExpr(context, child, depth + 1);
  switch (kind.case) {
    case 'constExpr':
      return lowerConstant(context, kind.value, span);
    case 'identExpr':
      return { ...span, kind: 'name', name: kind.value.name, absolute: context.source[span.start] === '.' };
    case 'selectExpr':
      return {
        ...span,
        kind: 'select',
        operand: below(kind.value.operand),
        field: kind.value.field,
        test: kind.value.testOnly,
      };
    case 'callExpr':
      return lowerCall(kind.value, span, below);
    case 'listExpr':
      return { ...span, kind: 'list', elements: kind.value.elements.map(below) };
    case 'structExpr':
      return lowerStruct(kind.value, span, below);
    case 'comprehensionExpr':
      return lowerFold(macroName(context, expr), kind.value, span, below);
    case undefined:
      throw new TypeError('the parser gave an empty node');
  }
}

/** A node's own token; of a select or a method the name behind the dot, so that an error marks what is wrong. */
function spanOf(context: Context, id: bigint): Span {
  const position = context.info.positions[String(id)] ?? 0;
  const first = wordAt(context.source, position);
  if (first === undefined) return { start: position, end: position };
  const { start, end } = first;
  if (first.text !== '-' && first.text !== '.') return { start, end };
  const second = wordAt(context.source, end);
  const named = first.text === '.' && second?.kind === 'name';
  const negative = first.text === '-' && second?.kind === 'number' && second.start === end;
  return { start, end: second !== undefined && (named || negative) ? second.end : end };
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const UINT64_MAX = 2n ** 64n - 1n;

function lowerConstant(context: Context, { constantKind: kind }: Kind<'constExpr'>, span: Span): Node {
  const text = context.source.slice(span.start, span.end);
  const constant = (value: CelValue): Node => ({ ...span, kind: 'constant', value, text });
  switch (kind.case) {
    case 'nullValue':
      return constant(null);
    case 'int64Value':
      if (kind.value < INT64.min || kind.value > INT64.max)
        throw new Unlowered('expr.syntax', `${text} is beyond int`, span);
      return constant(kind.value);
    case 'uint64Value':
      if (kind.value > UINT64_MAX) throw new Unlowered('expr.syntax', `${text} is beyond uint`, span);
      return constant(new Uint(kind.value));
    case 'boolValue':
    case 'doubleValue':
    case 'stringValue':
    case 'bytesValue':
      return constant(kind.value);
    default:
      throw new TypeError(`the parser gave a literal of the kind ${String(kind.case)}`);
  }
}

type Below = (child: Expr | undefined) => Node;

function lowerCall(call: Kind<'callExpr'>, span: Span, below: Below): Node {
  if (call.function === '_&&_' || call.function === '_||_') {
    return {
      ...span,
      kind: 'logic',
      operator: call.function === '_&&_' ? '&&' : '||',
      operands: operandsOf(call, below),
    };
  }
  const target = call.target === undefined ? undefined : below(call.target);
  const args = call.args.map(below);
  const [only] = args;
  const negated = call.function === '-_' && only?.kind === 'constant' ? negate(only.value) : undefined;
  if (only?.kind === 'constant' && negated !== undefined) return { ...only, value: negated, text: `-${only.text}` };
  return { ...span, kind: 'call', name: call.function, target, args };
}

/** `- 5`, with a space, is the number too, so that its text stays known. */
function negate(value: CelValue): CelValue | undefined {
  return (typeof value === 'bigint' && value !== INT64.min) || typeof value === 'number' ? -value : undefined;
}

/** `a && b && c` as three operands, however the parser balanced it: a long chain is not deep. */
function operandsOf(call: Kind<'callExpr'>, below: Below): Node[] {
  const operands: Node[] = [];
  const pending = call.args.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (callName(next) === call.function) pending.push(...argsOf(next).toReversed());
    else operands.push(below(next));
  }
  return operands;
}

function lowerStruct(struct: Kind<'structExpr'>, span: Span, below: Below): Node {
  if (struct.messageName !== '') return { ...span, kind: 'message', name: struct.messageName };
  const entries = struct.entries.map((entry) => {
    const key = entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined;
    return [below(key), below(entry.value)] as const;
  });
  return { ...span, kind: 'map', entries };
}

function macroName(context: Context, expr: Expr): string {
  const call = context.info.macroCalls[String(expr.id)];
  return call?.exprKind.case === 'callExpr' ? call.exprKind.value.function : '';
}

/** The parser's expansions, read backwards; its loop steps are `accumulator op body` or `condition ? step : accumulator`. */
function lowerFold(name: string, loop: Kind<'comprehensionExpr'>, span: Span, below: Below): FoldNode {
  const [first, second] = argsOf(loop.loopStep);
  const fold = { ...span, kind: 'fold', range: below(loop.iterRange), variable: loop.iterVar } as const;
  switch (name) {
    case 'all':
    case 'exists':
      return { ...fold, macro: name, condition: below(second), result: undefined };
    case 'exists_one':
    case 'existsOne':
      return { ...fold, macro: 'existsOne', condition: below(first), result: undefined };
    case 'filter':
      return { ...fold, macro: 'filter', condition: below(first), result: undefined };
    case 'map':
      return callName(loop.loopStep) === '_?_:_'
        ? { ...fold, macro: 'map', condition: below(first), result: below(appended(second)) }
        : { ...fold, macro: 'map', condition: undefined, result: below(appended(loop.loopStep)) };
    default:
      throw new Unlowered('expr.syntax', `'${name}' is not a macro of this language`, span);
  }
}

function argsOf(expr: Expr | undefined): readonly Expr[] {
  return expr?.exprKind.case === 'callExpr' ? expr.exprKind.value.args : [];
}

function callName(expr: Expr | undefined): string {
  return expr?.exprKind.case === 'callExpr' ? expr.exprKind.value.function : '';
}

function appended(step: Expr | undefined): Expr | undefined {
  const [, list] = argsOf(step);
  return list?.exprKind.case === 'listExpr' ? list.exprKind.value.elements[0] : undefined;
}
