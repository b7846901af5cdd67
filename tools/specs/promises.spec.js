const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { read } = require('./files');
const { root } = require('./projects');
const { testNames } = require('./test-names');

// Goal: what docs/promises.md says is shown by tests that exist. A promise cites each of its tests as
//   test: "<full name>" (<path of the spec from the root>)
// with the full name as jest prints it, titles of groups first, so that `npm test -- <path> -t "<full name>"` runs it.

const FILE = 'docs/promises.md';
const CITATION = /test: "([^"]+)"\s+\(([^)\s]+)\)/g;

const oneLine = (text) => text.replace(/\s+/g, ' ');
const citationsIn = (text) => [...text.matchAll(CITATION)].map(([, name, path]) => ({ name: oneLine(name), path }));
const namesIn = (path) => (existsSync(join(root, path)) ? testNames(read(path)).map(oneLine) : []);

const text = existsSync(join(root, FILE)) ? read(FILE) : '';
const citations = citationsIn(text);

it('reads a citation over a line break', () => {
  expect(citationsIn('so it is; test: "a coupon\n  is refused" (libs/a.spec.ts)')).toEqual([
    { name: 'a coupon is refused', path: 'libs/a.spec.ts' },
  ]);
});

it('docs/promises.md cites every test in the form that can be checked', () => {
  expect(citations).toHaveLength(text.split('test:').length - 1);
});

it('docs/promises.md cites tests that exist', () => {
  expect(citations.filter(({ name, path }) => !namesIn(path).includes(name))).toEqual([]);
});
