import { column, jsonColumn } from './column';

const rows = [
  { id: 1n, codes: ['A', 'B'], body: { total: 5n, gone: null } },
  { id: 2n, codes: [], body: null },
];

it('a column has the values of its rows, in their order', () => {
  expect(column(rows, 'id')).toEqual([1n, 2n]);
});

it.each([
  ['codes', ['["A","B"]', '[]']],
  ['body', ['{"total":"5","gone":null}', 'null']],
  ['id', ['"1"', '"2"']],
] as const)('a column of JSON has texts: %s', (key, texts) => {
  expect(jsonColumn(rows, key)).toEqual(texts);
});
