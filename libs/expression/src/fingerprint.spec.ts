import { check } from './check';
import { fingerprint } from './fingerprint';
import { BYTES, DECIMAL, DOUBLE, INT, listOf, objectOf, STRING, UINT } from './type';

const item = objectOf('cart item', { sku: STRING, price: DECIMAL, quantity: INT });
const variables = { items: listOf(item, 10), total: DECIMAL, n: INT, d: DOUBLE, u: UINT, s: STRING, b: BYTES };

function of(source: string): string {
  const result = check(source, { variables });
  if (!result.ok) throw new Error(`${source}: ${result.errors[0]?.message}`);
  return fingerprint(result.checked.root);
}

describe('the fingerprint of an expression', () => {
  it.each([
    ['n==1', ' n  == 1 '],
    ['items.exists(i, i.sku == "a")', 'items.exists(other, other.sku == "a")'],
    ['total >= 50', '(total >= 50)'],
    ['total >= 50', 'total >= 50.0'],
    ['n > 0 && (n > 1 && n > 2)', '(n > 0 && n > 1) && n > 2'],
    ['s == "a\\u0062"', "s == 'ab'"],
  ])('is one for %s and %s', (left, right) => {
    expect(of(left)).toBe(of(right));
  });

  it('is another for each of these', () => {
    const sources = [
      ...['n == 1', 'n == 2', '1 == n', 'n != 1', 'd == 1', 'd == 1.0', 'u == 1u', 'dyn(n) == 1', 'n == 1 || n == 2'],
      ...['1.0 / 0.0', '1.0 / -0.0', '-0.0', '0.0', '0', '0u', 'null', 'true', '"0"', "b'0'", "b'48'", 'int', 'string'],
      ...['s == "a"', 's == "a)"', 's == "(a"', 's in ["a", "b"]', 's in ["a,b"]', 's in ["a\\",\\"b"]'],
      ...['total > 1.5', 'total > 15', 'total >= 1.5', 'has({"a": 1}.a)', '{"a": 1}.a', '{"a": [1]}', '[["a"], [1]]'],
      ...['exists', 'all', 'exists_one', 'filter'].map((macro) => `items.${macro}(i, i.quantity > 1)`),
      ...['items.map(i, i.quantity > 1)', 'items.map(i, i.quantity > 1, i.sku)', 'items.sum(i, i.quantity)'],
      ...['items.exists(i, items.exists(j, i.sku == j.sku))', 'items.exists(i, items.exists(j, i.sku == i.sku))'],
      ...[
        'n > 0 && n > 1 && n > 2',
        'n > 0 && n > 1 || n > 2',
        'n > 0 ? true : false',
        'size(items)',
        'items.size()',
        'items.count()',
      ],
    ];
    expect(new Set(sources.map(of)).size).toBe(sources.length);
  });
});
