import { check } from './check';
import { CelError } from './error';
import { trace, type Trace } from './trace';
import { BOOL, INT, listOf, objectOf, STRING } from './type';
import { CelMap } from './map';
import type { CelValue, Result } from './value';

const item = objectOf('item', { sku: STRING, units: INT });
const variables = { items: listOf(item), tags: listOf(STRING), total: INT, member: BOOL, name: STRING };
const tea = CelMap.fromRecord({ sku: 'tea', units: 3n });
const values: Readonly<Record<string, CelValue>> = { items: [tea], tags: ['new'], total: 40n, member: false };

function traced(source: string): Trace {
  const result = check(source, { variables });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return trace(result.checked, { resolve: (name) => values[name] });
}

/** `text = value`, parts indented. */
function lines({ text, value, parts }: Trace, depth = 0): string[] {
  return [`${'  '.repeat(depth)}${text} = ${shown(value)}`, ...parts.flatMap((part) => lines(part, depth + 1))];
}

function shown(value: Result): string {
  if (value instanceof CelError) return value.message;
  if (Array.isArray(value)) return `${value.length} of a list`;
  return typeof value === 'boolean' || typeof value === 'bigint' ? value.toString() : typeof value;
}

describe('a trace', () => {
  it('says what each operand came to, by what was read, also where another one settled the answer', () => {
    expect(lines(traced('member && (total >= 50 || items.exists(i, i.sku == "tea"))'))).toEqual([
      'member && (total >= 50 || items.exists(i, i.sku == "tea")) = false',
      '  member = false',
      '  total >= 50 || items.exists(i, i.sku == "tea") = true',
      '    total >= 50 = false',
      '      total = 40',
      '    items.exists(i, i.sku == "tea") = true',
      '      items = 1 of a list',
    ]);
  });

  it.each([
    ['!member', ['member']],
    ['(total + 2) * total > 3', ['(total + 2) * total']],
    ['items.count() > 1', ['items.count()']],
    ['size(tags) == 1 && !(total in [1, total])', ['size(tags) == 1', '!(total in [1, total])']],
    ['items.filter(i, i.units > 1).sum(i, i.units) > 2', ['items.filter(i, i.units > 1).sum(i, i.units)']],
    ['items[0].units > 2', ['items[0].units']],
    ['name.startsWith("(") ? member : total > 1', ['name.startsWith("(")', 'member', 'total > 1']],
    ['"new" in tags', ['tags']],
  ])('marks the whole text of the parts of %s', (source, parts) => {
    const found = traced(source);
    expect(found.parts.map(({ text }) => text)).toEqual(parts);
    expect(source.slice(found.start, found.end)).toBe(source);
    expect(found.parts.map(({ start, end }) => source.slice(start, end))).toEqual(parts);
  });

  it('says that a part is in error, and why', () => {
    expect(lines(traced('member || name == "x"')).slice(2)).toEqual([
      '  name == "x" = \'name\' has no value here',
      "    name = 'name' has no value here",
    ]);
  });
});
