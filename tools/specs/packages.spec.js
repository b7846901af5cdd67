const { join } = require('node:path');
const { projects, readJson, root } = require('./projects');

// Goal: every package that a service or library names can be loaded by jest, which refuses what only comes as an ES
// module. `engines` fields do not tell.

const NAMES = [
  ...new Set(projects.flatMap((project) => Object.keys(readJson(join(project, 'package.json')).dependencies ?? {}))),
]
  .filter((name) => !name.startsWith('@tessera/'))
  .sort();

/** Packages that have no main entry, and one that they do have. */
const ENTRIES = { '@bufbuild/cel-spec': '@bufbuild/cel-spec/testdata/conformance.js' };

it.each(NAMES)('%s loads', (name) => {
  const from = projects.find((project) => readJson(join(project, 'package.json')).dependencies?.[name]);
  expect(require(require.resolve(ENTRIES[name] ?? name, { paths: [join(root, from)] }))).toBeDefined();
});
