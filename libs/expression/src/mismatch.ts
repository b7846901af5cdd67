import { functionNames } from './signatures';
import { didYouMean } from './suggest';
import { typeName, type Type } from './type';

const SYMBOLS: Readonly<Record<string, string>> = { '@in': 'in', '_[_]': '[]', '-_': '-', '!_': '!' };

/** What to tell the author of a call that no overload takes. */
export function mismatch(name: string, args: readonly Type[]): string {
  const types = args.map(typeName);
  const shown = args.length === 0 ? 'no arguments' : types.join(' and ');
  return `'${symbolOf(name)}' does not take ${shown}${hint(name, args)}`;
}

function symbolOf(name: string): string {
  return SYMBOLS[name] ?? name.replace(/^_(.+)_$/, '$1').replace(/^\./, '');
}

function hint(name: string, args: readonly Type[]): string {
  const kinds = new Set(args.map((arg) => arg.kind));
  if (kinds.has('decimal') && kinds.has('double')) return '; make the double exact: decimal(…)';
  if (name === 'percent' && kinds.has('double')) return '; make the double exact: decimal(…)';
  if (kinds.has('double') && kinds.has('int')) return '; write the int with a point (2.0) or as double(…)';
  if (kinds.has('string') && kinds.size > 1 && name === '_+_') return '; make it text: string(…)';
  return '';
}

export function unknownFunction(name: string): string {
  const method = name.startsWith('.');
  const bare = name.replace(/^\./, '');
  const known = functionNames(method).map((each) => each.replace(/^\./, ''));
  return `there is no ${method ? 'method' : 'function'} '${bare}'${didYouMean(bare, known)}`;
}

const USES: Readonly<Record<string, string>> = {
  all: '.all(x, condition)',
  exists: '.exists(x, condition)',
  exists_one: '.exists_one(x, condition)',
  existsOne: '.exists_one(x, condition)',
  map: '.map(x, value)',
  filter: '.filter(x, condition)',
  sum: '.sum(x, value)',
  distinct: '.distinct(x, value)',
};

/** A macro that was not recognised, because its arguments are not a name and an expression. */
export function wrongMacro(name: string): string | undefined {
  return Object.hasOwn(USES, name) ? `'${name}' takes a name for the element first: ${USES[name]}` : undefined;
}
