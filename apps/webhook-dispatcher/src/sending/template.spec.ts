import fc from 'fast-check';
import type { Json } from '@tessera/api-contracts';
import { fillTemplate } from './template';

const values: Record<string, Json> = {
  $name: 'Anna "the Great"',
  $count: 3,
  $tags: ['a', 'b'],
  $where: { lat: 1, lon: 2 },
  sessionId: 'cart-1',
};
const fill = (template: string): string => fillTemplate(template, (name) => values[name]);

describe('a payload template', () => {
  it.each([
    ['{"n": "${$name}"}', { n: 'Anna "the Great"' }],
    ['{"n": "Dear ${$name}, ${$count}"}', { n: 'Dear Anna "the Great", 3' }],
    ['{"n": ${$name}, "c": ${$count}}', { n: 'Anna "the Great"', c: 3 }],
    ['{"t": ${$tags}, "w": ${$where}}', { t: ['a', 'b'], w: { lat: 1, lon: 2 } }],
    ['{"t": "${$tags}"}', { t: '["a","b"]' }],
    ['{"s": "${sessionId}", "x": "${ $count }"}', { s: 'cart-1', x: '3' }],
    ['{"gone": ${$gone}, "text": "${$gone}"}', { gone: null, text: '' }],
    ['{"plain": "$name {} \\"${$count}\\" ${"}', { plain: '$name {} "3" ${' }],
  ])('%s', (template, expected) => {
    expect(JSON.parse(fill(template))).toEqual(expected);
  });

  it('keeps what is not a placeholder', () => {
    expect(fill('{ "a" : [1, 2] }')).toBe('{ "a" : [1, 2] }');
  });

  it('lets no value become part of the JSON around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const filled = fillTemplate('{"quoted": "<${$x}>", "bare": ${$x}, "admin": false}', () => value);
        expect(JSON.parse(filled)).toEqual({ quoted: `<${value}>`, bare: value, admin: false });
      }),
    );
  });

  it('does not fill what a value holds', () => {
    expect(fillTemplate('"${$a}"', (name) => (name === '$a' ? '${$b}' : 'no'))).toBe('"${$b}"');
  });
});
