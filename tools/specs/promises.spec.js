const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { files, read } = require('./files');
const { root } = require('./projects');
const { suitesIn, testNames } = require('./test-names');

// Goal: what docs/promises.md says is shown by tests that exist. A promise cites each of its tests as
//   test: "<full name>" (<path of the spec from the root>)
// with the full name as jest prints it, titles of groups first, so that `npm test -- <path> -t "<full name>"` runs it. What no
// test can show sensibly cites the place where it is kept, by words that stand there: code: "<words>" (<path>).

const FILE = 'docs/promises.md';
const CITATION = /(test|code): "([^"]+)"\s+\(([^)\s]+)\)/g;

const oneLine = (text) => text.replace(/\s+/g, ' ');
const citationsIn = (text) =>
  [...text.matchAll(CITATION)].map(([, kind, name, path]) => ({ kind, name: oneLine(name), path }));

/** The bullets, each with its own lines. */
const promisesIn = (text) => text.split(/\n(?=- |#|\n)/).filter((block) => block.startsWith('- '));

const suites = new Map(
  files()
    .filter((file) => /^(apps|libs)\/.*\/testing\/.*\.ts$/.test(file))
    .flatMap((file) => [...suitesIn(read(file))]),
);
const sayingsOf = {
  test: (path) => testNames(read(path), suites).map(oneLine),
  code: (path) => oneLine(read(path)),
};

/** Those of one kind that name what is not there; each file is read once. */
function missing(kind, all) {
  const cited = all.filter((citation) => citation.kind === kind);
  const paths = new Set(cited.map(({ path }) => path).filter((path) => existsSync(join(root, path))));
  const sayings = new Map([...paths].map((path) => [path, sayingsOf[kind](path)]));
  return cited.filter(({ name, path }) => !sayings.get(path)?.includes(name));
}

const text = existsSync(join(root, FILE)) ? read(FILE) : '';
const citations = citationsIn(text);

it('reads a citation over a line break', () => {
  expect(citationsIn('so it is; test: "a coupon\n  is refused" (libs/a.spec.ts)')).toEqual([
    { kind: 'test', name: 'a coupon is refused', path: 'libs/a.spec.ts' },
  ]);
});

it('misses tests and places that are not there, or not in a file that is', () => {
  const here = 'tools/specs/promises.spec.js';
  const cite = (kind, name, path = here) => ({ kind, name, path });
  const wrong = [cite('test', 'none'), cite('code', 'no' + 'where'), cite('code', 'cite', 'none.js')];
  const right = [cite('test', 'takes each bullet for a promise'), cite('code', 'each file is read once')];
  expect([...missing('test', [...wrong, ...right]), ...missing('code', [...wrong, ...right])]).toEqual(wrong);
});

it('takes each bullet for a promise', () => {
  const page = '# All\n\nSaid before.\n\n- One,\n  of two lines\n- Two\n\nSaid after.\n\n## More\n\n- Three\n';
  expect(promisesIn(page).map((one) => one.trim())).toEqual(['- One,\n  of two lines', '- Two', '- Three']);
});

it('docs/promises.md cites everything in the form that can be checked', () => {
  expect(citations).toHaveLength(text.split(/test:|code: "/).length - 1);
});

it('docs/promises.md cites tests and places that exist', () => {
  expect([...missing('test', citations), ...missing('code', citations)]).toEqual([]);
});

it('docs/promises.md cites something for each promise', () => {
  expect(promisesIn(text).length).toBeGreaterThan(50);
  expect(promisesIn(text).filter((promise) => citationsIn(promise).length === 0)).toEqual([]);
});
